package dev.rillcast.room;

import static dev.rillcast.room.Meeting.OFFER;
import static dev.rillcast.room.Meeting.START;
import static dev.rillcast.room.Meeting.refused;
import static dev.rillcast.room.PeerState.AVAILABLE;
import static dev.rillcast.room.PeerState.AWAY;
import static dev.rillcast.room.PeerState.IN_CALL;
import static dev.rillcast.room.PeerState.RINGING;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rillcast.room.RoomEvent.CallDeclined;
import dev.rillcast.room.RoomEvent.CallDropped;
import dev.rillcast.room.RoomEvent.CallRejected;
import dev.rillcast.room.RoomEvent.Drop;
import dev.rillcast.room.RoomEvent.Negotiated;
import dev.rillcast.room.RoomEvent.PeerGone;
import dev.rillcast.room.RoomEvent.PeersChanged;
import dev.rillcast.room.RoomEvent.Rejection;
import dev.rillcast.room.RoomException.Reason;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a call ends, and what does not end it. */
class CallEndTest {
    private final Meeting meeting = new Meeting(2);
    private final Member ada = meeting.enter("ada");
    private final Member bob = meeting.enter("bob");
    private final Member cy = meeting.enter("cy");

    @BeforeEach
    void nothingWasToldYet() {
        meeting.mail.takeAll();
    }

    @Test
    void aDeclinedCallIsOverAndTheCallerIsTold() throws Exception {
        meeting.ringing(ada, bob);
        bob.decline("ada");
        meeting.assertTold(ada, new CallDeclined(1, "bob", "name of bob"));
        meeting.assertTold(bob);
        meeting.assertStates(cy, AVAILABLE, AVAILABLE);
        assertNoCall(ada, bob);
    }

    @Test
    void theCallerHangsUpBeforeTheAnswer() throws Exception {
        meeting.ringing(ada, bob);
        ada.hangUp("bob");
        meeting.assertTold(bob, new CallDropped(1, "ada", "name of ada", Drop.HUNG_UP));
        meeting.assertTold(ada);
        assertNoCall(ada, bob);
    }

    @Test
    void whoIsCalledDeclinesByHangingUpBeforeTheAnswer() throws Exception {
        meeting.ringing(ada, bob);
        bob.hangUp("ada");
        meeting.assertTold(ada, new CallDeclined(1, "bob", "name of bob"));
        meeting.assertTold(bob);
        assertNoCall(ada, bob);
    }

    @Test
    void eitherSideHangsUpAfterTheAnswer() throws Exception {
        meeting.answered(ada, bob);
        ada.hangUp("bob");
        meeting.assertTold(bob, new CallDropped(1, "ada", "name of ada", Drop.HUNG_UP));
        meeting.assertTold(ada);
        assertNoCall(ada, bob);

        meeting.answered(ada, bob);
        bob.hangUp("ada");
        meeting.assertTold(ada, new CallDropped(2, "bob", "name of bob", Drop.HUNG_UP));
        meeting.assertTold(bob);
        meeting.assertStates(cy, AVAILABLE, AVAILABLE);
    }

    @Test
    void aCallerWhoLeavesEndsItsRinging() throws Exception {
        meeting.ringing(ada, bob);
        ada.leave();
        assertEquals(
                List.of(
                        new CallDropped(1, "ada", "name of ada", Drop.GONE),
                        new PeerGone("ada", "name of ada"),
                        new PeersChanged(List.of(peer("cy")))),
                meeting.mail.take("bob"));
        assertEquals(List.of(), meeting.mail.take("ada"));
        refused(Reason.NO_SUCH, () -> bob.answer("ada"));
    }

    @Test
    void whoLeavesBeforeAnsweringRejectsTheCall() throws Exception {
        meeting.ringing(ada, bob);
        bob.leave();
        assertEquals(
                List.of(
                        new CallRejected(1, "bob", "name of bob", Rejection.GONE),
                        new PeerGone("bob", "name of bob"),
                        new PeersChanged(List.of(peer("cy")))),
                meeting.mail.take("ada"));
        refused(Reason.NO_SUCH, () -> ada.invoke("bob", START));
    }

    @Test
    void whoLeavesDropsAllItsAnsweredCalls() throws Exception {
        meeting.answered(ada, bob);
        meeting.answered(cy, ada);
        ada.leave();
        for (Member other : List.of(bob, cy)) {
            int call = other == bob ? 1 : 2;
            assertEquals(
                    List.of(
                            new CallDropped(call, "ada", "name of ada", Drop.GONE),
                            new PeerGone("ada", "name of ada"),
                            new PeersChanged(List.of(peer(other == bob ? "cy" : "bob")))),
                    meeting.mail.take(other.userId));
        }
    }

    @Test
    void whoHasLeftCallsNobodyEvenIfTheUserIsBack() throws Exception {
        meeting.answered(ada, bob);
        ada.leave();
        Member again = meeting.enter("ada");
        meeting.ringing(again, bob);
        refused(Reason.NO_SUCH, () -> ada.invoke("cy", START));
        refused(Reason.NO_SUCH, () -> ada.hangUp("bob"));
        refused(Reason.NO_SUCH, () -> ada.negotiate("bob", 1, OFFER));
        meeting.assertNothingTold();
        bob.answer("ada");
    }

    @Test
    void aCallThatNobodyAnswersEndsAfterItsTime() throws Exception {
        meeting.ringing(ada, bob);
        meeting.rooms.sweep(START + Meeting.RINGING.toNanos() - 1);
        meeting.assertNothingTold();
        meeting.rooms.sweep(START + Meeting.RINGING.toNanos());
        meeting.assertTold(ada, new CallRejected(1, "bob", "name of bob", Rejection.UNANSWERED));
        meeting.assertTold(bob, new CallDropped(1, "ada", "name of ada", Drop.UNANSWERED));
        meeting.assertStates(cy, AVAILABLE, AVAILABLE);
        assertNoCall(ada, bob);
    }

    @Test
    void anAnsweredCallLastsForEver() throws Exception {
        meeting.answered(ada, bob);
        meeting.rooms.sweep(START + 1_000 * Meeting.RINGING.toNanos());
        meeting.assertNothingTold();
    }

    @Test
    void eachCallHasItsOwnTime() throws Exception {
        ada.invoke("bob", START);
        ada.invoke("cy", START + 1);
        meeting.mail.takeAll();
        meeting.rooms.sweep(START + Meeting.RINGING.toNanos());
        assertEquals(1, meeting.mail.takeCalls("ada").size());
        meeting.assertTold(cy);
        cy.answer("ada");
    }

    @Test
    void aLostSocketEndsNoCall() throws Exception {
        meeting.answered(ada, bob);
        ada.away(true);
        meeting.assertStates(cy, AWAY, IN_CALL);
        bob.negotiate("ada", 1, OFFER);
        meeting.assertTold(ada, new Negotiated(1, "bob", OFFER));
        ada.away(false);
        meeting.assertStates(cy, IN_CALL, IN_CALL);
    }

    @Test
    void whoIsAwayIsCalledAndAnswersWhenItIsBack() throws Exception {
        bob.away(true);
        ada.invoke("bob", START);
        meeting.assertStates(cy, RINGING, AWAY);
        bob.away(false);
        meeting.assertStates(cy, RINGING, RINGING);
        bob.answer("ada");
    }

    private static Peer peer(String user) {
        return new Peer(user, "name of " + user, AVAILABLE, false, false);
    }

    private static void assertNoCall(Member one, Member other) {
        for (Member member : List.of(one, other)) {
            String with = member == one ? other.userId : one.userId;
            refused(Reason.NO_SUCH, () -> member.answer(with));
            refused(Reason.NO_SUCH, () -> member.decline(with));
            refused(Reason.NO_SUCH, () -> member.hangUp(with));
        }
    }
}
