package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls to people who are busy, do not answer, or are gone. */
@Tag("browser")
@Timeout(120)
class UnansweredCallTest {
    @RegisterExtension
    static final OpenedRoom ROOM =
            new OpenedRoom("RILLCAST_ROOMS_MAXCALLS", "1", "RILLCAST_ROOMS_RINGING", "5");

    @Test
    void whoHasEnoughCallsIsBusy() throws Exception {
        List<CallPage> all = ROOM.entered("Ada", "Ben", "Cleo");
        CallPage ada = all.getFirst();
        CallPage ben = all.get(1);
        CallPage cleo = all.getLast();
        ada.talkTo(ben);
        cleo.call(ben);
        cleo.awaitEvent("CallRejected", ben);
        assertEquals(List.of("busy"), cleo.reasons("CallRejected", ben));
        cleo.awaitFreeDevices();
        ben.run("await user.invokeCall('" + cleo.id() + "').catch(() => undefined)");
        ben.awaitEvent("CallError", cleo);
        assertEquals(0, ben.count("CallIncoming", cleo));
        ben.seesCamera(ada);
    }

    @Test
    void nobodyRingsForEver() throws Exception {
        List<CallPage> both = ROOM.entered("Ada", "Ben");
        CallPage ada = both.getFirst();
        CallPage ben = both.getLast();
        ada.call(ben);
        ben.awaitEvent("CallIncoming", ada);
        ada.awaitEvent("CallRejected", ben);
        ben.awaitEvent("CallDropped", ada);
        assertEquals(List.of("unanswered"), ada.reasons("CallRejected", ben));
        assertEquals(List.of("unanswered"), ben.reasons("CallDropped", ada));
        assertEquals(0, ada.count("CallDropped", ben));
        ada.awaitFreeDevices();
    }

    @Test
    void whoLeavesBeforeAnsweringIsGone() throws Exception {
        List<CallPage> both = ROOM.entered("Ada", "Ben");
        CallPage ada = both.getFirst();
        CallPage ben = both.getLast();
        ada.call(ben);
        ben.awaitEvent("CallIncoming", ada);
        ben.run("await user.leaveRoom()");
        ada.awaitEvent("CallRejected", ben);
        assertEquals(List.of("gone"), ada.reasons("CallRejected", ben));
        ada.awaitEvent("RemotePeerDisconnected", ben);
        ada.awaitFreeDevices();
    }
}
