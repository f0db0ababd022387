import type { RtcError } from "./errors";
import type {
  CallEnd,
  CallFailureData,
  CallRejection,
  Peer,
  RemoteStream,
  RemoteUser,
} from "./rooms";
import type { ServerStats } from "./server-stats";
import type {
  BroadcastData,
  BroadcastEnd,
  BroadcastStatusData,
  DeviceList,
  PreviewData,
  ServerStatusData,
  SessionData,
  StatsResults,
} from "./types";

/** Data of an error event of session or broadcast: `error` reads as its text, too. */
export interface FailureData {
  text: string;
  error: RtcError;
}

/** Data of an error event of devices and preview: `error` is the text. */
export interface MediaFailureData {
  text: string;
  error: string;
}

/** Each event's name with its `data`. */
export interface EventMap {
  SignInSuccess: SessionData;
  SignInError: FailureData;
  SignOutSuccess: SessionData;
  /** The server could not be told; the user is signed out all the same. */
  SignOutError: FailureData;
  /** A setting was refused: {@link RtcUser.setConfig}, {@link RtcUser.setIceServers}, {@link RtcUser.enableStats}. */
  SetConfigError: FailureData;
  /** `stats.error`, `text` and `error` say why there are no figures. */
  ReceivedServerStats: { stats: ServerStats } & Partial<FailureData>;
  /** The connection to the server was lost, or is back: `status` is `reconnecting` or `connected`. */
  ServerStatus: ServerStatusData;
  /** The session is over though nobody signed out: `status` is `disconnected`. */
  ServerError: ServerStatusData & FailureData;

  /** The cameras and microphones; again whenever one has come or gone. */
  ReceivedDeviceList: { devices: DeviceList };
  GetDevicesError: MediaFailureData & { devices: DeviceList };
  /** Something is being captured, for the page or for a call. */
  StartPreviewSuccess: PreviewData;
  StartPreviewError: MediaFailureData;
  /** Nothing is captured any more; also after the last call, if it was captured for calls only. */
  StopPreviewSuccess: Record<string, never>;
  StopPreviewError: MediaFailureData;
  /** Something about devices or preview is otherwise than it was asked for, or has become so; the rest goes on. */
  MediaStreamError: MediaFailureData;
  GetSelectedDeviceError: FailureData;
  MuteDeviceError: FailureData;
  /** An ingest takes the stream: the first one that does, if there are several. */
  StartBroadcastSuccess: BroadcastData;
  StartBroadcastError: FailureData;
  StopBroadcastSuccess: BroadcastEnd;
  StopBroadcastError: FailureData;
  /** A broadcast that was live ended by itself. */
  BroadcastError: FailureData & BroadcastEnd;
  /**
   * What a target has come to: 4 signalling, 5 connected, 6 broadcasting, 7 reconnecting, 8 failed: that target has ended, and
   * the others go on. With the message `reconnecting_broadcast`, 7 is about the browser's own connection, and `target` is absent.
   */
  BroadcastStatus: BroadcastStatusData;
  /** Metadata were refused; the broadcast goes on. */
  SendMetaDataError: FailureData;
  /** Figures of what is being sent ({@link RtcUser.enableStats}), once per interval for the broadcast and for each call. */
  ReceivedWebRTCStats: {
    results: StatsResults;
    stats: { results: StatsResults };
    /** The other user of the call that is measured; absent for a broadcast. */
    remoteUserId?: string;
  };

  /** `PeerListUpdated` follows. */
  EnterRoomSuccess: Record<string, never>;
  /** There is no such room, it is full, or the user is in it already. */
  EnterRoomError: FailureData;
  LeaveRoomSuccess: Record<string, never>;
  LeaveRoomError: FailureData;
  /** Who is in the room, apart from the user itself: after entering, and after each change. */
  PeerListUpdated: { userlist: Peer[] };
  /** A member left the room, signed out, or lost its connection and did not come back. */
  RemotePeerDisconnected: RemoteUser;
  /** A request about a call was refused, or a call has no media connection; `CallDropped` follows in that case. */
  CallError: CallFailureData;
  /** Another user calls; {@link RtcUser.answerCall} or {@link RtcUser.declineCall} it. `CallDropped` ends the ringing. */
  CallIncoming: RemoteUser;
  /** An answered call has its media connection; once per call, at both ends. */
  CallActive: RemoteUser;
  /** The media connection is interrupted; another way is looked for, for 30 s. */
  CallUnstable: RemoteUser;
  /** The media connection is back. */
  CallAgainStable: RemoteUser;
  /**
   * {@link RtcUser.invokeCall} was asked for a call that stands already; or the connection to the server is back, and
   * this call went on.
   */
  CallStillActive: RemoteUser;
  /**
   * A call is over, whoever ended it, answered or not; once per call, at both ends. A call of one's own that never came
   * about may end in `CallRejected` or `CallDeclined` instead.
   */
  CallDropped: CallEnd;
  /** A call of one's own did not come about. */
  CallRejected: CallRejection;
  /** The other user does not want to be called; only the caller is told. */
  CallDeclined: RemoteUser;
  /**
   * The other user's picture and sound are known: show `stream` in a video element. Again, with the same stream, when
   * a picture or a sound is added or taken away.
   */
  RemoteStreamAdded: RemoteStream;
}

export type EventName = keyof EventMap;

/** The names of events that carry an error. */
export type ErrorEventName = {
  [Name in EventName]: EventMap[Name] extends { text: string; error: unknown } ? Name : never;
}[EventName];

/** What a listener is given: the event's name, the {@link RtcUser} it came from, its data. */
export type RtcEvent<Name extends EventName = EventName, Target = unknown> = {
  [Each in Name]: {
    readonly name: Each;
    readonly target: Target;
    readonly data: EventMap[Each];
  } & (Each extends ErrorEventName ? { readonly error: RtcError } : unknown);
}[Name];

export type Listener<Name extends EventName = EventName, Target = unknown> = (
  event: RtcEvent<Name, Target>,
) => void;

/** A name, or a pattern that names are matched with. */
export type EventPattern = string | RegExp;

/** What the typed overloads let through. */
export type AnyListener = (event: never) => void;

interface Entry {
  pattern: EventPattern;
  listener: AnyListener;
  once: boolean;
}

/** The listeners of one target. A listener that throws stops neither the others nor the caller. */
export class Events<Target> {
  readonly #target: Target;
  #entries: readonly Entry[] = [];

  constructor(target: Target) {
    this.#target = target;
  }

  add(pattern: EventPattern, listener: AnyListener, once = false): void {
    if (typeof listener !== "function") {
      throw new TypeError("listener must be a function");
    }
    this.#entries = [...this.#entries, { pattern, listener, once }];
  }

  /** Without a listener: all those that were added under this very pattern. */
  remove(pattern: EventPattern, listener?: AnyListener): void {
    this.#entries = this.#entries.filter(
      (entry) =>
        !samePattern(entry.pattern, pattern) ||
        (listener !== undefined && entry.listener !== listener),
    );
  }

  clear(): void {
    this.#entries = [];
  }

  emit<Name extends EventName>(name: Name, data: EventMap[Name], error?: RtcError): void {
    const event = { name, target: this.#target, data, ...(error && { error }) };
    // Listeners added or removed by a listener count from the next event on.
    for (const entry of this.#entries) {
      if (matches(entry.pattern, name)) {
        if (entry.once) {
          this.#entries = this.#entries.filter((other) => other !== entry);
        }
        this.#call(entry.listener, event);
      }
    }
  }

  #call(listener: AnyListener, event: unknown): void {
    try {
      (listener as (event: unknown) => void).call(this.#target, event);
    } catch (thrown) {
      console.error("A listener of RtcUser threw:", thrown);
    }
  }
}

function matches(pattern: EventPattern, name: string): boolean {
  // search() starts at the front even for a pattern with the g or y flag.
  return typeof pattern === "string" ? pattern === name : name.search(pattern) >= 0;
}

function samePattern(one: EventPattern, other: EventPattern): boolean {
  return one === other || (one instanceof RegExp && String(one) === String(other));
}
