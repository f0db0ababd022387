package dev.rillcast.room;

/** Brings events to members. */
public interface Post {
    /**
     * Never blocks, never throws, and never calls the room back: it is called while the room is
     * locked, so that each member is told everything in the order in which it happened.
     */
    void deliver(String userId, RoomEvent event);
}
