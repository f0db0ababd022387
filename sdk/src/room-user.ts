import { wrongValue } from "./arguments";
import { ErrorCode } from "./errors";
import { asOtherUser, asUserId } from "./rooms";
import { SessionUser } from "./session-user";

/** A user among others: the rooms and calls of {@link RtcUser}. */
export class RoomUser extends SessionUser {
  /**
   * Enters the room that was named in {@link RtcUser.signIn}. From then on `PeerListUpdated` tells who else is there.
   *
   * Raises `EnterRoomSuccess` or `EnterRoomError`.
   *
   * @example
   * rtcUser.on("PeerListUpdated", ({ data }) => console.log(data.userlist));
   * rtcUser.enterRoom();
   */
  enterRoom(): Promise<Record<string, never>> {
    return this.outcome("EnterRoomSuccess", "EnterRoomError", ErrorCode.General, async () => {
      const session = this.session();
      if (session.room === undefined) {
        throw wrongValue("options.room", "given to signIn before a room can be entered");
      }
      await session.request("enterRoom");
      return {};
    });
  }

  /**
   * Leaves the room and ends its calls; the user stays signed in.
   *
   * Raises `LeaveRoomSuccess` or `LeaveRoomError`.
   *
   * @example
   * rtcUser.leaveRoom();
   */
  leaveRoom(): Promise<Record<string, never>> {
    return this.outcome("LeaveRoomSuccess", "LeaveRoomError", ErrorCode.General, async () => {
      await this.session().request("leaveRoom");
      return {};
    });
  }

  /**
   * Calls another user of the room. Whether the call comes about is told by `CallActive`, `CallRejected` or
   * `CallDeclined`, and the other one's picture by `RemoteStreamAdded`.
   *
   * Raises `CallError` if the call can't be made.
   *
   * @param remoteUserId the other user's id, out of `PeerListUpdated`
   * @example
   * rtcUser.invokeCall("49647969");
   */
  invokeCall(remoteUserId: string): Promise<void> {
    return this.#call("invokeCall", remoteUserId);
  }

  /**
   * Ends a call.
   *
   * Raises `CallError` if there is none.
   *
   * @param remoteUserId the other user's id, out of `CallActive`
   * @example
   * rtcUser.hangUpCall("49647969");
   */
  hangUpCall(remoteUserId: string): Promise<void> {
    return this.#call("hangUpCall", remoteUserId);
  }

  /**
   * Accepts a call; `CallActive` tells when it stands.
   *
   * Raises `CallError` if there is none.
   *
   * @param remoteUserId the other user's id, out of `CallIncoming`
   * @example
   * rtcUser.on("CallIncoming", ({ data }) => rtcUser.answerCall(data.remoteUserId));
   */
  answerCall(remoteUserId: string): Promise<void> {
    return this.#call("answerCall", remoteUserId);
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
    return this.#call("declineCall", remoteUserId);
  }

  #call(type: string, remoteUserId: unknown): Promise<void> {
    const named = typeof remoteUserId === "string" || typeof remoteUserId === "number";
    const details = { remoteUserId: named ? String(remoteUserId) : "" };
    return this.attempt(
      "CallError",
      ErrorCode.General,
      async () => {
        const id = asUserId(remoteUserId);
        const session = this.session();
        await session.request(type, { remoteUserId: asOtherUser(id, session.data.userId) });
      },
      details,
    );
  }
}
