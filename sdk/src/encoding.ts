import { asAmount, asObject, asOneOf, asOptionalObject } from "./arguments";
import type { UserConfig, VideoCodec } from "./types";

/** How video is sent: what {@link RtcUser.setConfig} sets. */
export interface Encoding {
  readonly videoCodec: VideoCodec;
  /** kbit/s; 0 leaves it to the browser. */
  readonly initialBitrate: number;
  /** kbit/s */
  readonly maxBitrate: number;
}

const DEFAULT_MAX_BITRATE = 2500;
const CODECS = ["VP8", "VP9", "H264", "AV1"] as const;

export const DEFAULT_ENCODING: Encoding = {
  videoCodec: "H264",
  initialBitrate: 0,
  maxBitrate: DEFAULT_MAX_BITRATE,
};

/** The encoding with what the application gave put in. */
export function configure(current: Encoding, config: UserConfig): Encoding {
  const given = asObject(config, "config");
  const codecs = asOptionalObject(given.codecs, "config.codecs");
  const { videoSendInitialBitrate, videoSendBitrate } = asOptionalObject(
    given.bitrates,
    "config.bitrates",
  );
  const bitrate = (value: unknown, current: number, name: string) =>
    value === undefined || value === null ? current : asAmount(value, `config.bitrates.${name}`);
  const initial = bitrate(
    videoSendInitialBitrate,
    current.initialBitrate,
    "videoSendInitialBitrate",
  );
  const max = bitrate(videoSendBitrate, current.maxBitrate, "videoSendBitrate");
  return {
    videoCodec: asOneOf(
      codecs.videoCodec ?? current.videoCodec,
      CODECS,
      "config.codecs.videoCodec",
    ),
    initialBitrate: initial,
    maxBitrate: max === 0 ? DEFAULT_MAX_BITRATE : max,
  };
}

type Codec = Pick<RTCRtpCodec, "mimeType" | "sdpFmtpLine">;

/**
 * Puts the wanted codec first; the others follow, for browsers that don't have it.
 *
 * @param can whoever's codecs may be named: the sender's where nothing is received
 * @returns the codec that is sent instead, if the browser doesn't have the wanted one
 */
export function preferCodec(
  transceiver: RTCRtpTransceiver,
  wanted: string,
  can: Pick<typeof RTCRtpSender, "getCapabilities"> | undefined = RTCRtpSender,
): string | null {
  const codecs = can?.getCapabilities?.("video")?.codecs ?? [];
  const sorted = sortCodecs(codecs, wanted);
  const [first] = sorted;
  if (first === undefined || !("setCodecPreferences" in transceiver)) {
    return null;
  }
  transceiver.setCodecPreferences(sorted);
  return isNamed(first, wanted) ? null : (first.mimeType.split("/")[1] ?? "");
}

/** Among the wanted ones first come those that every RTMP player shows: H.264 constrained baseline, mode 1. */
export function sortCodecs<C extends Codec>(codecs: readonly C[], wanted: string): C[] {
  const rank = (codec: Codec): number => {
    const { sdpFmtpLine = "" } = codec;
    if (!isNamed(codec, wanted)) {
      return 3;
    }
    const fragmented = sdpFmtpLine.includes("packetization-mode=1");
    return fragmented && sdpFmtpLine.includes("profile-level-id=42e0") ? 0 : fragmented ? 1 : 2;
  };
  return [...codecs].sort((one, other) => rank(one) - rank(other));
}

function isNamed({ mimeType }: Codec, wanted: string): boolean {
  return mimeType.toLowerCase() === `video/${wanted.toLowerCase()}`;
}

/** What a broadcast's target allows the video at most; absent: anything. */
export interface VideoLimits {
  /** bit/s */
  readonly bitrate?: number;
  /** Frames per second. */
  readonly framerate?: number;
}

/**
 * Applies the highest rates.
 *
 * @param preference what to keep when the line or the machine is slow; default: the browser's choice
 * @param less so many bit/s less than allowed
 */
export async function limit(
  sender: RTCRtpSender,
  { maxBitrate }: Encoding,
  { bitrate = Number.POSITIVE_INFINITY, framerate }: VideoLimits = {},
  preference?: "maintain-resolution",
  less = 0,
): Promise<void> {
  const parameters: RTCRtpSendParameters & { degradationPreference?: string } =
    sender.getParameters();
  for (const encoding of parameters.encodings ?? []) {
    encoding.maxBitrate = Math.min(maxBitrate * 1000, bitrate) - less;
    delete encoding.maxFramerate;
    if (framerate !== undefined) {
      encoding.maxFramerate = framerate;
    }
  }
  if (preference !== undefined) {
    parameters.degradationPreference = preference;
  }
  await sender.setParameters(parameters);
}

/** The answer with the bitrate to start with: browsers take it from the other side's format parameters only. */
export function withStartBitrate(sdp: string, { initialBitrate }: Encoding): string {
  if (initialBitrate === 0) {
    return sdp;
  }
  const [head = "", ...media] = sdp.split(/^(?=m=)/m);
  const parameter = `x-google-start-bitrate=${Math.round(initialBitrate)}`;
  return [head, ...media.map((section) => withParameter(section, parameter))].join("");
}

/** Tells the server of stereo, so that it asks for that (RFC 7587 7.1): browsers don't say it of themselves. */
export function withStereo(sdp: string): string {
  return sdp.replace(/^a=fmtp:\d+ .*useinbandfec.*/m, "$&;sprop-stereo=1");
}

/** The video codec that an answer takes, if any: its first format. */
export function codecOf(answer: string): string | null {
  const video = answer.split(/^(?=m=)/m).find((section) => section.startsWith("m=video")) ?? "";
  const format = formatOf(video);
  return new RegExp(`^a=rtpmap:${format} ([^/\\s]+)`, "m").exec(video)?.[1] ?? null;
}

function formatOf(video: string): string | undefined {
  return /^m=video \S+ \S+ (\d+)/.exec(video)?.[1];
}

/** The parameter belongs to the format that is sent, the first one; VP8 has no line of parameters yet. */
function withParameter(section: string, parameter: string): string {
  const format = formatOf(section);
  const line = (name: string) => new RegExp(`^(a=${name}:${format} [^\r\n]*)`, "m");
  return line("fmtp").test(section)
    ? section.replace(line("fmtp"), `$1;${parameter}`)
    : section.replace(line("rtpmap"), `$1\r\na=fmtp:${format} ${parameter}`);
}
