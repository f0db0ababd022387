package dev.rillcast.room;

import static dev.rillcast.room.Meeting.OFFER;
import static dev.rillcast.room.Meeting.START;
import static dev.rillcast.room.Meeting.refused;
import static dev.rillcast.room.PeerState.AVAILABLE;
import static dev.rillcast.room.PeerState.IN_CALL;
import static dev.rillcast.room.PeerState.RINGING;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rillcast.room.RoomEvent.CallAnswered;
import dev.rillcast.room.RoomEvent.CallIncoming;
import dev.rillcast.room.RoomEvent.CallRejected;
import dev.rillcast.room.RoomEvent.PeersChanged;
import dev.rillcast.room.RoomEvent.Rejection;
import dev.rillcast.room.RoomException.Reason;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a call comes about; a member may have two. */
class CallTest {
    private final Meeting meeting = new Meeting(2);
    private final Member ada = meeting.enter("ada");
    private final Member bob = meeting.enter("bob");
    private final Member cy = meeting.enter("cy");

    @BeforeEach
    void nothingWasToldYet() {
        meeting.mail.takeAll();
    }

    @Test
    void aCallRingsAtTheOtherOneAlone() throws Exception {
        ada.invoke("bob", START);
        assertEquals(
                List.of(
                        new CallIncoming(1, "ada", "name of ada"),
                        new PeersChanged(List.of(peer("ada", RINGING), peer("cy", AVAILABLE)))),
                meeting.mail.take("bob"));
        meeting.assertTold(ada);
        meeting.assertStates(cy, RINGING, RINGING);
    }

    @Test
    void theAnswerIsToldToBothAndTheCalledOneIsPolite() throws Exception {
        meeting.ringing(ada, bob);
        bob.answer("ada");
        meeting.assertTold(ada, new CallAnswered(1, "bob", "name of bob", false));
        assertEquals(
                List.of(
                        new CallAnswered(1, "ada", "name of ada", true),
                        new PeersChanged(List.of(peer("ada", IN_CALL), peer("cy", AVAILABLE)))),
                meeting.mail.take("bob"));
        meeting.assertStates(cy, IN_CALL, IN_CALL);
    }

    @Test
    void answeringAgainChangesNothingForEitherSide() throws Exception {
        meeting.answered(ada, bob);
        bob.answer("ada");
        ada.answer("bob");
        meeting.assertNothingTold();
    }

    @Test
    void onlyWhoIsCalledAnswersAndDeclines() throws Exception {
        meeting.ringing(ada, bob);
        refused(Reason.NO_SUCH, () -> ada.answer("bob"));
        refused(Reason.NO_SUCH, () -> ada.decline("bob"));
        refused(Reason.NO_SUCH, () -> cy.answer("ada"));
        refused(Reason.NO_SUCH, () -> cy.decline("ada"));
        refused(Reason.NO_SUCH, () -> bob.answer("cy"));
        meeting.assertNothingTold();
    }

    @Test
    void anAnsweredCallIsNotDeclined() throws Exception {
        meeting.answered(ada, bob);
        refused(Reason.NO_SUCH, () -> bob.decline("ada"));
        bob.negotiate("ada", 1, OFFER);
    }

    @Test
    void bothCallingEachOtherMakeOneAnsweredCall() throws Exception {
        ada.invoke("bob", START);
        bob.invoke("ada", START);
        meeting.assertTold(ada, new CallAnswered(1, "bob", "name of bob", false));
        meeting.assertTold(
                bob,
                new CallIncoming(1, "ada", "name of ada"),
                new CallAnswered(1, "ada", "name of ada", true));
        ada.hangUp("bob");
        refused(Reason.NO_SUCH, () -> bob.hangUp("ada"));
    }

    @Test
    void aSecondCallToTheSameMemberIsRefused() throws Exception {
        meeting.ringing(ada, bob);
        assertEquals(
                "you are calling bob already",
                refused(Reason.NOT_NOW, () -> ada.invoke("bob", START)));
        bob.answer("ada");
        meeting.mail.takeAll();
        for (Member member : List.of(ada, bob)) {
            String other = member == ada ? "bob" : "ada";
            assertEquals(
                    "you are in a call with " + other + " already",
                    refused(Reason.NOT_NOW, () -> member.invoke(other, START)));
        }
        meeting.assertNothingTold();
    }

    @Test
    void nobodyCallsOneselfOrAStranger() {
        refused(Reason.ONESELF, () -> ada.invoke("ada", START));
        refused(Reason.NO_SUCH, () -> ada.invoke("dan", START));
        for (String user : List.of("ada", "dan", "bob")) {
            refused(Reason.NO_SUCH, () -> ada.answer(user));
            refused(Reason.NO_SUCH, () -> ada.decline(user));
            refused(Reason.NO_SUCH, () -> ada.hangUp(user));
            refused(Reason.NO_SUCH, () -> ada.negotiate(user, 1, OFFER));
        }
        meeting.assertNothingTold();
    }

    @Test
    void whoHasAllItsCallsIsBusyRingingOnesIncluded() throws Exception {
        meeting.answered(ada, bob);
        cy.invoke("bob", START);
        Member dan = meeting.enter("dan");
        meeting.mail.takeAll();
        dan.invoke("bob", START);
        assertEquals(
                List.of(new CallRejected(3, "bob", "name of bob", Rejection.BUSY)),
                meeting.mail.take("dan"));
        meeting.assertNothingTold();
        ada.hangUp("bob");
        dan.invoke("bob", START);
        assertEquals(
                new CallIncoming(4, "dan", "name of dan"), meeting.mail.takeCalls("bob").getLast());
    }

    @Test
    void whoHasAllItsCallsMakesNoMore() throws Exception {
        meeting.enter("dan");
        ada.invoke("bob", START);
        meeting.ringing(cy, ada);
        assertEquals(
                "you have 2 calls, no more can be had at once",
                refused(Reason.NOT_NOW, () -> ada.invoke("dan", START)));
        meeting.assertNothingTold();
        ada.invoke("cy", START);
        assertEquals(
                List.of(new CallAnswered(2, "cy", "name of cy", true)),
                meeting.mail.takeCalls("ada"),
                "an answer is not one more");
    }

    @Test
    void whoIsInACallAndCalledIsInACall() throws Exception {
        meeting.answered(ada, bob);
        cy.invoke("bob", START);
        meeting.assertStates(ada, IN_CALL, RINGING);
        ada.hangUp("bob");
        meeting.assertStates(cy, AVAILABLE, RINGING);
    }

    private static Peer peer(String user, PeerState state) {
        return new Peer(user, "name of " + user, state, false, false);
    }
}
