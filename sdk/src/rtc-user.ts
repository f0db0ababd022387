import { Broadcast } from "./broadcast";
import { configure, DEFAULT_ENCODING, type Encoding } from "./encoding";
import { ErrorCode, RtcError } from "./errors";
import { MediaUser } from "./media-user";
import { Monitor } from "./monitor";
import { Session } from "./session";
import { type Message, serverError } from "./signalling";
import { checkSupport, type Support } from "./support";
import { checkTargets } from "./targets";
import type {
  BroadcastConfig,
  BroadcastData,
  SessionData,
  SignInOptions,
  UserConfig,
} from "./types";

/**
 * A user of a Rillcast server: signs in, shows a preview of camera and microphone, goes live to an RTMP ingest.
 *
 * Each method that ends in an event also returns a promise: it resolves with the data of the success event and rejects
 * with the {@link RtcError} of the error event. A page may use either and ignore the other.
 */
export class RtcUser extends MediaUser {
  readonly #monitor = new Monitor(
    () => this.#broadcast,
    (results) => this.emit("ReceivedWebRTCStats", { results, stats: { results } }),
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

  /** Connects to the server and signs in. Ends in `SignInSuccess` or `SignInError`. */
  signIn(options: SignInOptions): Promise<SessionData> {
    return this.outcome("SignInSuccess", "SignInError", ErrorCode.SignInFailed, async () => {
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
    return this.outcome("SignOutSuccess", "SignOutError", ErrorCode.General, async () => {
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
      this.fail("SetConfigError", RtcError.from(cause, ErrorCode.General));
      return;
    }
    this.#broadcast?.limit(this.#encoding).catch((cause) => {
      this.fail("SetConfigError", RtcError.from(cause, ErrorCode.General));
    });
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
    return this.outcome(
      "StartBroadcastSuccess",
      "StartBroadcastError",
      ErrorCode.StartBroadcastFailed,
      async () => {
        const targets = checkTargets(config);
        const session = this.#signedIn();
        if (this.#broadcast !== null) {
          throw notNow("A broadcast is running already; stop it first");
        }
        const stream = this.localStream;
        if (stream === null) {
          throw new RtcError(ErrorCode.NoTracks, "There is nothing to send; start a preview first");
        }
        const broadcast = new Broadcast(session, stream, targets, {
          status: (data) => this.emit("BroadcastStatus", data),
          broke: (reason) => {
            this.#forget(broadcast);
            this.fail("BroadcastError", reason);
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
    return this.outcome(
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

  protected override async streamReplaced(stream: MediaStream): Promise<string[]> {
    return (await this.#broadcast?.replace(stream)) ?? [];
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
      this.emit("ServerError", { status: "disconnected", text: reason.text });
    }
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
}

function notNow(text: string): RtcError {
  return new RtcError(ErrorCode.NotAllowedNow, text);
}
