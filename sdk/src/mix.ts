/** Nothing is heard here, so no loudspeaker need be opened and keep the beat; browsers that can't do so ignore it. */
const SILENT = { sinkId: { type: "none" } } as AudioContextOptions;

/** What people do to a page that lets it play sound from then on. */
const GESTURES = ["click", "keydown", "touchend"];

/**
 * Sound mixed of a voice, the microphone's, and of others. Browsers let it run while the page captures, or once people
 * have touched it; a mix that does not run delivers nothing, so that until then the voice had better be sent itself.
 */
export class Mix {
  readonly #context = new AudioContext(SILENT);
  readonly #out = this.#context.createMediaStreamDestination();
  /** An input that is always there: without one, Chromium would send nothing instead of silence. */
  readonly #floor = this.#context.createConstantSource();
  #voice: AudioNode | null = null;

  /** @param changed told when it begins or ceases to run */
  constructor(changed: () => void) {
    this.#floor.offset.value = 0;
    this.#floor.connect(this.#out);
    this.#floor.start();
    this.#context.onstatechange = changed;
    for (const gesture of GESTURES) {
      document.addEventListener(gesture, this.#resume, true);
    }
    this.#resume();
  }

  get running(): boolean {
    return this.#context.state === "running";
  }

  get track(): MediaStreamTrack | undefined {
    return this.#out.stream.getAudioTracks()[0];
  }

  /** Whether it runs within that time; it may do so later. */
  async started(withinMs: number): Promise<boolean> {
    const late = new Promise((resolve) => setTimeout(resolve, withinMs));
    await Promise.race([this.#context.resume().catch(() => undefined), late]);
    return this.running;
  }

  /** The voice is this one from now on. */
  speak(voice: MediaStreamTrack | undefined): void {
    const before = this.#voice;
    this.#voice = voice === undefined ? null : this.#connect(voice);
    before?.disconnect();
  }

  /** Mixes the tracks in; gives what takes them out again, which is also done when all of them have ended. */
  add(tracks: MediaStreamTrack[]): () => void {
    // Chromium takes a remote track's sound out of a connection only for an element.
    const element = new Audio();
    element.muted = true;
    element.srcObject = new MediaStream(tracks);
    const nodes = tracks.map((track) => this.#connect(track));
    const remove = () => {
      element.srcObject = null;
      for (const node of nodes) {
        node.disconnect();
      }
    };
    for (const track of tracks) {
      track.addEventListener("ended", () => {
        if (tracks.every(({ readyState }) => readyState === "ended")) {
          remove();
        }
      });
    }
    return remove;
  }

  close(): void {
    for (const gesture of GESTURES) {
      document.removeEventListener(gesture, this.#resume, true);
    }
    this.#context.onstatechange = null;
    this.#context.close().catch(() => undefined);
    this.track?.stop();
  }

  #connect(track: MediaStreamTrack): AudioNode {
    const node = this.#context.createMediaStreamSource(new MediaStream([track]));
    node.connect(this.#out);
    return node;
  }

  readonly #resume = (): void => {
    if (!this.running) {
      this.#context.resume().catch(() => undefined);
    }
  };
}
