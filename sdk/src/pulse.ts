const LOOK_MS = 250;
/** The server's feedback comes 20 times a second while media does, and else once a second. */
const SILENT_MS = 1000;
/** By the longest that it was apart just before, since packets are lost. */
const GAPS = 2.5;
const LONGEST_GAP_MS = 2000;

/** Feels whether anything comes from the server: a connection may be dead for seconds before the browser says so. */
export class Pulse {
  /** How often it was felt. */
  beats = 0;
  readonly #timer: ReturnType<typeof setInterval>;
  #bytes = 0;
  #last = performance.now();
  #gap = SILENT_MS;
  /** Looks since then: a page that slept has missed them and not the beats. */
  #looks = 0;

  /** @param felt told `beat` of each, `quiet` when one is due, and `silent` when it is missing, until the next comes */
  constructor(peer: RTCPeerConnection, felt: (what: "beat" | "quiet" | "silent") => void) {
    this.#timer = setInterval(async () => {
      const what = this.#feel(await peer.getStats());
      if (what !== undefined) {
        felt(what);
      }
    }, LOOK_MS);
  }

  #feel(report: RTCStatsReport) {
    let bytes = 0;
    report.forEach(({ type, bytesReceived }) => {
      if (type === "candidate-pair") {
        bytes += bytesReceived;
      }
    });
    const quiet = performance.now() - this.#last;
    // A browser that doesn't count makes it NaN, which differs from itself.
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#gap = Math.min(quiet, LONGEST_GAP_MS);
      this.#last += quiet;
      this.#looks = 0;
      this.beats++;
      return "beat";
    }
    const limit = Math.max(SILENT_MS, this.#gap * GAPS);
    this.#looks++;
    if (this.#looks < 2 || quiet < limit / 2) {
      return undefined;
    }
    return quiet < limit ? "quiet" : "silent";
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
