/** Something that happened, and when. */
export interface ReportEvent {
  /** ms since the start. */
  at: number;
  event: string;
  /** A sentence for people. */
  text?: string;
}

/** What one kind of media brought to the server. */
export interface ReceivedMedia {
  /** In capitals: `H264`, `OPUS`. */
  codec: string;
  /** Those that were whole. */
  frames: number;
  bytes: number;
  packets: number;
  /** Packets that never came, or too late. */
  lost: number;
  /** Packets that came after they had been asked for again. */
  recovered: number;
}

/** The same of the sound. */
export interface ReceivedAudio extends ReceivedMedia {
  /** Packets that never came, but that a later one brought along. */
  repeated: number;
}

/** The same of the picture. */
export interface ReceivedVideo extends ReceivedMedia {
  /** Of the latest picture, in pixels; absent before the first. */
  width?: number;
  height?: number;
  keyFrames: number;
  /** How often the server asked for one. */
  keyFramesAsked: number;
}

/** How sound and picture kept together. */
export interface ReportSync {
  /** By how many ms the picture is late against the sound. */
  skew: number;
  /** The most it ever was. */
  maxSkew: number;
  /** The steps by which time stamps were moved. */
  corrections: number;
  /** By how many ms in all. */
  corrected: number;
  /** The times that a track began anew. */
  jumps: number;
}

/** How a target gets the video, and why so. */
export interface SentVideo {
  mode: "passthrough" | "transcoding";
  /** What the browser sends, in capitals: `VP8`. */
  from: string;
  /** A clause for people: `the browser sends VP8`. */
  why: string;
}

/** The same in a report. */
export interface TargetVideo extends SentVideo {
  /** What the target gets, in capitals: `H264`. */
  to: string;
  /** All that follows is of a transcoder only. bit/s, if it was asked for. */
  bitrate?: number;
  /** If it was asked for. */
  framerate?: number;
  /** Pixels; absent before the first picture. */
  width?: number;
  height?: number;
  /** How often the transcoder was started anew. */
  restarts?: number;
  /** Frames that it did not get. */
  dropped?: number;
  /** Its last words. */
  log?: string[];
}

/** How a target gets the sound. */
export interface TargetAudio {
  source: "browser" | "icecast" | "silence";
  /** What the target gets: `AAC` or `OPUS`. */
  to: string;
  /** bit/s; absent where the browser decides. */
  bitrate?: number;
  channels: number;
}

/** How it went with one target. */
export interface TargetReport {
  /** From 1, in the order in which they were given. */
  target: number;
  /** Without user, password and key. */
  output: string;
  /** Shortened. */
  streamname: string;
  state: "connecting" | "broadcasting" | "reconnecting" | "failed" | "ended";
  videoFrames: number;
  audioFrames: number;
  /** All that the ingest took. */
  bytes: number;
  /** Frames that were left out because the ingest was slow or away. */
  dropped: number;
  /** How often the ingest was tried again. */
  retries: number;
  /** Absent until it is decided. */
  video?: TargetVideo;
  /** Absent until it is decided. */
  audio?: TargetAudio;
  /** Why it failed, if it did. */
  error?: string;
  /** `published`, `lost`, `restarted`, `slow`, `sourceLost`, …; `more` ends a list that was too long. */
  events: ReportEvent[];
}

/** How a broadcast went: the server's own account. */
export interface BroadcastReport {
  id: string;
  state: "running" | "ended";
  /** ISO 8601 */
  start: string;
  /** ms */
  duration: number;
  /** Why it ended, if something went wrong. */
  error?: string;
  /** `started`, `connected`, `firstFrame`, `publisherLost`, `publisherBack`, `publisherMoved`, `ended`; `more` ends a list that was too long. */
  events: ReportEvent[];
  /** Absent if there was none. */
  video?: ReceivedVideo;
  /** Absent if there was none. */
  audio?: ReceivedAudio;
  /** Absent unless there were both. */
  sync?: ReportSync;
  targets: TargetReport[];
}
