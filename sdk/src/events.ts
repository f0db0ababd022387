import type { RtcError } from "./errors";
import type { CallFailureData, Peer, RemoteStream, RemoteUser } from "./rooms";
import type { ServerStats } from "./server-stats";
import type {
  BroadcastData,
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
  SignOutError: FailureData;
  /** A setting was refused: {@link RtcUser.setConfig}, {@link RtcUser.setIceServers}, {@link RtcUser.enableStats}. */
  SetConfigError: FailureData;
  /** `stats.error`, `text` and `error` say why there are no figures. */
  ReceivedServerStats: { stats: ServerStats } & Partial<FailureData>;
  /** The connection to the server was lost, or is back: `status` is `reconnecting` or `connected`. */
  ServerStatus: ServerStatusData;
  /** The session is over though nobody signed out: `status` is `disconnected`. */
  ServerError: ServerStatusData & FailureData;

  ReceivedDeviceList: { devices: DeviceList };
  GetDevicesError: MediaFailureData & { devices: DeviceList };
  StartPreviewSuccess: PreviewData;
  StartPreviewError: MediaFailureData;
  StopPreviewSuccess: Record<string, never>;
  StopPreviewError: MediaFailureData;
  MediaStreamError: MediaFailureData;
  GetSelectedDeviceError: FailureData;
  MuteDeviceError: FailureData;
  StartBroadcastSuccess: BroadcastData;
  StartBroadcastError: FailureData;
  StopBroadcastSuccess: Record<string, never>;
  StopBroadcastError: FailureData;
  /** A broadcast that was live ended by itself. */
  BroadcastError: FailureData;
  BroadcastStatus: BroadcastStatusData;
  /** Metadata were refused; the broadcast goes on. */
  SendMetaDataError: FailureData;
  ReceivedWebRTCStats: {
    results: StatsResults;
    stats: { results: StatsResults };
    /** The other user of the call that is measured; absent for a broadcast. */
    remoteUserId?: string;
  };

  EnterRoomSuccess: Record<string, never>;
  EnterRoomError: FailureData;
  LeaveRoomSuccess: Record<string, never>;
  LeaveRoomError: FailureData;
  PeerListUpdated: { userlist: Peer[] };
  /** A request about a call was refused. */
  CallError: CallFailureData;
  CallIncoming: RemoteUser;
  CallActive: RemoteUser;
  CallUnstable: RemoteUser;
  CallAgainStable: RemoteUser;
  CallStillActive: RemoteUser;
  CallDropped: RemoteUser;
  CallRejected: RemoteUser;
  CallDeclined: RemoteUser;
  RemotePeerDisconnected: { remoteUserId: string };
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
