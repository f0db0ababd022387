/** Asks again and again, while somebody looks at the page. */
export class Poll {
  readonly #ask: () => Promise<void>;
  readonly #ms: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running = false;
  #asking = false;
  #again = false;

  /** @param ask must not reject */
  constructor(ask: () => Promise<void>, ms: number) {
    this.#ask = ask;
    this.#ms = ms;
    document.addEventListener("visibilitychange", () => {
      if (this.#running && !document.hidden) {
        void this.now();
      }
    });
  }

  start(): void {
    this.#running = true;
    void this.now();
  }

  stop(): void {
    this.#running = false;
    clearTimeout(this.#timer);
  }

  /** Asks at once; if an answer is under way, it may be of before, so it asks once more after that. */
  async now(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#asking) {
      this.#again = true;
      return;
    }
    this.#asking = true;
    do {
      this.#again = false;
      await this.#ask();
    } while (this.#again && this.#running);
    this.#asking = false;
    if (this.#running && !document.hidden) {
      this.#timer = setTimeout(() => void this.now(), this.#ms);
    }
  }
}
