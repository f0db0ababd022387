import { wrongType, wrongValue } from "./arguments";
import type { RtcError } from "./errors";

/** Another user, as the events of calls name one. */
export interface RemoteUser {
  remoteUserName: string;
  remoteUserId: string;
}

/** One line of `PeerListUpdated`. */
export interface Peer extends RemoteUser {
  state: string;
}

/** Another user's picture and sound. */
export interface RemoteStream extends RemoteUser {
  stream: MediaStream;
  metadata: { hasVideo: boolean };
}

/** Data of `CallError`. */
export interface CallFailureData {
  text: string;
  error: RtcError;
  /** As it was given; empty if none was. */
  remoteUserId: string;
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
