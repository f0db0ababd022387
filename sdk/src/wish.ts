import { asBoolean, asObject, asOneOf, asOptionalAmount, asOptionalObject } from "./arguments";
import { asDeviceChoice, type Remembered } from "./devices";
import { ErrorCode, RtcError } from "./errors";
import type {
  AudioDeviceConfig,
  CameraConfig,
  DeviceChoice,
  PreviewConfig,
  VideoDeviceConfig,
} from "./types";

// What a page wishes to capture and to show, checked.

/** One kind of device, and what is wished of it. */
export interface Wish {
  readonly device: DeviceChoice | Remembered;
  /** The argument that chose the device. */
  readonly argument: string;
  readonly details: MediaTrackConstraints;
  readonly screen?: boolean;
}

/** What `setVideoDevice` and `setAudioDevice` set. */
export interface Wishes {
  readonly video: Wish;
  readonly audio: Wish;
}

const VIDEO = "config.videoDeviceConfig";
const AUDIO = "config.audioDeviceConfig";

export function wishedVideo(config: CameraConfig, path: string, device?: Wish["device"]): Wish {
  const given = asObject(config, path);
  return {
    ...chosen(given.device, device, path),
    details: {
      ...ideal("width", asOptionalAmount(given.width, `${path}.width`)),
      ...ideal("height", asOptionalAmount(given.height, `${path}.height`)),
      ...ideal("frameRate", asOptionalAmount(given.framerate, `${path}.framerate`)),
    },
  };
}

const PROCESSING = ["autoGainControl", "echoCancellation", "noiseSuppression"] as const;

export function wishedAudio(
  config: AudioDeviceConfig,
  path: string,
  device?: Wish["device"],
): Wish {
  const given = asObject(config, path);
  const details: MediaTrackConstraints = {};
  for (const key of PROCESSING) {
    if (given[key] !== undefined) {
      details[key] = asBoolean(given[key], `${path}.${key}`);
    }
  }
  return {
    ...chosen(given.device, device, path),
    details,
  };
}

/** A preview's wishes; what it does not say is as it was set. */
export function wishedPreview(config: PreviewConfig, set: Wishes): Wishes {
  const given = asObject(config, "config");
  const video = wished(given.videoDeviceConfig, VIDEO, set.video, wishedVideo);
  const audio = wished(given.audioDeviceConfig, AUDIO, set.audio, wishedAudio);
  const { source } = asOptionalObject<VideoDeviceConfig>(given.videoDeviceConfig, VIDEO);
  const screen = asOneOf(source ?? "camera", ["camera", "screen"], `${VIDEO}.source`) === "screen";
  if (video.device === false && audio.device === false) {
    throw nothing();
  }
  return { video: { ...video, screen: screen && video.device !== false }, audio };
}

/** A config without a device takes the one that was set, but what names a size wants a picture. */
function wished<Config extends object>(
  config: Config | null | undefined,
  path: string,
  set: Wish,
  read: (config: Config, path: string, device: Wish["device"]) => Wish,
): Wish {
  return config === undefined || config === null
    ? set
    : read(config, path, set.device === false ? true : set.device);
}

export function nothing(): RtcError {
  const text = "A preview needs a video device, an audio device or both";
  return new RtcError(ErrorCode.NoTracks, text);
}

function chosen(
  given: unknown,
  set: Wish["device"] = true,
  path: string,
): Pick<Wish, "device" | "argument"> {
  const argument = `${path}.device`;
  const none = given === undefined || given === null;
  return { device: none ? set : asDeviceChoice(given, argument), argument };
}

function ideal(
  name: "width" | "height" | "frameRate",
  value: number | undefined,
): MediaTrackConstraints {
  return value === undefined || value === 0 ? {} : { [name]: { ideal: value } };
}
