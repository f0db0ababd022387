import { read, Stats } from "./stats";
import type { StatsResults } from "./types";

/** What can be asked for its statistics. */
export interface StatsSource {
  getStats(): Promise<RTCStatsReport>;
}

const DEFAULT_INTERVAL_MS = 1000;
const SHORTEST_INTERVAL_MS = 100;

/** Reads the statistics of whatever is being sent at an interval. */
export class Monitor {
  readonly #source: () => StatsSource | null;
  readonly #report: (results: StatsResults) => void;
  #timer: ReturnType<typeof setInterval> | undefined;
  #current: StatsSource | null = null;
  #stats = new Stats();

  constructor(source: () => StatsSource | null, report: (results: StatsResults) => void) {
    this.#source = source;
    this.#report = report;
  }

  /** @param interval in ms; what is no number counts as 1000 */
  enable(enable: boolean, interval: number = DEFAULT_INTERVAL_MS): void {
    clearInterval(this.#timer);
    if (enable) {
      const wished = Number.isFinite(interval) ? interval : DEFAULT_INTERVAL_MS;
      this.#timer = setInterval(() => void this.#tick(), Math.max(wished, SHORTEST_INTERVAL_MS));
    }
  }

  async #tick(): Promise<void> {
    const source = this.#source();
    if (source !== this.#current) {
      this.#current = source;
      this.#stats = new Stats();
    }
    if (source === null) {
      return;
    }
    const reading = read((await source.getStats()) as unknown as Parameters<typeof read>[0]);
    // Nothing was sent yet, or the broadcast ended while the browser counted.
    if (reading.time > 0 && source === this.#source()) {
      this.#report(this.#stats.add(reading));
    }
  }
}
