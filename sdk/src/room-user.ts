import { Calls } from "./calls";
import { ErrorCode, notNow, type RtcError } from "./errors";
import type { Message } from "./message";
import type { Measured } from "./monitor";
import type { Muted } from "./preview";
import { asOtherUser, asUserId, readPeers, readRemote } from "./rooms";
import { SendingUser } from "./sending-user";

/** A user among others: the rooms and calls of {@link RtcUser}. */
export class RoomUser extends SendingUser {
  /** Of the present stay in a room; null outside. */
  #calls: Calls | null = null;
  /** What the room knows about it. */
  #toldMuted: Muted = { audio: false, video: false };
  /** Until then, what the server says may be about the room that was left. */
  #left: Promise<unknown> = Promise.resolve();

  /**
   * Enters the room that was named in {@link RtcUser.signIn}, or that the server grants. From then on `PeerListUpdated`
   * tells who else is there, and others may call: `CallIncoming`.
   *
   * Raises `EnterRoomSuccess` or `EnterRoomError`: the room is full, the user is in it already, or no room was named.
   *
   * @example
   * rtcUser.on("PeerListUpdated", ({ data }) => {
   *   for (const { remoteUserId, remoteUserName, state } of data.userlist) {
   *     console.log(remoteUserId, remoteUserName, state);
   *   }
   * });
   * rtcUser.enterRoom();
   */
  enterRoom(): Promise<Record<string, never>> {
    return this.outcome("EnterRoomSuccess", "EnterRoomError", ErrorCode.General, async () => {
      await this.#left;
      const session = this.session();
      const before = this.#calls;
      this.#calls ??= this.#newCalls();
      try {
        await session.request("enterRoom");
      } catch (cause) {
        if (before === null) {
          this.#calls = null;
        }
        throw cause;
      }
      this.#toldMuted = { audio: false, video: false };
      this.mutedChanged(this.muted);
      return {};
    });
  }

  /**
   * Leaves the room and ends its calls, each with `CallDropped`; the user stays signed in, and a broadcast goes on.
   *
   * Raises `LeaveRoomSuccess` or `LeaveRoomError`.
   *
   * @example
   * rtcUser.leaveRoom();
   */
  leaveRoom(): Promise<Record<string, never>> {
    return this.outcome("LeaveRoomSuccess", "LeaveRoomError", ErrorCode.General, async () => {
      const left = this.session().request("leaveRoom");
      this.#left = left.catch(() => undefined);
      this.#endCalls("left");
      await left;
      return {};
    });
  }

  /**
   * Calls another user of the room. Without a preview, camera and microphone are captured as they are set
   * (`StartPreviewSuccess`), and are free again after the last call; where there is neither, `MediaStreamError` says so
   * and the call only receives.
   *
   * `CallActive` tells that the call stands, `RemoteStreamAdded` brings the other one's picture and sound;
   * `CallRejected`, `CallDeclined` or `CallDropped` tell that it does not come about. A call that stands already raises
   * `CallStillActive`. A user who is just calling is answered.
   *
   * Raises `CallError` if the call can't be made.
   *
   * @param remoteUserId the other user's id, out of `PeerListUpdated`
   * @returns resolves when the server has taken the call
   * @example
   * rtcUser.on("RemoteStreamAdded", ({ data }) => {
   *   document.querySelector("video").srcObject = data.stream;
   * });
   * rtcUser.invokeCall("49647969");
   */
  invokeCall(remoteUserId: string): Promise<void> {
    return this.#call(remoteUserId, (calls, id) => calls.invoke(id));
  }

  /**
   * Ends a call, answered or not. `CallDropped` comes at both ends, here at once.
   *
   * Raises `CallError` if there is none.
   *
   * @param remoteUserId the other user's id, out of `CallActive`
   * @example
   * rtcUser.hangUpCall("49647969");
   */
  hangUpCall(remoteUserId: string): Promise<void> {
    return this.#call(remoteUserId, (calls, id) => calls.hangUp(id));
  }

  /**
   * Accepts a call; `CallActive` tells when it stands. Captures in the way of {@link RoomUser.invokeCall}.
   *
   * Raises `CallError` if there is none.
   *
   * @param remoteUserId the other user's id, out of `CallIncoming`
   * @example
   * rtcUser.on("CallIncoming", ({ data }) => {
   *   document.querySelector("#answer").onclick = () => rtcUser.answerCall(data.remoteUserId);
   * });
   */
  answerCall(remoteUserId: string): Promise<void> {
    return this.#call(remoteUserId, (calls, id) => calls.answer(id));
  }

  /**
   * Refuses a call; the other user is told by `CallDeclined`.
   *
   * Raises `CallError` if there is none.
   *
   * @param remoteUserId the other user's id, out of `CallIncoming`
   * @example
   * rtcUser.on("CallIncoming", ({ data }) => rtcUser.declineCall(data.remoteUserId));
   */
  declineCall(remoteUserId: string): Promise<void> {
    return this.#call(remoteUserId, (calls, id) => calls.decline(id));
  }

  override destroy(): void {
    this.#calls?.close();
    this.#calls = null;
    super.destroy();
  }

  protected override async streamReplaced(stream: MediaStream): Promise<string[]> {
    await this.#calls?.send({ stream, encoding: this.encoding });
    return super.streamReplaced(stream);
  }

  protected override async encodingChanged(): Promise<void> {
    await this.#calls?.send({ stream: this.localStream, encoding: this.encoding });
    await super.encodingChanged();
  }

  protected override measured(): Measured[] {
    return [...super.measured(), ...(this.#calls?.measured() ?? [])];
  }

  /** The media is muted already; the room is told, so that others see why. */
  protected override mutedChanged(muted: Muted): void {
    const { audio, video } = this.#toldMuted;
    if (this.#calls !== null && (muted.audio !== audio || muted.video !== video)) {
      this.#toldMuted = { ...muted };
      this.session()
        .request("setMuted", this.#toldMuted)
        .catch(() => undefined);
    }
  }

  protected override async leaving(): Promise<void> {
    this.#endCalls("left");
    await super.leaving();
  }

  protected override sessionLost(reason: RtcError): void {
    this.#endCalls("lost");
    super.sessionLost(reason);
  }

  protected override resumed(): void {
    this.#calls?.resumed();
    super.resumed();
  }

  protected override received(event: Message): void {
    if (this.#calls === null) {
      return;
    }
    if (event["type"] === "peerList") {
      const userlist = readPeers(event["peers"]);
      this.#calls.named(
        new Map(userlist.map(({ remoteUserId, remoteUserName }) => [remoteUserId, remoteUserName])),
      );
      this.emit("PeerListUpdated", { userlist });
    } else if (event["type"] === "peerGone") {
      this.emit("RemotePeerDisconnected", readRemote(event));
    } else {
      this.#calls.received(event);
    }
  }

  #newCalls(): Calls {
    return new Calls(this.session(), {
      emit: (name, data) => this.emit(name, data),
      failed: (error, remoteUserId) => this.fail("CallError", error, { remoteUserId }),
      iceServers: () => this.iceServers(),
      sending: () => ({ stream: this.localStream, encoding: this.encoding }),
      capture: () => this.captureForCall(),
      idle: () => this.releaseAfterCalls(),
    });
  }

  #endCalls(reason: "left" | "lost"): void {
    const calls = this.#calls;
    this.#calls = null;
    calls?.end(reason);
  }

  #call(remoteUserId: unknown, work: (calls: Calls, id: string) => Promise<void>): Promise<void> {
    const named = typeof remoteUserId === "string" || typeof remoteUserId === "number";
    const details = { remoteUserId: named ? String(remoteUserId) : "" };
    return this.attempt(
      "CallError",
      ErrorCode.General,
      async () => {
        const id = asOtherUser(asUserId(remoteUserId), this.session().data.userId);
        if (this.#calls === null) {
          throw notNow("Not in a room; enter one first");
        }
        await work(this.#calls, id);
      },
      details,
    );
  }
}
