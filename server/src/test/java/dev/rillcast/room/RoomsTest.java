package dev.rillcast.room;

import static dev.rillcast.room.Meeting.refused;
import static dev.rillcast.room.PeerState.AVAILABLE;
import static dev.rillcast.room.PeerState.AWAY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rillcast.room.RoomEvent.PeerGone;
import dev.rillcast.room.RoomEvent.PeersChanged;
import dev.rillcast.room.RoomException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who is in a room, and what the others know of it. */
class RoomsTest {
    private static final RoomLimits LIMITS = new RoomLimits(3, 2, Duration.ofSeconds(45));

    private final Mailbox mail = new Mailbox();
    private final Rooms rooms = new Rooms(LIMITS, mail);

    @Test
    void whoEntersIsToldWhoIsThereAndTheOthersThatItCame() throws Exception {
        enter("1");
        assertEquals(List.of(new PeersChanged(List.of())), mail.take("1"));
        enter("2");
        assertEquals(List.of(new PeersChanged(List.of(peer("2")))), mail.take("1"));
        assertEquals(List.of(new PeersChanged(List.of(peer("1")))), mail.take("2"));
        enter("3");
        assertEquals(List.of(peer("2"), peer("3")), mail.takePeers("1"));
        assertEquals(List.of(peer("1"), peer("3")), mail.takePeers("2"));
        assertEquals(List.of(peer("1"), peer("2")), mail.takePeers("3"));
    }

    @Test
    void whoLeavesIsToldNothingAndTheOthersFirstThatItIsGone() throws Exception {
        enter("1");
        Member leaving = enter("2");
        enter("3");
        mail.takeAll();
        leaving.leave();
        for (String other : List.of("1", "3")) {
            Peer left = peer(other.equals("1") ? "3" : "1");
            assertEquals(
                    List.of(new PeerGone("2", "name of 2"), new PeersChanged(List.of(left))),
                    mail.take(other));
        }
        assertEquals(List.of(), mail.take("2"));
    }

    @Test
    void leavingAgainChangesNothingEvenIfTheUserIsBack() throws Exception {
        enter("1");
        Member first = enter("2");
        first.leave();
        enter("2");
        mail.takeAll();
        first.leave();
        first.away(true);
        first.mute(true, true);
        assertEquals(List.of(), mail.take("1"));
        assertThrows(RoomException.class, () -> enter("2"));
    }

    @Test
    void aRoomIsThereAsLongAsItHasMembers() throws Exception {
        assertEquals(0, rooms.count());
        Member one = enter("1");
        Member two = enter("2");
        Member elsewhere = rooms.enter("other", "3", "");
        assertEquals(2, rooms.count());
        one.leave();
        assertEquals(2, rooms.count());
        two.leave();
        assertEquals(1, rooms.count());
        elsewhere.leave();
        assertEquals(0, rooms.count());
    }

    @Test
    void nobodyEntersARoomThatItsLastMemberHasLeft() throws Exception {
        Room room = new Room(rooms, "room", LIMITS, mail);
        room.enter("1", "").orElseThrow().leave();
        assertEquals(Optional.empty(), room.enter("2", ""));
    }

    @Test
    void roomsKnowNothingOfEachOther() throws Exception {
        Member here = enter("1");
        Member there = rooms.enter("Room", "2", "");
        mail.takeAll();
        there.mute(true, true);
        assertEquals(List.of(), mail.take("1"));
        refused(Reason.NO_SUCH, () -> here.invoke("2", 0));
        there.leave();
        assertEquals(List.of(), mail.take("1"));
    }

    @Test
    void aFullRoomTakesNobodyUntilSomebodyLeaves() throws Exception {
        Member one = enter("1");
        enter("2");
        enter("3");
        mail.takeAll();
        assertEquals(
                "the room is full: it holds 3 people", refused(Reason.NOT_NOW, () -> enter("4")));
        assertEquals(List.of(), mail.take("1"));
        one.leave();
        enter("4");
        assertEquals(List.of(peer("2"), peer("3")), mail.takePeers("4"));
    }

    @Test
    void whoWasRefusedMayEnterAnotherRoom() throws Exception {
        for (String user : List.of("1", "2", "3")) {
            enter(user);
        }
        refused(Reason.NOT_NOW, () -> enter("4"));
        rooms.enter("other", "4", "");
        assertEquals(List.of(), mail.takePeers("4"));
    }

    @Test
    void nobodyIsInARoomTwiceOrInTwoRooms() throws Exception {
        Member one = enter("1");
        mail.takeAll();
        refused(Reason.NOT_NOW, () -> enter("1"));
        refused(Reason.NOT_NOW, () -> rooms.enter("other", "1", ""));
        assertEquals(1, rooms.count());
        assertEquals(List.of(), mail.take("1"));
        one.leave();
        rooms.enter("other", "1", "");
    }

    @Test
    void namesAreToldAsTheyWereGivenAndNeedNotDiffer() throws Exception {
        String name = " <img src=x onerror=alert(1)>\u0000 Ωß😀 \"'&amp; ";
        rooms.enter("<b>", "1", name);
        rooms.enter("<b>", "2", name).leave();
        assertEquals(
                List.of(
                        new PeersChanged(List.of()),
                        new PeersChanged(List.of(new Peer("2", name, AVAILABLE, false, false))),
                        new PeerGone("2", name),
                        new PeersChanged(List.of())),
                mail.take("1"));
    }

    @Test
    void userIdsAreTexts() throws Exception {
        enter("7");
        enter("07");
        enter("7 ");
        assertEquals(List.of(peer("07"), peer("7 ")), mail.takePeers("7"));
    }

    @Test
    void whoLosesItsSocketIsAwayUntilItIsBack() throws Exception {
        Member one = enter("1");
        enter("2");
        one.away(true);
        assertEquals(List.of(new Peer("1", "name of 1", AWAY, false, false)), mail.takePeers("2"));
        one.away(false);
        assertEquals(List.of(peer("1")), mail.takePeers("2"));
    }

    @Test
    void whoIsAwayIsToldAllTheSameAndMayLeave() throws Exception {
        Member one = enter("1");
        one.away(true);
        Member two = enter("2");
        assertEquals(List.of(peer("2")), mail.takePeers("1"));
        one.leave();
        assertEquals(List.of(), mail.takePeers("2"));
        two.leave();
        assertEquals(0, rooms.count());
    }

    @Test
    void mutesAreToldAndForgottenWithTheRoom() throws Exception {
        enter("1");
        Member two = enter("2");
        two.mute(true, false);
        assertEquals(
                List.of(new Peer("2", "name of 2", AVAILABLE, true, false)), mail.takePeers("1"));
        two.mute(false, true);
        assertEquals(
                List.of(new Peer("2", "name of 2", AVAILABLE, false, true)), mail.takePeers("1"));
        two.leave();
        enter("2");
        assertEquals(List.of(peer("2")), mail.takePeers("1"));
    }

    @Test
    void aListIsToldOnlyToThoseForWhomItHasChanged() throws Exception {
        Member one = enter("1");
        enter("2");
        mail.takeAll();
        one.mute(true, true);
        assertEquals(List.of(), mail.take("1"), "of itself");
        assertEquals(1, mail.take("2").size());
        one.mute(true, true);
        one.away(false);
        rooms.sweep(0);
        assertEquals(List.of(), mail.take("2"), "nothing new");
    }

    @Test
    void limitsLeaveRoomForSomebody() {
        for (int members = 0; members < 2; members++) {
            int calls = 1 - members;
            int some = members;
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new RoomLimits(some, calls, Duration.ofSeconds(1)));
        }
    }

    private Member enter(String user) throws RoomException {
        return rooms.enter("room", user, "name of " + user);
    }

    private static Peer peer(String user) {
        return new Peer(user, "name of " + user, AVAILABLE, false, false);
    }
}
