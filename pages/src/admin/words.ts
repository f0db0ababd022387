import { elapsedText } from "../live/states";
import { codecName } from "../live/wishes";
import type { BroadcastReport, TargetReport } from "../rtc-user";
import type { Listed } from "./api";

const STATES: Record<TargetReport["state"], string> = {
  connecting: "Connecting",
  broadcasting: "Live",
  reconnecting: "Reconnecting",
  failed: "Failed",
  ended: "Ended",
};

const EVENTS: Record<string, string> = {
  started: "Started",
  connected: "The publisher's connection is up",
  firstFrame: "The first frame came in",
  publisherLost: "The publisher was lost",
  publisherBack: "The publisher is back",
  publisherMoved: "The publisher came by another way",
  ended: "Ended",
  published: "The ingest takes the stream",
  lost: "The ingest was lost",
  restarted: "The transcoder was started again",
  slow: "The ingest takes less than comes",
  sourceLost: "The Icecast stream has no sound",
  sourceBack: "The Icecast stream has sound",
  failed: "Failed",
  more: "More that is not listed",
};

const NOTHING = "–";

/** 640 kbit/s, 2.4 Mbit/s */
export function bitrateText(kilobits: number | null | undefined): string {
  if (kilobits === undefined || kilobits === null) {
    return NOTHING;
  }
  return kilobits < 1000
    ? `${Math.round(kilobits)} kbit/s`
    : `${(kilobits / 1000).toFixed(kilobits < 100_000 ? 1 : 0)} Mbit/s`;
}

/** 12.3 MB, 1.4 GB */
export function sizeText(megabytes: number | null | undefined): string {
  if (megabytes === undefined || megabytes === null) {
    return NOTHING;
  }
  if (megabytes >= 1000) {
    return `${(megabytes / 1000).toFixed(1)} GB`;
  }
  return `${megabytes.toFixed(megabytes < 10 ? 1 : 0)} MB`;
}

export function numberText(value: number | null | undefined, unit = "", digits = 0): string {
  return value === undefined || value === null ? NOTHING : `${value.toFixed(digits)}${unit}`;
}

/** Up to a day as on a clock, then in days and hours. */
export function timeText(ms: number): string {
  const hours = Math.floor(ms / 3_600_000);
  return hours < 24 ? elapsedText(ms) : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

export function counted(count: number, thing: string): string {
  return `${count.toLocaleString("en")} ${thing}${count === 1 ? "" : "s"}`;
}

/** Who publishes, as the page calls it. */
export function publisherName(name: string): string {
  return name.trim() === "" ? "Nameless" : name;
}

/** What comes from the publisher. */
export function sourceText({ video, audio }: Pick<Listed, "video" | "audio">): string {
  const size = video?.width === undefined ? "" : ` ${video.width} × ${video.height}`;
  const parts = [
    ...(video ? [`${codecName(video.codec)}${size}`] : []),
    ...(audio ? [audio.codec === "OPUS" ? "Opus" : audio.codec] : []),
  ];
  return parts.length === 0 ? "no media yet" : parts.join(", ");
}

/** The share of the packets that never came, of sound and picture together. */
export function lossText({ video, audio }: Pick<Listed, "video" | "audio">): string {
  const lost = (video?.lost ?? 0) + (audio?.lost ?? 0);
  const all = lost + (video?.packets ?? 0) + (audio?.packets ?? 0);
  if (all === 0) {
    return NOTHING;
  }
  const percent = (100 * lost) / all;
  return lost > 0 && percent < 0.1 ? "< 0.1 %" : `${percent.toFixed(1)} %`;
}

export function stateName(state: TargetReport["state"]): string {
  return STATES[state] ?? state;
}

/** How many targets are in which state, the worst first: `1 failed, 2 live`. */
export function targetsText(targets: readonly Pick<TargetReport, "state">[]): string {
  const order: TargetReport["state"][] = [
    "failed",
    "reconnecting",
    "connecting",
    "ended",
    "broadcasting",
  ];
  return order
    .map((state) => ({ state, count: targets.filter((each) => each.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${stateName(state).toLowerCase()}`)
    .join(", ");
}

/** The state that an operator should see first. */
export function worstState(targets: readonly Pick<TargetReport, "state">[]): TargetReport["state"] {
  const states = targets.map(({ state }) => state);
  return (
    (["failed", "reconnecting", "connecting", "broadcasting"] as const).find((state) =>
      states.includes(state),
    ) ?? "ended"
  );
}

/** Why it ended. */
export function outcomeText({ error }: { error?: string }): string {
  return error === undefined ? "Ended by the publisher" : sentence(error);
}

export function eventText({ event, text }: BroadcastReport["events"][number]): string {
  const name = EVENTS[event] ?? event;
  return text === undefined ? name : `${name}: ${text}`;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
