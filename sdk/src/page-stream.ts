import { asObject, asOneOf, asOptionalAmount, wrongType } from "./arguments";
import { ErrorCode, RtcError } from "./errors";
import type { InjectionConfig, MediaStreamConfig } from "./types";

// What a page passes in that has a stream of its own.

const STREAM = "config.stream";

/** The config of `setMediaStream`, which may be the stream itself. */
export function pageStream(config: MediaStream | MediaStreamConfig): MediaStreamConfig {
  const given = isStream(config) ? { stream: config } : asObject(config, "config");
  for (const key of ["width", "height", "framerate"] as const) {
    asOptionalAmount(given[key], `config.${key}`);
  }
  if (checked(given.stream).getTracks().length === 0) {
    throw noTracks("tracks");
  }
  return given;
}

/** The tracks whose sound is to be mixed in. */
export function tracksToInject(config: InjectionConfig): MediaStreamTrack[] {
  const { stream, tracks = ["audio"] } = asObject(config, "config");
  if (!Array.isArray(tracks)) {
    throw wrongType("config.tracks", "an array");
  }
  tracks.forEach((kind, index) => {
    asOneOf(kind, ["audio"], `config.tracks[${index}]`);
  });
  const found = checked(stream).getAudioTracks();
  if (found.length === 0) {
    throw noTracks("audio track");
  }
  return tracks.length === 0 ? [] : found;
}

function checked(stream: unknown): MediaStream {
  if (!isStream(stream)) {
    throw wrongType(STREAM, "a MediaStream");
  }
  return stream;
}

/** Streams of a frame's window are no instances of this window's class. */
function isStream(value: unknown): value is MediaStream {
  return typeof (value as Partial<MediaStream> | null | undefined)?.getTracks === "function";
}

function noTracks(what: string): RtcError {
  return new RtcError(ErrorCode.NoTracks, `${STREAM} has no ${what}`, { argument: STREAM });
}
