const EVERY_MS = 2600;
/** Two soft notes, a fourth apart. */
const NOTES = [
  { hertz: 587.3, at: 0 },
  { hertz: 784, at: 0.22 },
] as const;
const LOUDNESS = 0.12;

/** The sound of an incoming call. */
export class RingTone {
  readonly #context: AudioContext;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(context: AudioContext) {
    this.#context = context;
  }

  ring(on: boolean): void {
    if (on && this.#timer === undefined) {
      this.#timer = setInterval(() => this.#play(), EVERY_MS);
      this.#play();
    } else if (!on) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
  }

  #play(): void {
    if (this.#context.state !== "running") {
      return; // The browser wants a click first; a tone that is due then would come in a heap.
    }
    for (const { hertz, at } of NOTES) {
      const start = this.#context.currentTime + at;
      const note = new OscillatorNode(this.#context, { frequency: hertz });
      const loudness = new GainNode(this.#context, { gain: 0 });
      loudness.gain.setValueAtTime(0, start);
      loudness.gain.linearRampToValueAtTime(LOUDNESS, start + 0.02);
      loudness.gain.exponentialRampToValueAtTime(0.0001, start + 0.9);
      note.connect(loudness).connect(this.#context.destination);
      note.start(start);
      note.stop(start + 1);
    }
  }
}
