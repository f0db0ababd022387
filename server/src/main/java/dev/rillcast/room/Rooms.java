package dev.rillcast.room;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** All rooms that have members, by name. Safe for all threads. */
public final class Rooms {
    private final RoomLimits limits;
    private final Post post;
    private final AtomicLong calls = new AtomicLong();
    private final Map<String, Room> all = new ConcurrentHashMap<>();

    public Rooms(RoomLimits limits, Post post) {
        this.limits = limits;
        this.post = post;
    }

    /**
     * Puts a user into a room, which is made if it is not there. All members are told, the new one
     * too.
     *
     * @param name of the room, as the user gave it: data of a stranger
     * @throws RoomException NOT_NOW if the room is full, or the user is in it already
     */
    public Member enter(String name, String userId, String userName) throws RoomException {
        while (true) {
            Room room = all.computeIfAbsent(name, this::open);
            Optional<Member> member = room.enter(userId, userName);
            if (member.isPresent()) {
                return member.get();
            }
            // its last member left in between; the next one is another room
        }
    }

    private Room open(String name) {
        return new Room(limits, post, calls::incrementAndGet, room -> all.remove(name, room));
    }

    /**
     * Ends the calls that have rung for too long. To be called each second or so.
     *
     * @param now {@link System#nanoTime()}
     */
    public void sweep(long now) {
        all.values().forEach(room -> room.sweep(now));
    }

    /** How many rooms there are. */
    public int count() {
        return all.size();
    }
}
