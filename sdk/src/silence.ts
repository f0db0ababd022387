import { Mix } from "./mix";

/**
 * Sound to send when there is none: while Chromium sends no sound, the clock of the sound's packets stands still, and is
 * late ever after.
 */
export class Silence {
  #mix: Mix | null = null;

  get track(): MediaStreamTrack | null {
    this.#mix ??= new Mix(() => undefined);
    return this.#mix.track ?? null;
  }

  /** There is sound again. */
  end(): void {
    this.#mix?.close();
    this.#mix = null;
  }
}
