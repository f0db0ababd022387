import { read, Stats } from "./stats";
import type { StatsResults } from "./types";

/** What can be asked for its statistics. */
export interface StatsSource {
  getStats(): Promise<RTCStatsReport>;
}

/** A broadcast, or the call with another user. */
export interface Measured {
  readonly source: StatsSource;
  readonly remoteUserId?: string;
}

const DEFAULT_INTERVAL_MS = 1000;
const SHORTEST_INTERVAL_MS = 100;

/** Reads the statistics of broadcast and calls at an interval. */
export class Monitor {
  readonly #measured: () => Measured[];
  readonly #report: (results: StatsResults, remoteUserId?: string) => void;
  readonly #stats = new WeakMap<StatsSource, Stats>();
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    measured: () => Measured[],
    report: (results: StatsResults, remoteUserId?: string) => void,
  ) {
    this.#measured = measured;
    this.#report = report;
  }

  /** @param interval in ms; what is no number counts as 1000 */
  enable(enable: boolean, interval: number = DEFAULT_INTERVAL_MS): void {
    clearInterval(this.#timer);
    if (enable) {
      const wished = Number.isFinite(interval) ? interval : DEFAULT_INTERVAL_MS;
      this.#timer = setInterval(() => this.#tick(), Math.max(wished, SHORTEST_INTERVAL_MS));
    }
  }

  #tick(): void {
    for (const each of this.#measured()) {
      void this.#measure(each);
    }
  }

  async #measure({ source, remoteUserId }: Measured): Promise<void> {
    const reading = read((await source.getStats()) as unknown as Parameters<typeof read>[0]);
    // Nothing was sent yet, or it ended while the browser counted.
    if (reading.time > 0 && this.#measured().some((each) => each.source === source)) {
      const stats = this.#stats.get(source) ?? new Stats();
      this.#stats.set(source, stats);
      this.#report(stats.add(reading), remoteUserId);
    }
  }
}
