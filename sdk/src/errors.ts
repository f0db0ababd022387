/** The error codes that applications may meet, by name. Codes from 100000 on come from the server. */
export const ErrorCode = {
  General: 1000,
  WrongType: 1001,
  WrongValue: 1002,
  NotInList: 1003,
  NoSuchObject: 1004,
  NotAllowedNow: 1006,
  SocketFailed: 3000,
  SignInFailed: 4000,
  NotSignedIn: 4001,
  BroadcastFailed: 5000,
  StartBroadcastFailed: 5001,
  BroadcastBroke: 5002,
  StopBroadcastFailed: 5003,
  DeviceDeliversNothing: 6000,
  NoTracks: 6001,
  NoDevices: 6004,
  GetUserMediaFailed: 6005,
  EnumerateDevicesFailed: 6006,
  GetDisplayMediaFailed: 6008,
  ServerGeneral: 101000,
  AccessDenied: 102001,
  WrongCredentials: 103001,
  JwtRefused: 103003,
  ApiKeyRefused: 104002,
  MalformedRequest: 107001,
  NoSuchSession: 107002,
  RtmpFailed: 109000,
} as const;

/** Which part an error belongs to. */
export type ErrorType = "general" | "socket" | "session" | "broadcast" | "media" | "server";

/** More about an error, for programs: whatever of it is known. */
export interface ErrorDetails {
  /** The argument that was wrong, as a path: `config.transcodingTargets.output`. */
  argument?: string;
  /** The name of the browser's own error, e.g. `NotAllowedError`. */
  cause?: string;
}

/** What went wrong, as error events carry it and as promises reject with it. */
export class RtcError extends Error {
  readonly code: number;
  /** The same sentence as `message`. */
  readonly text: string;
  readonly type: ErrorType;
  readonly userinfo: ErrorDetails;

  constructor(code: number, text: string, userinfo: ErrorDetails = {}, name = nameOf(code)) {
    super(text);
    this.name = name;
    this.code = code;
    this.text = text;
    this.type = typeOf(code);
    this.userinfo = userinfo;
  }

  /** Pages put `event.data.error` into a text as it is. */
  override toString(): string {
    return this.text;
  }

  /** Anything that was thrown, as an RtcError; one that already is stays as it is. */
  static from(cause: unknown, code: number): RtcError {
    if (cause instanceof RtcError) {
      return cause;
    }
    const known = cause instanceof Error;
    const text = known && cause.message !== "" ? cause.message : String(cause);
    return new RtcError(code, text, known ? { cause: cause.name } : {});
  }
}

/** What was asked for is right in itself, and not possible in this state. */
export function notNow(text: string): RtcError {
  return new RtcError(ErrorCode.NotAllowedNow, text);
}

function nameOf(code: number): string {
  return Object.entries(ErrorCode).find(([, value]) => value === code)?.[0] ?? "RtcError";
}

const GROUPS: Record<number, ErrorType> = {
  3: "socket",
  4: "session",
  5: "broadcast",
  6: "media",
};

function typeOf(code: number): ErrorType {
  return code >= 100_000 ? "server" : (GROUPS[Math.floor(code / 1000)] ?? "general");
}
