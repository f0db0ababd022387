import { wrongType, wrongValue } from "./arguments";
import type { RtcError } from "./errors";
import type { Message } from "./message";

/** Another user, as the events of calls name one. */
export interface RemoteUser {
  /** As that user gave it: text, never HTML. */
  remoteUserName: string;
  remoteUserId: string;
}

/**
 * `available`: in the room and in no call; `ringing`: calls or is called; `incall`: in one call or more; `away`: its
 * connection is lost, and either comes back or `RemotePeerDisconnected` follows.
 */
export type PeerState = "available" | "ringing" | "incall" | "away";

/** One line of `PeerListUpdated`. */
export interface Peer extends RemoteUser {
  state: PeerState;
  /** Its microphone is muted. */
  audioMuted: boolean;
  /** Its picture is muted. */
  videoMuted: boolean;
}

/** Another user's picture and sound. */
export interface RemoteStream extends RemoteUser {
  /** The same object all through a call; its tracks come and go. */
  stream: MediaStream;
  metadata: { hasVideo: boolean };
}

/**
 * `busy`: the other user has as many calls as it may have; `unanswered`: nobody answered in time; `gone`: the other user
 * left the room before answering.
 */
export type RejectReason = "busy" | "unanswered" | "gone";

/** Data of `CallRejected`. */
export interface CallRejection extends RemoteUser {
  reason: RejectReason;
  /** The reason for people. */
  text: string;
}

/**
 * `hungUp`: by either side; `gone`: the other user left the room; `unanswered`: it rang for too long; `left`: this user
 * left the room or signed out; `failed`: there is no media connection, as `CallError` said; `lost`: the session is gone.
 */
export type DropReason = "hungUp" | "gone" | "unanswered" | "left" | "failed" | "lost";

/** Data of `CallDropped`. */
export interface CallEnd extends RemoteUser {
  reason: DropReason;
  /** The reason for people. */
  text: string;
}

/** Data of `CallError`. */
export interface CallFailureData {
  text: string;
  error: RtcError;
  /** As it was given; empty if none was. */
  remoteUserId: string;
}

const WHY: Record<RejectReason | DropReason, (name: string) => string> = {
  busy: (name) => `${name} has too many calls already`,
  unanswered: (name) => `The call with ${name} was not answered`,
  gone: (name) => `${name} has left the room`,
  hungUp: (name) => `The call with ${name} was hung up`,
  left: (name) => `The call with ${name} ended with leaving the room`,
  failed: (name) => `There is no media connection to ${name}`,
  lost: (name) => `The call with ${name} ended with the session`,
};

/** The event data that say why a call is over. */
export function because<Reason extends RejectReason | DropReason>(
  remote: RemoteUser,
  reason: Reason,
): RemoteUser & { reason: Reason; text: string } {
  const why = WHY[reason] ?? WHY.hungUp;
  return { ...remote, reason, text: why(remote.remoteUserName || "the other user") };
}

/** The other user that a message of the server is about. */
export function readRemote({ remoteUserId, remoteUserName }: Message): RemoteUser {
  return { remoteUserName: asString(remoteUserName), remoteUserId: asString(remoteUserId) };
}

/** The `peers` of a `peerList`. */
export function readPeers(peers: unknown): Peer[] {
  const all: Message[] = Array.isArray(peers) ? peers : [];
  return all.map(({ userId, userName, state, audioMuted, videoMuted }) => ({
    ...readRemote({ remoteUserId: userId, remoteUserName: userName }),
    state: asString(state) as PeerState,
    audioMuted: audioMuted === true,
    videoMuted: videoMuted === true,
  }));
}

/** A user id as a string: pages read it from the document, where numbers are strings too. */
export function asUserId(value: unknown): string {
  const id = typeof value === "number" ? String(value) : value;
  if (typeof id !== "string" || id.trim() === "") {
    throw wrongType("remoteUserId", "the id of a user, as PeerListUpdated tells it");
  }
  return id.trim();
}

/** The id of anybody but the user itself. */
export function asOtherUser(id: string, self: string): string {
  if (id === self) {
    throw wrongValue("remoteUserId", "another user's id, not one's own");
  }
  return id;
}

function asString(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
