package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls between two browsers that are made and answered in all sorts of ways, or not at all. */
@Tag("browser")
@Timeout(120)
class RingingTest {
    @RegisterExtension static final OpenedRoom ROOM = new OpenedRoom();

    private CallPage ada;
    private CallPage ben;

    @BeforeEach
    void enter() throws Exception {
        List<CallPage> users = ROOM.entered("Ada", "Ben");
        ada = users.getFirst();
        ben = users.getLast();
    }

    @Test
    void whoCallEachOtherAtOnceAreInOneCall() {
        String benId = ben.id();
        String adaId = ada.id();
        ada.run("user.invokeCall('" + benId + "')");
        ben.run("user.invokeCall('" + adaId + "')");
        ada.awaitEvent("CallActive", ben);
        ben.awaitEvent("CallActive", ada);
        ada.seesCamera(ben);
        ben.seesCamera(ada);
        ada.hangUp(ben);
        ada.isDoneWith(ben);
        assertEquals(1, ada.count("CallActive", ben));
        assertEquals(1, ben.count("CallActive", ada));
        assertEquals(List.of(), errors(ada));
        assertEquals(List.of(), errors(ben));
    }

    @Test
    void aDeclinedCallIsToldToTheCallerWhoseCameraIsFreed() {
        ada.call(ben);
        ben.awaitEvent("CallIncoming", ada);
        ben.run("await user.declineCall('" + ada.id() + "')");
        ada.awaitEvent("CallDeclined", ben);
        ada.awaitFreeDevices();
        ada.awaitClosedConnections();
        ada.await("peer('" + ben.id() + "').state === 'available'");
        assertEquals(0, ada.count("CallDropped", ben));
    }

    @Test
    void aCallerMayGiveUpWhileItRings() {
        ada.call(ben);
        ben.awaitEvent("CallIncoming", ada);
        ada.hangUp(ben);
        ben.awaitEvent("CallDropped", ada);
        ada.awaitFreeDevices();
        ben.run("await user.answerCall('" + ada.id() + "').catch(() => undefined)");
        assertEquals(List.of(1004), errors(ben));
        assertEquals(0, ben.count("CallActive", ada));
    }

    @Test
    void aSecondCallToTheSameOneSaysThatTheFirstIsStillActive() {
        ada.talkTo(ben);
        ada.call(ben);
        ada.awaitEvent("CallStillActive", ben);
        assertEquals(0, ben.count("CallDropped", ada));
        assertEquals(1, ben.count("CallIncoming", ada));
        assertEquals(List.of(), errors(ada));
    }

    @Test
    void whoCantBeCalledIsToldByACode() throws Exception {
        CallPage cleo = ROOM.signedIn("Cleo");
        refuses(ada, "invokeCall", "12", 1004);
        refuses(ada, "invokeCall", ada.id(), 1002);
        refuses(ada, "invokeCall", cleo.id(), 1004);
        refuses(ada, "hangUpCall", ben.id(), 1004);
        refuses(ada, "answerCall", ben.id(), 1004);
        refuses(ada, "declineCall", ben.id(), 1004);
        refuses(cleo, "invokeCall", ada.id(), 1006);
        cleo.run("await user.signOut()");
        refuses(cleo, "invokeCall", ada.id(), 4001);
        cleo.awaitClosedConnections();
        assertEquals(true, cleo.run("return captured.every((t) => t.readyState === 'ended')"));
    }

    private static void refuses(CallPage user, String method, String id, int code) {
        user.run(
                "events.length = 0; await user.%s('%s').catch(() => undefined)"
                        .formatted(method, id));
        assertEquals(List.of(code), errors(user), method + " of " + id);
    }

    private static List<?> errors(CallPage user) {
        return (List<?>)
                user.run(
                        "return events.filter(({name}) => name === 'CallError')"
                                + ".map(({code}) => code)");
    }

    @Test
    void whoLeavesTheRoomEndsTheCallAndMayComeBack() {
        ada.talkTo(ben);
        ben.run("await user.leaveRoom()");
        ada.awaitEvent("RemotePeerDisconnected", ben);
        ada.awaitFreeDevices();
        ben.awaitFreeDevices();
        ben.enter();
        ada.awaitOthers(List.of(ada, ben));
        ben.talkTo(ada);
        ada.awaitEvent("CallActive", ben, 2);
        ada.seesCamera(ben);
        assertEquals(List.of("gone"), ada.reasons("CallDropped", ben));
        assertEquals(List.of("left"), ben.reasons("CallDropped", ada));
    }

    @Test
    void whoSignsOutEndsTheCall() {
        ada.talkTo(ben);
        ben.run("await user.signOut()");
        ada.awaitEvent("RemotePeerDisconnected", ben);
        ada.isDoneWith(ben);
        ben.awaitFreeDevices();
        assertEquals(List.of("gone"), ada.reasons("CallDropped", ben));
    }
}
