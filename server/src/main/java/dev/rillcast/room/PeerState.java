package dev.rillcast.room;

/** How a member is doing, as the others of the room are told. */
public enum PeerState {
    AVAILABLE,
    /** Calls, or is called, and no call of it is answered yet. */
    RINGING,
    IN_CALL,
    /** Its socket is lost; it may come back. This counts more than the others. */
    AWAY
}
