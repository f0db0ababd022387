import type { ReconnectConfig } from "./reconnect";
import type { BroadcastReport, SentVideo } from "./report";

/** Options of {@link RtcUser.signIn}. */
export interface SignInOptions {
  /** Address of the server: `https:`, `http:`, `wss:` or `ws:`; without a path `/p/webrtcws` is meant. */
  server: string;
  /** The name that other users see. */
  userName: string;
  /** The room to enter later on; a broadcast needs none. */
  room?: string;
  /** A token that the server's operator gave out, fixed or a JWT. */
  token?: string;
  /** Name of an account at the server, with `serverPassword`. */
  serverUserName?: string;
  serverPassword?: string;
  /** An API key. */
  bintuApiKey?: string;
}

/**
 * What {@link RtcUser.setConfig} takes as a video codec. The server makes H264 of the others for each target that does not
 * ask for `passthrough`.
 */
export type VideoCodec = "VP8" | "VP9" | "H264" | "AV1";

/** Options of {@link RtcUser.setConfig}. What is left out stays as it is. */
export interface UserConfig {
  codecs?: {
    /** The video codec to send where the browser has it. Default: `H264`. */
    videoCodec?: VideoCodec;
  };
  bitrates?: {
    /** Video bitrate to start with, in kbit/s; 0 leaves it to the browser. */
    videoSendInitialBitrate?: number | string;
    /** Highest video bitrate, in kbit/s; 0 means the default, 2500. */
    videoSendBitrate?: number | string;
  };
  /** How a lost connection to the server is tried again. */
  reconnect?: ReconnectConfig;
}

/** true: the browser's choice, false: none, a number: index of the device as in `ReceivedDeviceList`. */
export type DeviceChoice = boolean | number;

/** Options of {@link RtcUser.setVideoDevice}. */
export interface CameraConfig {
  /** Default: true. */
  device?: DeviceChoice;
  /** Wished width in pixels; the browser takes the nearest that the device has. Default: the device's own. */
  width?: number;
  /** Wished height in pixels. */
  height?: number;
  /** Wished frames per second. */
  framerate?: number;
}

/** The picture that {@link RtcUser.startPreview} captures. */
export interface VideoDeviceConfig extends CameraConfig {
  /** With `screen` the user chooses a screen, a window or a tab; `device` is ignored then. Default: `camera`. */
  source?: "camera" | "screen";
}

/** The sound that {@link RtcUser.startPreview} captures, and options of {@link RtcUser.setAudioDevice}. */
export interface AudioDeviceConfig {
  /** Default: true. */
  device?: DeviceChoice;
  /** Keeps the level even. Default: the browser's, true in most; speech wants it, music does not. */
  autoGainControl?: boolean;
  /** Takes out what the loudspeakers play. Default: the browser's, true in most. */
  echoCancellation?: boolean;
  /** Takes out what is not speech. Default: the browser's, true in most. */
  noiseSuppression?: boolean;
}

/** Where a preview is shown. */
export interface ShowConfig {
  /** Id of the video element that shows the preview; it is muted, against echo. Default: the page shows it itself. */
  elementId?: string;
  /** Plays inline in the page, as a WebView and iPhones want it (`playsinline`). Default: false. */
  useWebView?: boolean;
}

/** Options of {@link RtcUser.startPreview}. */
export interface PreviewConfig extends ShowConfig {
  /** Default: what {@link RtcUser.setVideoDevice} set last, or else the browser's choice. */
  videoDeviceConfig?: VideoDeviceConfig;
  /** Default: what {@link RtcUser.setAudioDevice} set last, or else the browser's choice. */
  audioDeviceConfig?: AudioDeviceConfig;
}

/** Options of {@link RtcUser.setMediaStream}. */
export interface MediaStreamConfig extends ShowConfig {
  /** A canvas's, a media element's, or one that the page has mixed. */
  stream: MediaStream;
  /** Pixels; told in `StartPreviewSuccess` where the browser does not know it. */
  width?: number;
  /** Pixels; told in `StartPreviewSuccess` where the browser does not know it. */
  height?: number;
  /** Frames per second; told in `StartPreviewSuccess` where the browser does not know it. */
  framerate?: number;
}

/** Options of {@link RtcUser.injectExternalMediaStream}. */
export interface InjectionConfig {
  /** Has the sound to mix in: a media element's, a remote one, one of a second microphone. */
  stream: MediaStream;
  /** Which kinds of its tracks; there is only `audio`. Default: `["audio"]`. */
  tracks?: "audio"[];
}

/** A stream whose sound is mixed in. */
export interface Injection {
  /** Takes the sound out again; the stream itself goes on. */
  remove(): void;
}

export type DeviceKind = "videoinput" | "audioinput";

/** A camera, a screen or a microphone that was selected. */
export interface SelectedDevice {
  /** The name for people; empty as long as the browser hides it. */
  label: string;
  kind: DeviceKind;
  /** The browser's id; empty as long as it hides it. */
  deviceId: string;
}

/** Where a broadcast goes, and how. Numbers may also be given as numeric strings. */
export interface TranscodingTarget {
  /**
   * The RTMP ingest: `rtmp:` or `rtmps:`, a name or an IPv4 or `[IPv6]` address, and `user:password@` before it where the
   * ingest asks for them. May be left out where the server allows this user only one.
   */
  output?: string | null;
  /** Stream name, if it is not part of `output`. */
  streamname?: string | null;
  /**
   * bit/s: at most, where the video goes out as the browser encodes it; constant, where the server transcodes it.
   */
  videobitrate?: number | string | null;
  /** bit/s */
  audiobitrate?: number | string | null;
  /** Frames per second; makes the server transcode, unless `h264passthrough` is `"1"`. */
  framerate?: number | string | null;
  /** Width of the picture in pixels, with `height`; makes the server transcode, unless `h264passthrough` is `"1"`. Even. */
  width?: number | string | null;
  height?: number | string | null;
  /** `"1"`: rather leave frames out than let the stream come late when the ingest is slow. */
  dropframes?: Flag | null;
  /**
   * `"1"`: H264 goes out as the browser encodes it; `"0"`: the server transcodes it; not given: only if `framerate` or a size
   * asks for it. What is not H264 is transcoded in any case, unless `passthrough` is `"1"`.
   */
  h264passthrough?: Flag | null;
  /** `"1"`: the sound of an Icecast stream takes the microphone's place. */
  icecast_audio?: Flag | null;
  /** Its address: `http:` or `https:`. Default: the server's. */
  icecast_url?: string | null;
  /** `"1"`: sound and picture go out in the codec they come in, where the ingest takes it (Enhanced RTMP). */
  passthrough?: Flag | null;
  /** A flat object, or its JSON text: joins the command object of the RTMP `connect`. */
  rtmpconnectinfo?: Record<string, string | number | boolean> | string | null;
}

/** `output2`, `streamname2`, … up to 8. */
type Numbered = {
  [Key in keyof TranscodingTarget as `${Key}${2 | 3 | 4 | 5 | 6 | 7 | 8}`]?: TranscodingTarget[Key];
};

/**
 * One target; or more, as older pages number them: `output2`, `streamname2`, `videobitrate2` … are the second one's, and so on
 * up to 8, without a gap. Each number needs its `output`. How the stream is sent (bitrates, frame rate, flags) is as with
 * the first target unless it is given; `streamname` and `rtmpconnectinfo` are not: a key for one platform is not told to
 * another.
 */
export interface TranscodingTargets extends TranscodingTarget, Numbered {}

export type Flag = "0" | "1" | 0 | 1 | boolean;

/** Options of {@link RtcUser.startBroadcast}. */
export interface BroadcastConfig {
  /** One target, or an array of up to 8; in an array nothing is taken over from the first. */
  transcodingTargets: TranscodingTargets | TranscodingTarget[];
}

/** A camera or microphone: `id` is its label for people, `index` what the API takes. */
export interface Device {
  id: string;
  index: number;
}

export interface DeviceList {
  videodevices: Device[];
  audiodevices: Device[];
}

export interface SessionData {
  server: string;
  userId: string;
}

export interface PreviewData {
  stream: MediaStream;
  constraints: MediaStreamConstraints;
  metadata: {
    width: number;
    height: number;
    framerate: number;
    hasAudio: boolean;
    hasVideo: boolean;
  };
}

export interface BroadcastData {
  /** The first target's. */
  output: string;
  /** The first target's. */
  streamname: string;
  /** All targets, in the order in which they were given. */
  targets: { output: string; streamname: string }[];
  /** Under which the server tells the {@link BroadcastReport}: `/api/broadcasts/ID`. */
  broadcastId: string;
  stream: MediaStream;
}

/** How a broadcast ended. */
export interface BroadcastEnd {
  /** How it went; absent if the server could not tell. */
  report?: BroadcastReport;
}

/** 4 signalling, 5 connected, 6 broadcasting, 7 reconnecting, 8 failed. */
export interface BroadcastStatusData {
  state: number;
  message: string;
  /** A sentence for people. */
  text: string;
  streamname: string;
  /** Which target it is about, from 1; absent: the whole broadcast. */
  target?: number;
  /** Absent until it is decided, and about the whole broadcast. */
  video?: SentVideo;
  /** State 7: which attempt to reach the ingest again comes next, from 1. */
  attempt?: number;
  /** State 7: after how many ms it begins. */
  retryIn?: number;
}

/** A figure with its extremes and mean over the last 10 s. */
type Windowed<Name extends string> = {
  [Key in Name | `${Name}Min` | `${Name}Max` | `${Name}Average`]?: number;
};

/**
 * What is being sent, as `ReceivedWebRTCStats` tells it; in a call that only receives, what is received. A figure that the
 * browser doesn't know is absent.
 */
export interface StatsResults
  extends Windowed<"audioBitrate">,
    Windowed<"videoBitrate">,
    Windowed<"framerate">,
    Windowed<"videoSendDelay">,
    Windowed<"roundTripTime"> {
  frameWidth?: number;
  frameHeight?: number;
  audioCodec?: string;
  videoCodec?: string;
  /** % of the last 10 s. */
  packetLoss?: number;
}

export interface ServerStatusData {
  status: string;
  text: string;
}
