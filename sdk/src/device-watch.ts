/** Browsers raise `devicechange` for each part of a device that is plugged in. */
const SETTLED_AFTER_MS = 300;

/** Tells when devices have come or gone. */
export class DeviceWatch {
  readonly #changed: () => void;
  #media: MediaDevices | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Begins to watch, if it does not yet. */
  start(): void {
    if (this.#media === undefined) {
      this.#media = globalThis.navigator?.mediaDevices;
      this.#media?.addEventListener?.("devicechange", this.#wait);
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#media?.removeEventListener?.("devicechange", this.#wait);
    this.#media = undefined;
  }

  readonly #wait = (): void => {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#changed, SETTLED_AFTER_MS);
  };
}
