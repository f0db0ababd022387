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
const CODECS = ["VP8", "VP9", "H264"] as const;

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
    value === undefined ? current : asAmount(value, `config.bitrates.${name}`);
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

/** Puts the wanted codec first; the others follow, for browsers that don't have it. */
export function preferCodec(transceiver: RTCRtpTransceiver, wanted: VideoCodec): void {
  const codecs = RTCRtpSender.getCapabilities?.("video")?.codecs ?? [];
  if (codecs.length > 0 && "setCodecPreferences" in transceiver) {
    transceiver.setCodecPreferences(sortCodecs(codecs, wanted));
  }
}

type Codec = Pick<RTCRtpCodec, "mimeType" | "sdpFmtpLine">;

/** Among the wanted ones first come those that every RTMP player shows: H.264 constrained baseline, mode 1. */
export function sortCodecs<C extends Codec>(codecs: readonly C[], wanted: VideoCodec): C[] {
  const rank = ({ mimeType, sdpFmtpLine = "" }: Codec): number => {
    if (mimeType.toLowerCase() !== `video/${wanted.toLowerCase()}`) {
      return 3;
    }
    const fragmented = sdpFmtpLine.includes("packetization-mode=1");
    return fragmented && sdpFmtpLine.includes("profile-level-id=42e0") ? 0 : fragmented ? 1 : 2;
  };
  return [...codecs].sort((one, other) => rank(one) - rank(other));
}

/** Applies the highest bitrate, and what to give up when the line or the machine is slow. */
export async function limit(sender: RTCRtpSender, { maxBitrate }: Encoding): Promise<void> {
  const parameters: RTCRtpSendParameters & { degradationPreference?: string } =
    sender.getParameters();
  for (const encoding of parameters.encodings ?? []) {
    encoding.maxBitrate = maxBitrate * 1000;
  }
  // A size that changes in mid-stream makes RTMP players cut, and browsers otherwise start small and grow for seconds.
  parameters.degradationPreference = "maintain-resolution";
  await sender.setParameters(parameters);
}

/** The answer with the bitrate to start with: browsers take it from the other side's format parameters only. */
export function withStartBitrate(sdp: string, { initialBitrate }: Encoding): string {
  if (initialBitrate === 0) {
    return sdp;
  }
  const [head = "", ...media] = sdp.split(/^(?=m=)/m);
  const parameter = `x-google-start-bitrate=${Math.round(initialBitrate)}`;
  const video = (section: string) =>
    section.replace(/^(a=fmtp:\d+ .*?)\r?$/gm, `$1;${parameter}\r`);
  return [head, ...media.map((each) => (each.startsWith("m=video") ? video(each) : each))].join("");
}
