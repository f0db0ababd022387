package dev.rillcast.room;

import dev.rillcast.room.RoomException.Reason;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** All rooms that have members, by name. Safe for all threads. */
public final class Rooms {
    private final RoomLimits limits;
    private final Post post;
    private final AtomicLong calls = new AtomicLong();
    private final Map<String, Room> all = new ConcurrentHashMap<>();

    /** The ids of all who are in a room, or on the way into one. */
    private final Set<String> users = ConcurrentHashMap.newKeySet();

    public Rooms(RoomLimits limits, Post post) {
        this.limits = limits;
        this.post = post;
    }

    /**
     * Puts a user into a room, which is made if it is not there. All members are told, the new one
     * too, before this returns.
     *
     * @param name of the room, as the user gave it: data of a stranger
     * @throws RoomException NOT_NOW if the room is full, or the user is in this or another room
     */
    public Member enter(String name, String userId, String userName) throws RoomException {
        if (!users.add(userId)) {
            throw new RoomException(Reason.NOT_NOW, "you are in a room already");
        }
        try {
            return enterOpen(name, userId, userName);
        } catch (RoomException e) {
            users.remove(userId);
            throw e;
        }
    }

    private Member enterOpen(String name, String userId, String userName) throws RoomException {
        while (true) {
            Room room = all.computeIfAbsent(name, _ -> new Room(this, name, limits, post));
            Optional<Member> member = room.enter(userId, userName);
            if (member.isPresent()) {
                return member.get();
            }
            // its last member left in between; the next one is another room
        }
    }

    long nextCall() {
        return calls.incrementAndGet();
    }

    void left(String userId) {
        users.remove(userId);
    }

    void emptied(String name) {
        all.remove(name);
    }

    /**
     * Ends the calls that have rung for too long. To be called each second or so.
     *
     * @param now {@link System#nanoTime()}
     */
    public void sweep(long now) {
        all.values().forEach(room -> room.sweep(now));
    }

    /** How many calls there are that were answered, or that were not yet. */
    public int calls(boolean answered) {
        return all.values().stream().mapToInt(room -> room.calls(answered)).sum();
    }

    /** How many rooms there are. */
    public int count() {
        return all.size();
    }
}
