import type { SentVideo } from "../rtc-user";
import type { Sent } from "./platforms";

/** How a destination is to get the stream, as its form has it; empty text: as it comes. */
export interface Wishes {
  /** `h264`: that codec passes through; `any`: each does that the ingest takes; `transcode`: none does. */
  video: "h264" | "any" | "transcode";
  /** kbit/s */
  bitrate: string;
  /** Pictures in a second. */
  framerate: string;
  /** The shorter side of the picture, in pixels. */
  lines: string;
  /** Address of an Icecast stream, empty for the server's own; null: the microphone. */
  icecast: string | null;
}

/** What `startBroadcast` takes of them. */
export interface Asked {
  h264passthrough: "0" | "1";
  passthrough?: "1";
  videobitrate?: number;
  framerate?: number;
  width?: number;
  height?: number;
  icecast_audio?: "1";
  icecast_url?: string;
}

/** A picture's sides in pixels; 0 where they are not known. */
export interface Picture {
  width: number;
  height: number;
}

/** The first field that can't be so, by its name in the form. */
export function wrongField(wishes: Wishes): "bitrate" | "framerate" | "icecast" | null {
  const { video, bitrate, framerate, icecast } = wishes;
  const within = (text: string, least: number, most: number) =>
    text === "" || (Number(text) >= least && Number(text) <= most);
  if (video === "transcode" && !within(bitrate, 16, 50_000)) {
    return "bitrate";
  }
  if (video === "transcode" && !within(framerate, 1, 120)) {
    return "framerate";
  }
  return !icecast || /^https?:\/\/[^/\s]+\S*$/i.test(icecast) ? null : "icecast";
}

/** @param picture of the camera; a size that is asked for has its shape */
export function asked({ video, icecast, ...rates }: Wishes, picture: Picture): Asked {
  const { bitrate, framerate, lines } = rates;
  return {
    h264passthrough: video === "transcode" ? "0" : "1",
    ...(video === "any" && { passthrough: "1" }),
    ...(video === "transcode" && {
      ...(bitrate !== "" && { videobitrate: Math.round(Number(bitrate) * 1000) }),
      ...(framerate !== "" && { framerate: Number(framerate) }),
      ...(lines !== "" && sizeOf(Number(lines), picture)),
    }),
    ...(icecast !== null && { icecast_audio: "1" }),
    ...(icecast && { icecast_url: icecast }),
  };
}

/** A size with so many lines, or columns if the picture is higher than wide; encoders want even sides. */
export function sizeOf(lines: number, { width, height }: Picture): Picture {
  const shape =
    width > 0 && height > 0 ? Math.max(width, height) / Math.min(width, height) : 16 / 9;
  const longer = 2 * Math.round((lines * shape) / 2);
  return height > width ? { width: lines, height: longer } : { width: longer, height: lines };
}

/** What the destination will get of what the page sends, as far as platforms care. */
export function planned(sent: Sent, wishes: Wishes, codec: string): Sent {
  const { bitrate, framerate, lines, icecast } = wishes;
  const sound = { sound: sent.sound || icecast !== null };
  if (wishes.video === "h264" && codec !== "H264") {
    return { ...sent, ...sound, keyframeInterval: 2 };
  }
  return {
    ...sent,
    ...sound,
    ...(wishes.video === "transcode" && {
      keyframeInterval: 2,
      ...(bitrate !== "" && { bitrate: Number(bitrate) }),
      ...(framerate !== "" && { framerate: Number(framerate) }),
      ...(lines !== "" && sizeOf(Number(lines), sent)),
    }),
  };
}

/** What is not as usual, in a few words. */
export function inShort({ video, bitrate, framerate, lines, icecast }: Wishes): string {
  const transcoded = [
    "transcoded",
    ...(lines !== "" ? [`${lines}p`] : []),
    ...(bitrate !== "" ? [`${bitrate} kbit/s`] : []),
    ...(framerate !== "" ? [`${framerate} fps`] : []),
  ];
  return [
    ...(video === "any" ? ["any codec"] : video === "transcode" ? transcoded : []),
    ...(icecast === null ? [] : ["Icecast"]),
  ].join(", ");
}

/** How a destination gets its video, as the server says. */
export function videoText({ mode, from, why }: SentVideo): string {
  if (mode === "passthrough") {
    return `${codecName(from)}, passed through`;
  }
  const reason = why.startsWith("h264passthrough") ? "as you have chosen" : why;
  return `transcoded to H.264: ${reason}`;
}

/** As people write it. */
export function codecName(codec: string): string {
  return codec === "H264" ? "H.264" : codec;
}
