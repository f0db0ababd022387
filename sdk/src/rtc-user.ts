import { asBoolean } from "./arguments";
import { Broadcast } from "./broadcast";
import { listDevices } from "./devices";
import { configure, DEFAULT_ENCODING, type Encoding } from "./encoding";
import { ErrorCode, RtcError } from "./errors";
import {
  type AnyListener,
  type ErrorEventName,
  type EventMap,
  type EventName,
  type EventPattern,
  Events,
  type Listener,
} from "./events";
import { Monitor } from "./monitor";
import { Preview } from "./preview";
import { Session } from "./session";
import { type Message, serverError } from "./signalling";
import { checkSupport, type Support } from "./support";
import { checkTargets } from "./targets";
import type {
  BroadcastConfig,
  BroadcastData,
  DeviceList,
  PreviewConfig,
  PreviewData,
  SessionData,
  SignInOptions,
  UserConfig,
} from "./types";

/** Events of devices and preview tell their error as a text. */
const MEDIA_ERRORS: ReadonlySet<string> = new Set<ErrorEventName>([
  "GetDevicesError",
  "StartPreviewError",
  "StopPreviewError",
  "MediaStreamError",
]);

/**
 * A user of a Rillcast server: signs in, shows a preview of camera and microphone, goes live to an RTMP ingest.
 *
 * Each method that ends in an event also returns a promise: it resolves with the data of the success event and rejects
 * with the {@link RtcError} of the error event. A page may use either and ignore the other.
 */
export class RtcUser {
  readonly #events = new Events<RtcUser>(this);
  readonly #preview = new Preview((track) => this.#trackEnded(track));
  readonly #monitor = new Monitor(
    () => this.#broadcast,
    (results) => this.#events.emit("ReceivedWebRTCStats", { results, stats: { results } }),
  );
  #encoding: Encoding = DEFAULT_ENCODING;
  #session: Session | null = null;
  #signingIn = false;
  #broadcast: Broadcast | null = null;

  /**
   * Tells whether this browser can go live: 0 supported, 1 not supported, 2 partly: outdated, 3 partly: it can't send
   * H.264.
   */
  static checkSupport(): Support {
    return checkSupport();
  }

  /** The same as {@link RtcUser.checkSupport} on the class. */
  checkSupport(): Support {
    return checkSupport();
  }

  /** Calls the listener at each event of that name, or whose name the pattern matches. */
  on<Name extends EventName>(name: Name, listener: Listener<Name, RtcUser>): this;
  on(pattern: EventPattern, listener: Listener<EventName, RtcUser>): this;
  on(pattern: EventPattern, listener: AnyListener): this {
    this.#events.add(pattern, listener);
    return this;
  }

  /** The same as {@link RtcUser.on}. */
  addListener<Name extends EventName>(name: Name, listener: Listener<Name, RtcUser>): this;
  addListener(pattern: EventPattern, listener: Listener<EventName, RtcUser>): this;
  addListener(pattern: EventPattern, listener: AnyListener): this {
    this.#events.add(pattern, listener);
    return this;
  }

  /** Calls the listener at the next such event only. */
  once<Name extends EventName>(name: Name, listener: Listener<Name, RtcUser>): this;
  once(pattern: EventPattern, listener: Listener<EventName, RtcUser>): this;
  once(pattern: EventPattern, listener: AnyListener): this {
    this.#events.add(pattern, listener, true);
    return this;
  }

  /** Removes a listener; without one, all that were added under this name or pattern. */
  off<Name extends EventName>(name: Name, listener?: Listener<Name, RtcUser>): this;
  off(pattern: EventPattern, listener?: Listener<EventName, RtcUser>): this;
  off(pattern: EventPattern, listener?: AnyListener): this {
    this.#events.remove(pattern, listener);
    return this;
  }

  /** Connects to the server and signs in. Ends in `SignInSuccess` or `SignInError`. */
  signIn(options: SignInOptions): Promise<SessionData> {
    return this.#outcome("SignInSuccess", "SignInError", ErrorCode.SignInFailed, async () => {
      if (this.#session !== null || this.#signingIn) {
        throw notNow("Already signed in; sign out first");
      }
      this.#signingIn = true;
      try {
        this.#session = await Session.open(options, {
          received: (event) => this.#received(event),
          lost: (reason) => this.#lost(reason),
        });
        return this.#session.data;
      } finally {
        this.#signingIn = false;
      }
    });
  }

  /** Stops a running broadcast and leaves the server. Ends in `SignOutSuccess` or `SignOutError`. */
  signOut(): Promise<SessionData> {
    return this.#outcome("SignOutSuccess", "SignOutError", ErrorCode.General, async () => {
      const session = this.#signedIn();
      if (this.#broadcast !== null) {
        await this.stopBroadcast().catch(() => undefined);
      }
      this.#session = null;
      await session.close();
      return session.data;
    });
  }

  /** Whether this user is connected to the server and signed in. */
  isSignedIn(): boolean {
    return this.#session !== null;
  }

  /**
   * Sets the video codec, for the next broadcast, and the bitrates in kbit/s; the highest one holds at once. A wrong
   * value raises `SetConfigError` and changes nothing.
   */
  setConfig(config: UserConfig): void {
    try {
      this.#encoding = configure(this.#encoding, config);
    } catch (cause) {
      this.#fail("SetConfigError", RtcError.from(cause, ErrorCode.General));
      return;
    }
    this.#broadcast?.limit(this.#encoding).catch((cause) => {
      this.#fail("SetConfigError", RtcError.from(cause, ErrorCode.General));
    });
  }

  /**
   * Lists cameras and microphones. Ends in `ReceivedDeviceList` or `GetDevicesError`. Browsers tell the names, and all
   * the devices, only after the page was given leave to use one.
   */
  getDevices(): Promise<{ devices: DeviceList }> {
    return this.#outcome(
      "ReceivedDeviceList",
      "GetDevicesError",
      ErrorCode.EnumerateDevicesFailed,
      async () => ({ devices: await listDevices() }),
    );
  }

  /**
   * Captures camera or screen and microphone and shows them. Ends in `StartPreviewSuccess` or `StartPreviewError`. During
   * a preview it changes over to other devices or sizes; a running broadcast goes on with the new ones.
   */
  startPreview(config: PreviewConfig): Promise<PreviewData> {
    return this.#outcome(
      "StartPreviewSuccess",
      "StartPreviewError",
      ErrorCode.GetUserMediaFailed,
      () => this.#preview.start(config, async (stream) => this.#broadcast?.replace(stream)),
    );
  }

  /** Ends capturing. Ends in `StopPreviewSuccess` or `StopPreviewError`. */
  stopPreview(): Promise<Record<string, never>> {
    return this.#outcome("StopPreviewSuccess", "StopPreviewError", ErrorCode.General, async () => {
      await this.#preview.stop();
      return {};
    });
  }

  /** Sends a black picture instead of the camera's, until it is called with false. */
  muteVideo(mute: boolean): void {
    this.#mute("video", mute);
  }

  /** Sends silence instead of the microphone's sound, until it is called with false. */
  muteAudio(mute: boolean): void {
    this.#mute("audio", mute);
  }

  /**
   * Raises `ReceivedWebRTCStats` while a broadcast runs.
   *
   * @param interval in milliseconds, 100 at least
   */
  enableStats(enable = true, interval = 1000): void {
    this.#monitor.enable(enable, interval);
  }

  /**
   * Sends the preview to an RTMP ingest. Ends in `StartBroadcastSuccess`, when the ingest takes the stream, or in
   * `StartBroadcastError`; `BroadcastStatus` tells the steps, `BroadcastError` that a live broadcast ended by itself.
   */
  startBroadcast(config: BroadcastConfig): Promise<BroadcastData> {
    return this.#outcome(
      "StartBroadcastSuccess",
      "StartBroadcastError",
      ErrorCode.StartBroadcastFailed,
      async () => {
        const targets = checkTargets(config);
        const session = this.#signedIn();
        if (this.#broadcast !== null) {
          throw notNow("A broadcast is running already; stop it first");
        }
        const stream = this.#preview.stream;
        if (stream === null) {
          throw new RtcError(ErrorCode.NoTracks, "There is nothing to send; start a preview first");
        }
        const broadcast = new Broadcast(session, stream, targets, {
          status: (data) => this.#events.emit("BroadcastStatus", data),
          broke: (reason) => {
            this.#forget(broadcast);
            this.#fail("BroadcastError", reason);
          },
        });
        this.#broadcast = broadcast;
        try {
          return await broadcast.start(this.#encoding);
        } catch (cause) {
          this.#forget(broadcast);
          throw cause;
        }
      },
    );
  }

  /** Ends the broadcast. Ends in `StopBroadcastSuccess` or `StopBroadcastError`. */
  stopBroadcast(): Promise<Record<string, never>> {
    return this.#outcome(
      "StopBroadcastSuccess",
      "StopBroadcastError",
      ErrorCode.StopBroadcastFailed,
      async () => {
        const broadcast = this.#broadcast;
        if (broadcast === null) {
          throw notNow("No broadcast is running");
        }
        await broadcast.stop().finally(() => this.#forget(broadcast));
        return {};
      },
    );
  }

  #mute(kind: "video" | "audio", mute: boolean): void {
    try {
      this.#preview.mute(kind, asBoolean(mute, "mute"));
    } catch (cause) {
      this.#fail("MediaStreamError", RtcError.from(cause, ErrorCode.General));
    }
  }

  #received(event: Message): void {
    if (event["type"] === "broadcastStatus") {
      this.#broadcast?.told(event);
    } else if (event["type"] === "broadcastEnded") {
      this.#broadcast?.fail(serverError(event["error"]));
    }
  }

  #lost(reason: RtcError): void {
    const session = this.#session;
    this.#session = null;
    this.#broadcast?.fail(reason);
    if (session !== null) {
      this.#events.emit("ServerError", { status: "disconnected", text: reason.text });
    }
  }

  #trackEnded(track: MediaStreamTrack): void {
    const what = track.kind === "video" ? "camera" : "microphone";
    const text = `The ${what} "${track.label}" delivers nothing any more`;
    this.#fail("MediaStreamError", new RtcError(ErrorCode.DeviceDeliversNothing, text));
  }

  #signedIn(): Session {
    if (this.#session === null) {
      throw new RtcError(ErrorCode.NotSignedIn, "Not signed in; sign in first");
    }
    return this.#session;
  }

  #forget(broadcast: Broadcast): void {
    if (this.#broadcast === broadcast) {
      this.#broadcast = null;
    }
  }

  /** Does the work after the caller has returned, and tells its outcome by event and by promise. */
  #outcome<Success extends EventName>(
    success: Success,
    failure: ErrorEventName,
    code: number,
    work: () => Promise<EventMap[Success]>,
  ): Promise<EventMap[Success]> {
    const outcome = Promise.resolve()
      .then(work)
      .then(
        (data) => {
          this.#events.emit(success, data);
          return data;
        },
        (cause: unknown) => {
          const error = RtcError.from(cause, code);
          this.#fail(failure, error);
          throw error;
        },
      );
    // A page that only listens to events must not see unhandled rejections.
    outcome.catch(() => undefined);
    return outcome;
  }

  #fail(name: ErrorEventName, error: RtcError): void {
    const { text } = error;
    const data = {
      text,
      error: MEDIA_ERRORS.has(name) ? text : error,
      ...(name === "GetDevicesError" && { devices: { videodevices: [], audiodevices: [] } }),
    };
    this.#events.emit(name, data as EventMap[ErrorEventName], error);
  }
}

function notNow(text: string): RtcError {
  return new RtcError(ErrorCode.NotAllowedNow, text);
}
