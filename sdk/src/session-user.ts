import { ErrorCode, notNow, RtcError } from "./errors";
import { MediaUser } from "./media-user";
import type { Message } from "./message";
import { DEFAULT_RECONNECT, type Reconnect } from "./reconnect";
import { fetchServerStats, type ServerStats } from "./server-stats";
import { Session } from "./session";
import type { SessionData, SignInOptions } from "./types";

/** A user's session with a server: all that {@link RtcUser} does from signing in to signing out. */
export class SessionUser extends MediaUser {
  #session: Session | null = null;
  #signingIn = false;
  /** For the next loss of the connection. */
  protected reconnect: Reconnect = DEFAULT_RECONNECT;

  constructor() {
    super();
    // A closed page does not come back: nobody is to wait for it. One that the browser keeps may.
    globalThis.addEventListener?.(
      "pagehide",
      ({ persisted }) => {
        if (!persisted) {
          this.destroy();
        }
      },
      { signal: this.life },
    );
  }

  /**
   * Connects to a server and signs in. Which credentials are needed is the server's choice; give all that you have.
   *
   * A connection that is lost later does not end the session: it is tried again for as long as the server keeps it (30 s,
   * unless it says otherwise), {@link RtcUser.isSignedIn} stays true, a broadcast goes on, and what is called meanwhile is
   * done as soon as the connection is back. `ServerStatus` tells both, `ServerError` that the session is gone.
   *
   * Raises `SignInSuccess` or `SignInError`.
   *
   * @param options the server's address, the user's name and room, and the credentials
   * @returns the server as it was given, and the id under which others see this user
   * @example
   * rtcUser.on("SignInSuccess", ({ data }) => console.log("signed in as", data.userId));
   * rtcUser.on("SignInError", ({ data }) => console.error(data.text));
   * rtcUser.signIn({
   *   server: "https://your.server/p/webrtcws",
   *   userName: "Ada",
   *   room: "studio",
   *   token: "token-123",
   * });
   */
  signIn(options: SignInOptions): Promise<SessionData> {
    return this.outcome("SignInSuccess", "SignInError", ErrorCode.SignInFailed, async () => {
      if (this.#session !== null || this.#signingIn) {
        throw notNow("Already signed in; sign out first");
      }
      this.#signingIn = true;
      try {
        this.#session = await this.#open(options);
        return this.#session.data;
      } finally {
        this.#signingIn = false;
      }
    });
  }

  /**
   * Stops a running broadcast, signs out and closes the connection. The user is signed out in any case, also if the
   * server can't be told.
   *
   * Raises `SignOutSuccess` or `SignOutError`.
   *
   * @example
   * rtcUser.signOut();
   */
  signOut(): Promise<SessionData> {
    return this.outcome("SignOutSuccess", "SignOutError", ErrorCode.General, async () => {
      const session = this.session();
      await this.leaving();
      this.#session = null;
      await session.close();
      return session.data;
    });
  }

  /**
   * Whether this user is signed in. It still is while a lost connection is tried again.
   *
   * @example
   * if (!rtcUser.isSignedIn()) {
   *   rtcUser.signIn({ server: "https://your.server", userName: "Ada" });
   * }
   */
  isSignedIn(): boolean {
    return this.#session !== null;
  }

  /**
   * Asks a server how it is doing; nobody needs to be signed in. Waits 5 s at most.
   *
   * Raises `ReceivedServerStats`, with the reason in `stats.error` if there are no figures.
   *
   * @param server its address, as for {@link RtcUser.signIn}; default: the server that the user is signed in at
   * @returns the figures; rejects if there are none
   * @example
   * rtcUser.on("ReceivedServerStats", ({ data }) => {
   *   console.log(data.stats.error ?? `${data.stats.cpu_load} % busy`);
   * });
   * rtcUser.checkServer("https://your.server/p/webrtc");
   */
  checkServer(server?: string): Promise<ServerStats> {
    return this.attempt("ReceivedServerStats", ErrorCode.General, async () => {
      const stats = await fetchServerStats(server ?? this.#session?.data.server, this.life);
      this.emit("ReceivedServerStats", { stats });
      return stats;
    });
  }

  override destroy(): void {
    this.#session?.leave();
    this.#session = null;
    super.destroy();
  }

  /** The session; throws if there is none. */
  protected session(): Session {
    if (this.#session === null) {
      throw new RtcError(ErrorCode.NotSignedIn, "Not signed in; sign in first");
    }
    return this.#session;
  }

  /** Signing out begins: whatever needs the session ends first. */
  protected async leaving(): Promise<void> {}

  /** The session is gone. */
  protected sessionLost(_reason: RtcError): void {}

  /** The session goes on after a lost connection; what was missed follows. */
  protected resumed(): void {}

  /** The server said something on its own. */
  protected received(_event: Message): void {}

  #open(options: SignInOptions): Promise<Session> {
    const observer = {
      received: (event: Message) => this.received(event),
      away: (text: string) => this.emit("ServerStatus", { status: "reconnecting", text }),
      back: () => {
        const text = "The connection to the server is back";
        this.emit("ServerStatus", { status: "connected", text });
        this.resumed();
      },
      lost: (reason: RtcError) => this.#lost(reason),
      reconnect: () => this.reconnect,
    };
    return Session.open(options, observer, this.life);
  }

  #lost(reason: RtcError): void {
    if (this.#session !== null) {
      this.#session = null;
      this.sessionLost(reason);
      this.fail("ServerError", reason, { status: "disconnected" });
    }
  }
}
