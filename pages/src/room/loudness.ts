import { decibels } from "../devices/level";

const EVERY_MS = 120;
/** Speech is well above, a quiet room well below. */
const SPEECH_DB = -48;
/** Between two words nobody stops speaking. */
const HOLD_MS = 500;

interface Ear {
  track: MediaStreamTrack;
  source: MediaStreamAudioSourceNode;
  analyser: AnalyserNode;
  heard: number;
  speaks: boolean;
}

/** Listens who speaks. */
export class Loudness {
  readonly #context: AudioContext;
  readonly #told: (id: string, speaks: boolean) => void;
  readonly #ears = new Map<string, Ear>();
  readonly #samples = new Float32Array(512);
  readonly #timer = setInterval(() => this.#listen(), EVERY_MS);

  constructor(context: AudioContext, told: (id: string, speaks: boolean) => void) {
    this.#context = context;
    this.#told = told;
  }

  /** Listens to that stream from now on, in place of the one before; null: to nothing. */
  follow(id: string, stream: MediaStream | null): void {
    const [track] = stream?.getAudioTracks() ?? [];
    const before = this.#ears.get(id);
    if (before?.track === track) {
      return;
    }
    before?.source.disconnect();
    this.#ears.delete(id);
    this.#told(id, false);
    if (track !== undefined) {
      const analyser = new AnalyserNode(this.#context, { fftSize: this.#samples.length });
      const source = this.#context.createMediaStreamSource(new MediaStream([track]));
      source.connect(analyser);
      this.#ears.set(id, { track, source, analyser, heard: 0, speaks: false });
    }
  }

  close(): void {
    clearInterval(this.#timer);
    for (const id of [...this.#ears.keys()]) {
      this.follow(id, null);
    }
  }

  #listen(): void {
    if (document.hidden) {
      return;
    }
    const now = performance.now();
    for (const [id, ear] of this.#ears) {
      ear.analyser.getFloatTimeDomainData(this.#samples);
      if (decibels(this.#samples) > SPEECH_DB) {
        ear.heard = now;
      }
      const speaks = ear.heard > 0 && now - ear.heard < HOLD_MS;
      if (speaks !== ear.speaks) {
        ear.speaks = speaks;
        this.#told(id, speaks);
      }
    }
  }
}
