import type { StatsResults } from "./types";

const WINDOW_MS = 10_000;

/** What one reading of the browser's counters says; absent what it doesn't know. */
export interface Reading {
  /** Milliseconds, of any clock that doesn't go back. */
  time: number;
  audioBytes?: number;
  videoBytes?: number;
  packetsSent: number;
  packetsLost: number;
  /** Total time that video packets waited to be sent, in ms, and how many did. */
  sendDelay?: number;
  videoPackets?: number;
  figures: StatsResults;
}

/** Figures from readings: bitrates from one to the next, extremes and means over the last 10 s. */
export class Stats {
  #readings: Reading[] = [];
  #samples: { time: number; values: Record<string, number> }[] = [];

  add(reading: Reading): StatsResults {
    const last = this.#readings.at(-1);
    const since = reading.time - WINDOW_MS;
    // One reading from before the window stays: what was sent since then is what the window saw.
    const old = this.#readings.findLastIndex(({ time }) => time <= since);
    this.#readings = [...this.#readings.slice(Math.max(old, 0)), reading];
    const values = sample(reading, last);
    this.#samples = [
      ...this.#samples.filter(({ time }) => time > since),
      { time: reading.time, values },
    ];
    return { ...reading.figures, ...this.#windowed(values), ...this.#loss() };
  }

  #windowed(values: Record<string, number>): StatsResults {
    const results: Record<string, number> = {};
    for (const [name, value] of Object.entries(values)) {
      const all = this.#samples.flatMap((each) => each.values[name] ?? []);
      results[name] = value;
      results[`${name}Min`] = Math.min(...all);
      results[`${name}Max`] = Math.max(...all);
      results[`${name}Average`] = round(all.reduce((sum, each) => sum + each, 0) / all.length);
    }
    return results;
  }

  #loss(): StatsResults {
    const [first] = this.#readings;
    const last = this.#readings.at(-1);
    if (first === undefined || last === undefined) {
      return {};
    }
    const sent = last.packetsSent - first.packetsSent;
    // The count of lost packets goes back when late ones arrive after all (RFC 3550, 6.4.1).
    const lost = Math.max(0, last.packetsLost - first.packetsLost);
    return { packetLoss: sent > 0 ? Math.min(100, round((lost / sent) * 100)) : 0 };
  }
}

function sample(reading: Reading, last: Reading | undefined): Record<string, number> {
  const { framerate, roundTripTime } = reading.figures;
  const elapsed = reading.time - (last?.time ?? reading.time);
  // bits per millisecond are kbit/s
  const rate = (now?: number, before?: number) =>
    now === undefined || before === undefined || elapsed <= 0
      ? undefined
      : Math.max(0, Math.round(((now - before) * 8) / elapsed));
  const packets = (reading.videoPackets ?? 0) - (last?.videoPackets ?? 0);
  const waited = (reading.sendDelay ?? 0) - (last?.sendDelay ?? 0);
  return given({
    audioBitrate: rate(reading.audioBytes, last?.audioBytes),
    videoBitrate: rate(reading.videoBytes, last?.videoBytes),
    framerate,
    roundTripTime,
    videoSendDelay: packets > 0 ? Math.max(0, round(waited / packets)) : undefined,
  });
}

type Report = Iterable<[string, Record<string, unknown>]>;

/**
 * Reads what a peer connection sends out of its statistics; of one that sends nothing, as in a call that only receives,
 * what it receives.
 */
export function read(report: Report): Reading {
  const all = new Map(report);
  const reading: Reading = { time: 0, packetsSent: 0, packetsLost: 0, figures: {} };
  const sends = [...all.values()].some(({ type }) => type === "outbound-rtp");
  for (const stat of all.values()) {
    if (stat["type"] === "outbound-rtp") {
      readStream(stat, all.get(String(stat["codecId"])), reading);
    } else if (stat["type"] === "inbound-rtp" && !sends) {
      const { bytesReceived: bytesSent, packetsReceived: packetsSent } = stat;
      readStream({ ...stat, bytesSent, packetsSent }, all.get(String(stat["codecId"])), reading);
      reading.packetsLost += number(stat["packetsLost"]) ?? 0;
    } else if (stat["type"] === "remote-inbound-rtp") {
      reading.packetsLost += number(stat["packetsLost"]) ?? 0;
    } else if (stat["type"] === "candidate-pair" && stat["nominated"] === true) {
      const seconds = number(stat["currentRoundTripTime"]);
      if (seconds !== undefined) {
        reading.figures.roundTripTime = round(seconds * 1000);
      }
    }
  }
  return reading;
}

function readStream(
  stat: Record<string, unknown>,
  codec: Record<string, unknown> | undefined,
  reading: Reading,
): void {
  const bytes = number(stat["bytesSent"]);
  const codecName = String(codec?.["mimeType"] ?? "").split("/")[1];
  reading.time = Math.max(reading.time, number(stat["timestamp"]) ?? 0);
  reading.packetsSent += number(stat["packetsSent"]) ?? 0;
  if (stat["kind"] === "audio") {
    Object.assign(reading, given({ audioBytes: bytes }));
    Object.assign(reading.figures, given({ audioCodec: codecName }));
    return;
  }
  const delay = number(stat["totalPacketSendDelay"]);
  Object.assign(
    reading,
    given({
      videoBytes: bytes,
      videoPackets: number(stat["packetsSent"]),
      sendDelay: delay === undefined ? undefined : delay * 1000,
    }),
  );
  Object.assign(
    reading.figures,
    given({
      videoCodec: codecName,
      framerate: number(stat["framesPerSecond"]),
      frameWidth: number(stat["frameWidth"]),
      frameHeight: number(stat["frameHeight"]),
    }),
  );
}

/** The object without what is undefined. */
function given<T>(values: Record<string, T | undefined>): Record<string, T> {
  const present = Object.entries(values).filter((entry): entry is [string, T] => {
    return entry[1] !== undefined;
  });
  return Object.fromEntries(present);
}

function number(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
