package dev.rillcast.room;

import static dev.rillcast.room.Meeting.OFFER;
import static dev.rillcast.room.Meeting.START;
import static dev.rillcast.room.Meeting.refused;
import static dev.rillcast.room.PeerState.AVAILABLE;
import static dev.rillcast.room.PeerState.IN_CALL;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rillcast.room.Negotiation.Candidates;
import dev.rillcast.room.Negotiation.Description;
import dev.rillcast.room.Negotiation.IceCandidate;
import dev.rillcast.room.RoomEvent.CallDropped;
import dev.rillcast.room.RoomEvent.CallIncoming;
import dev.rillcast.room.RoomEvent.Drop;
import dev.rillcast.room.RoomEvent.Negotiated;
import dev.rillcast.room.RoomException.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several calls at once, and what goes through them. */
class MeshTest {
    private final Meeting meeting = new Meeting(4);
    private final List<Member> five = new ArrayList<>();

    @BeforeEach
    void fivePeopleMeet() {
        for (String user : List.of("ada", "bob", "cy", "dan", "eve")) {
            five.add(meeting.enter(user));
        }
        meeting.mail.takeAll();
    }

    @Test
    void fiveTalkToEachOtherInTenCallsWithNumbersOfTheirOwn() throws Exception {
        Set<Long> numbers = new HashSet<>();
        for (long number : mesh().values()) {
            numbers.add(number);
        }
        assertEquals(10, numbers.size());
        meeting.assertNothingTold();
    }

    @Test
    void aMeshLosesOneAndTheOthersTalkOn() throws Exception {
        Map<String, Long> numbers = mesh();
        Member gone = five.removeLast();
        gone.leave();
        for (Member member : five) {
            long number = numbers.getOrDefault(member.userId + " eve", 0L);
            assertEquals(
                    new CallDropped(number, "eve", "name of eve", Drop.GONE),
                    meeting.mail.takeCalls(member.userId).getFirst());
        }
        for (Member member : five) {
            for (Member other : five) {
                if (member != other) {
                    member.negotiate(
                            other.userId,
                            numbers.getOrDefault(member.userId + " " + other.userId, 0L),
                            OFFER);
                }
            }
        }
    }

    @Test
    void whoHangsUpOneCallStaysInTheOthers() throws Exception {
        mesh();
        Member ada = five.getFirst();
        for (String other : List.of("bob", "cy", "dan")) {
            ada.hangUp(other);
        }
        meeting.mail.takeAll();
        ada.away(true);
        ada.away(false);
        meeting.assertStates(five.getLast(), IN_CALL, IN_CALL, IN_CALL, IN_CALL);
        ada.hangUp("eve");
        meeting.assertStates(five.getLast(), AVAILABLE, IN_CALL, IN_CALL, IN_CALL);
    }

    @Test
    void whatTheTwoTellEachOtherIsPassedOnAsItIsAndInOrder() throws Exception {
        List<Negotiation> said =
                List.of(
                        OFFER,
                        new Candidates(
                                List.of(
                                        new IceCandidate(
                                                "candidate:1 1 udp 1 192.0.2.1 9 typ host",
                                                Optional.of("0"),
                                                OptionalInt.of(0),
                                                Optional.of("a1b2")),
                                        new IceCandidate(
                                                "",
                                                Optional.empty(),
                                                OptionalInt.empty(),
                                                Optional.empty()))),
                        new Description("rollback", ""),
                        new Description("answer", "\u0000 <b>"));
        mesh();
        Member ada = five.get(0);
        Member bob = five.get(1);
        for (Negotiation what : said) {
            ada.negotiate("bob", 1, what);
            bob.negotiate("ada", 1, what);
        }
        for (Member member : List.of(ada, bob)) {
            String from = member == ada ? "bob" : "ada";
            assertEquals(
                    said.stream().map(what -> new Negotiated(1, from, what)).toList(),
                    meeting.mail.take(member.userId));
        }
        meeting.assertNothingTold();
    }

    @Test
    void nothingIsPassedOnBeforeTheAnswerOrAfterTheEnd() throws Exception {
        Member ada = five.get(0);
        Member bob = five.get(1);
        meeting.ringing(ada, bob);
        assertNotPassedOn(ada, bob, 1);
        bob.answer("ada");
        ada.hangUp("bob");
        meeting.mail.takeAll();
        assertNotPassedOn(ada, bob, 1);
    }

    @Test
    void nothingIsPassedOnInAnotherCall() throws Exception {
        Member ada = five.get(0);
        Member bob = five.get(1);
        Member cy = five.get(2);
        meeting.answered(ada, bob);
        ada.hangUp("bob");
        meeting.answered(ada, bob);
        meeting.answered(bob, cy);
        for (long number : List.of(-1L, 0L, 1L, 3L, 4L)) {
            assertNotPassedOn(ada, bob, number);
        }
        assertNotPassedOn(ada, cy, 2);
        assertNotPassedOn(ada, cy, 3);
        ada.negotiate("bob", 2, OFFER);
        meeting.assertTold(bob, new Negotiated(2, "ada", OFFER));
    }

    private void assertNotPassedOn(Member one, Member other, long number) {
        meeting.mail.takeAll();
        refused(Reason.NO_SUCH, () -> one.negotiate(other.userId, number, OFFER));
        refused(Reason.NO_SUCH, () -> other.negotiate(one.userId, number, OFFER));
        meeting.assertNothingTold();
    }

    /** All call all. Gives each call's number, by either side's ids. */
    private Map<String, Long> mesh() throws RoomException {
        Map<String, Long> numbers = new HashMap<>();
        for (Member callee : five) {
            for (Member caller : five.subList(0, five.indexOf(callee))) {
                caller.invoke(callee.userId, START);
                CallIncoming call = (CallIncoming) meeting.mail.takeCalls(callee.userId).getFirst();
                callee.answer(caller.userId);
                numbers.put(caller.userId + " " + callee.userId, call.call());
                numbers.put(callee.userId + " " + caller.userId, call.call());
                meeting.mail.takeAll();
            }
        }
        return numbers;
    }
}
