package dev.rillcast.room;

import java.util.List;

/** What a member is told about its room and its calls. */
public sealed interface RoomEvent {
    /** Who is there, apart from the one who is told. */
    record PeersChanged(List<Peer> peers) implements RoomEvent {
        public PeersChanged {
            peers = List.copyOf(peers);
        }
    }

    /** A member has left, or did not come back. */
    record PeerGone(String userId, String userName) implements RoomEvent {}

    /**
     * Somebody calls.
     *
     * @param call no other call has had this number since the server was started
     */
    record CallIncoming(long call, String userId, String userName) implements RoomEvent {}

    /**
     * A call was answered; both sides are told.
     *
     * @param polite whether this side gives way when both make an offer at once (perfect
     *     negotiation, WebRTC 1.0 section 10.7); the other side, the caller, makes the first one
     */
    record CallAnswered(long call, String userId, String userName, boolean polite)
            implements RoomEvent {}

    /** A call did not come about; the caller is told. */
    record CallRejected(long call, String userId, String userName, Rejection reason)
            implements RoomEvent {}

    /** The other side does not want to be called; the caller is told. */
    record CallDeclined(long call, String userId, String userName) implements RoomEvent {}

    /** A call is over, answered or not, though the one who is told did not end it. */
    record CallDropped(long call, String userId, String userName, Drop reason)
            implements RoomEvent {}

    /** The other side of an answered call has something to say. */
    record Negotiated(long call, String userId, Negotiation what) implements RoomEvent {}

    /** Why a call did not come about. */
    enum Rejection {
        /** The other side has as many calls as it may have. */
        BUSY,
        /** It rang for as long as a call rings. */
        UNANSWERED,
        /** The other side left before it answered. */
        GONE
    }

    /** Why a call is over. */
    enum Drop {
        HUNG_UP,
        /** It rang for as long as a call rings; the called side is told this. */
        UNANSWERED,
        /** The other side left the room. */
        GONE
    }
}
