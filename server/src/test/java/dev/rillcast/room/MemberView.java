package dev.rillcast.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.room.RoomEvent.CallAnswered;
import dev.rillcast.room.RoomEvent.CallDeclined;
import dev.rillcast.room.RoomEvent.CallDropped;
import dev.rillcast.room.RoomEvent.CallIncoming;
import dev.rillcast.room.RoomEvent.CallRejected;
import dev.rillcast.room.RoomEvent.Negotiated;
import dev.rillcast.room.RoomEvent.PeerGone;
import dev.rillcast.room.RoomEvent.PeersChanged;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one member knows, built only from what it was told and which of its requests were taken, as
 * a client does. An event that does not fit what it knows is a failure.
 */
final class MemberView {
    enum Phase {
        CALLING,
        CALLED,
        ANSWERED;

        Phase atTheOtherSide() {
            return switch (this) {
                case CALLING -> CALLED;
                case CALLED -> CALLING;
                case ANSWERED -> ANSWERED;
            };
        }
    }

    /** A call; who calls knows no number before the answer. */
    record Call(Phase phase, long number) {}

    private final String user;
    private final Map<String, Call> calls = new TreeMap<>();
    private final Set<String> gone = new HashSet<>();
    private @Nullable Map<String, Peer> peers;

    MemberView(String user) {
        this.user = user;
    }

    /** One of its requests was taken. What follows of it is told after this. */
    void asked(Step step) {
        switch (step) {
            case Step.Invoke(String _, String other) ->
                    calls.putIfAbsent(other, new Call(Phase.CALLING, 0));
            case Step.Decline(String _, String other) -> calls.remove(other);
            case Step.HangUp(String _, String other) -> calls.remove(other);
            default -> {}
        }
    }

    void told(RoomEvent event) {
        switch (event) {
            case PeersChanged(List<Peer> next) -> {
                Map<String, Peer> byId = new TreeMap<>();
                next.forEach(peer -> assertNull(byId.put(peer.userId(), peer), "is there twice"));
                assertFalse(byId.containsKey(user), "in its own list");
                assertNotEquals(peers, byId, "told, but nothing has changed");
                peers = byId;
                gone.retainAll(byId.keySet());
            }
            case PeerGone(String other, String _) -> {
                assertTrue(peers().containsKey(other), "gone, but never was there");
                assertTrue(gone.add(other), "gone twice");
                assertFalse(calls.containsKey(other), "gone in a call");
            }
            case CallIncoming(long number, String other, String _) ->
                    assertNull(calls.put(other, new Call(Phase.CALLED, number)), "calls again");
            case CallAnswered(long number, String other, String _, boolean polite) -> {
                assertEquals(polite ? new Call(Phase.CALLED, number) : calling(), at(other));
                calls.put(other, new Call(Phase.ANSWERED, number));
            }
            case CallRejected(long _, String other, String _, RoomEvent.Rejection _) ->
                    assertEquals(calling(), calls.remove(other));
            case CallDeclined(long _, String other, String _) ->
                    assertEquals(calling(), calls.remove(other));
            case CallDropped(long number, String other, String _, RoomEvent.Drop _) -> {
                assertNotEquals(calling(), at(other), "should be rejected");
                assertEquals(number, at(other).number());
                calls.remove(other);
            }
            case Negotiated(long number, String other, Negotiation said) -> {
                assertEquals(new Call(Phase.ANSWERED, number), at(other));
                assertEquals(Step.SAID, said);
            }
        }
    }

    /** Nothing more is on the way: all that belongs together was told. */
    void settled() {
        assertEquals(Set.of(), gone, "gone, and still in the list");
    }

    /** The other members, by their ids. */
    Map<String, Peer> peers() {
        assertTrue(peers != null, "was told of nobody");
        return peers;
    }

    /** All who are in the room, itself too. */
    Set<String> everybody() {
        Set<String> all = new TreeSet<>(peers().keySet());
        all.add(user);
        return all;
    }

    /** Its calls, by the ids of the others. */
    Map<String, Call> calls() {
        return calls;
    }

    private Call at(String other) {
        return calls.getOrDefault(other, new Call(Phase.ANSWERED, -1));
    }

    private static Call calling() {
        return new Call(Phase.CALLING, 0);
    }
}
