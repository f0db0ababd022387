package dev.rillcast.room;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one user does in a room. Safe for all threads. After {@link #leave} there is nobody to call
 * any more, and nothing happens.
 */
public final class Member {
    final String userId;
    final String userName;
    private final Room room;

    // Guarded by the room's lock.
    boolean away;
    boolean audioMuted;
    boolean videoMuted;

    /** The list that it was told last; none as long as it is entering. */
    @Nullable List<Peer> told;

    Member(Room room, String userId, String userName) {
        this.room = room;
        this.userId = userId;
        this.userName = userName;
    }

    /** Leaves the room; its calls end. May be called again. */
    public void leave() {
        room.leave(this);
    }

    /** The member's socket is lost, or another one has taken its place; calls go on. */
    public void away(boolean away) {
        room.change(this, () -> this.away = away);
    }

    /** What the others are to know about the member's microphone and camera. */
    public void mute(boolean audio, boolean video) {
        room.change(
                this,
                () -> {
                    audioMuted = audio;
                    videoMuted = video;
                });
    }

    /**
     * Calls another member. If that one is calling this member just now, it is answered instead. If
     * the other one has too many calls, {@link RoomEvent.CallRejected} comes.
     *
     * @param now {@link System#nanoTime()}
     * @throws RoomException ONESELF, NO_SUCH member, NOT_NOW if there is such a call already, or
     *     this member has as many calls as it may have
     */
    public void invoke(String userId, long now) throws RoomException {
        room.invoke(this, userId, now);
    }

    /**
     * Takes the call of another member; one that is answered already stays so.
     *
     * @throws RoomException NO_SUCH if it doesn't call
     */
    public void answer(String userId) throws RoomException {
        room.answer(this, userId);
    }

    /**
     * Refuses the call of another member.
     *
     * @throws RoomException NO_SUCH if it doesn't call
     */
    public void decline(String userId) throws RoomException {
        room.decline(this, userId);
    }

    /**
     * Ends a call, whoever made it, answered or not.
     *
     * @throws RoomException NO_SUCH if there is none
     */
    public void hangUp(String userId) throws RoomException {
        room.hangUp(this, userId);
    }

    /**
     * Tells the other side of an answered call something.
     *
     * @throws RoomException NO_SUCH if there is no answered call of this number with that member
     */
    public void negotiate(String userId, long call, Negotiation what) throws RoomException {
        room.negotiate(this, userId, call, what);
    }
}
