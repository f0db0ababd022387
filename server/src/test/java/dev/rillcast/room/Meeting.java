package dev.rillcast.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rillcast.room.RoomException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.function.Executable;

/** A room in which people meet, and what they are told. */
final class Meeting {
    static final Duration RINGING = Duration.ofSeconds(45);

    /** Any moment, so one at which {@link System#nanoTime()} is about to begin anew, too. */
    static final long START = Long.MAX_VALUE - Duration.ofSeconds(30).toNanos();

    static final Negotiation OFFER = new Negotiation.Description("offer", "v=0\r\n");

    final Mailbox mail = new Mailbox();
    final Rooms rooms;

    /**
     * @param calls that a member may have
     */
    Meeting(int calls) {
        rooms = new Rooms(new RoomLimits(5, calls, RINGING), mail);
    }

    Member enter(String user) {
        try {
            return rooms.enter("room", user, "name of " + user);
        } catch (RoomException e) {
            throw new AssertionError(e);
        }
    }

    /** Makes an answered call, and forgets what was told of it. */
    void answered(Member caller, Member callee) throws RoomException {
        caller.invoke(callee.userId, START);
        callee.answer(caller.userId);
        mail.takeAll();
    }

    /** Makes a call that rings, and forgets what was told of it. */
    void ringing(Member caller, Member callee) throws RoomException {
        caller.invoke(callee.userId, START);
        mail.takeAll();
    }

    void assertNothingTold() {
        assertEquals(Map.of(), mail.takeAll());
    }

    /** What a member was told, apart from lists of peers. */
    void assertTold(Member member, RoomEvent... events) {
        assertEquals(List.of(events), mail.takeCalls(member.userId));
    }

    /** How the others are, as a member was told last. */
    void assertStates(Member member, PeerState... states) {
        List<Peer> peers = mail.takePeers(member.userId);
        assertEquals(List.of(states), peers.stream().map(Peer::state).toList());
    }

    /**
     * @return what is said to people
     */
    static String refused(Reason reason, Executable what) {
        RoomException refusal = assertThrows(RoomException.class, what);
        assertEquals(reason, refusal.reason());
        return String.valueOf(refusal.getMessage());
    }
}
