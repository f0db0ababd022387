import type { BroadcastReport, TargetReport } from "../rtc-user";
import { hostOf, isBelow } from "./address";
import { platformName } from "./platforms";
import { elapsedText } from "./states";
import { codecName } from "./wishes";

/** One line of the account. */
export interface Fact {
  label: string;
  value: string;
}

/**
 * How it went, in plain words.
 *
 * @param ingest the server's own, if it has one
 */
export function facts(report: BroadcastReport, ingest: string | null): Fact[] {
  return [
    { label: "Duration", value: elapsedText(report.duration) },
    { label: "Picture", value: pictureText(report) },
    { label: "Sound", value: report.audio ? bytesText(report.audio.bytes) : "none" },
    { label: "Lost on the way", value: lossText(report) },
    ...(report.sync ? [{ label: "Sound and picture", value: syncText(report.sync) }] : []),
    { label: "Gaps", value: gapsText(report) },
    ...report.targets.map((target) => ({
      label: `${report.targets.length > 1 ? `${target.target}. ` : ""}${nameOf(target.output, ingest)}`,
      value: targetText(target),
    })),
  ];
}

/** A destination as people call it. */
export function nameOf(output: string, ingest: string | null): string {
  const host = hostOf(output) || output;
  const platform = platformName(output);
  if (ingest !== null && isBelow(ingest, output)) {
    return "This server";
  }
  return platform === "" ? host : platform;
}

function pictureText({ video }: BroadcastReport): string {
  if (video === undefined) {
    return "none";
  }
  const size = video.width === undefined ? "" : ` of ${video.width} × ${video.height}`;
  return `${counted(video.frames, "frame")}${size}, ${bytesText(video.bytes)}`;
}

function lossText({ audio, video }: BroadcastReport): string {
  const sum = (key: "lost" | "recovered") => (audio?.[key] ?? 0) + (video?.[key] ?? 0);
  const lost = sum("lost");
  const recovered = sum("recovered");
  const parts = [
    lost > 0 ? `${counted(lost, "packet")} for good` : "nothing",
    ...(recovered > 0 ? [`${counted(recovered, "packet")} came at the second try`] : []),
  ];
  return parts.join("; ");
}

function syncText({ skew, maxSkew, jumps }: NonNullable<BroadcastReport["sync"]>): string {
  const apart = `${Math.abs(skew)} ms apart, ${Math.abs(maxSkew)} ms at most`;
  return jumps > 0 ? `${apart}; began anew ${times(jumps)}` : apart;
}

/** From each loss of the publisher to its coming back, or the end. */
function gapsText({ events, duration }: BroadcastReport): string {
  const gaps = events.flatMap(({ at, event }, index) => {
    const back = events.slice(index).find((later) => later.event === "publisherBack");
    return event === "publisherLost" ? [(back?.at ?? duration) - at] : [];
  });
  return gaps.length === 0
    ? "none"
    : `${gaps.length}, of ${gaps.map((ms) => `${(ms / 1000).toFixed(1)} s`).join(", ")}`;
}

function targetText({ videoFrames, audioFrames, bytes, ...rest }: TargetReport): string {
  const { dropped, retries, state, error, audio } = rest;
  const frames = videoFrames > 0 ? videoFrames : audioFrames;
  const parts = [
    `${counted(frames, "frame")}, ${bytesText(bytes)}`,
    ...transcodedText(rest),
    ...(audio?.source === "icecast" ? ["sound from Icecast"] : []),
    ...(audio?.source === "silence" ? ["silent sound"] : []),
    ...(dropped > 0 ? [`${counted(dropped, "frame")} left out`] : []),
    ...(retries > 0 ? [`tried again ${times(retries)}`] : []),
    ...(state === "failed" || error ? [`failed${error ? `: ${error}` : ""}`] : []),
  ];
  return parts.join("; ");
}

function transcodedText({ video }: Pick<TargetReport, "video">): string[] {
  if (video?.mode !== "transcoding") {
    return [];
  }
  const { from, width, height, restarts = 0, dropped = 0 } = video;
  const size = width === undefined ? "" : `, ${width} × ${height}`;
  return [
    `transcoded from ${codecName(from)} to H.264${size}`,
    ...(dropped > 0 ? [`${counted(dropped, "frame")} not transcoded`] : []),
    ...(restarts > 0 ? [`transcoder restarted ${times(restarts)}`] : []),
  ];
}

function counted(count: number, thing: string): string {
  return `${count.toLocaleString("en")} ${thing}${count === 1 ? "" : "s"}`;
}

function times(count: number): string {
  return count === 1 ? "once" : `${count.toLocaleString("en")} times`;
}

function bytesText(bytes: number): string {
  return bytes < 1_000_000
    ? `${Math.ceil(bytes / 1000)} kB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
