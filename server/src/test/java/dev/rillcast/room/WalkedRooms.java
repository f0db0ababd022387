package dev.rillcast.room;

import java.util.List;
import java.util.Map;

/**
 * Rooms that a {@link RoomWalk} drives: those of one server, those of several, or the reference. A
 * user is known by its id alone, and does nothing before it was in a room.
 */
public interface WalkedRooms {
    void enter(String user, String room) throws RoomException;

    void leave(String user);

    void away(String user, boolean away);

    void mute(String user, boolean audio, boolean video);

    void invoke(String user, String other, long now) throws RoomException;

    void answer(String user, String other) throws RoomException;

    void decline(String user, String other) throws RoomException;

    void hangUp(String user, String other) throws RoomException;

    void negotiate(String user, String other, long call, Negotiation what) throws RoomException;

    void sweep(long now);

    /** What each user was told since this was asked the last time; all of it has arrived. */
    Map<String, List<RoomEvent>> told();

    /** How many rooms there are. */
    int count();

    static String nameOf(String user) {
        return "<i>" + user;
    }
}
