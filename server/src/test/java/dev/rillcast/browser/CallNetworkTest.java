package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls over a network that changes, or goes away. */
@Tag("browser")
@Timeout(180)
class CallNetworkTest {
    @RegisterExtension static final OpenedRoom ROOM = new OpenedRoom();

    private UdpRelay network;
    private CallPage ada;
    private CallPage ben;

    @BeforeEach
    void talk() throws Exception {
        network = new UdpRelay();
        List<CallPage> users = new ArrayList<>();
        for (String name : List.of("Ada", "Ben")) {
            BrowserContext window = ROOM.window();
            window.exposeFunction("relayed", port -> network.alias((int) port[0]));
            window.addInitScript(SpecDocument.resource("dev/rillcast/browser/relayed.js"));
            users.add(ROOM.signedIn(window, name, ROOM.server().http("")));
        }
        OpenedRoom.together(users);
        ada = users.getFirst();
        ben = users.getLast();
        ada.talkTo(ben);
        ada.seesCamera(ben);
        ben.seesCamera(ada);
    }

    @AfterEach
    void close() {
        network.close();
    }

    @Test
    void aCallMovesToAnotherNetwork() {
        network.change();
        ada.awaitEvent("CallUnstable", ben);
        ben.awaitEvent("CallUnstable", ada);
        ada.awaitEvent("CallAgainStable", ben);
        ben.awaitEvent("CallAgainStable", ada);
        ada.seesCamera(ben);
        ben.seesCamera(ada);
        ben.hears(ada);
        ada.hangUp(ben);
        ada.isDoneWith(ben);
        assertEquals(0, ada.count("CallError", ben));
        assertEquals(1, ada.count("CallActive", ben));
    }

    @Test
    void aCallWhoseNetworkStaysAwayFails() {
        ada.page().installClock();
        network.cut();
        ada.awaitEvent("CallUnstable", ben);
        ben.awaitEvent("CallUnstable", ada);
        ada.page().moveClock(29_000);
        assertEquals(0, ada.count("CallError", ben));
        ada.page().moveClock(1_000);
        ada.awaitEvent("CallDropped", ben);
        ben.awaitEvent("CallDropped", ada);
        assertEquals(List.of("failed"), ada.reasons("CallDropped", ben));
        assertEquals(1, ada.count("CallError", ben));
        assertTrue(ada.check("told('CallError', '%s')[0].code === 1000".formatted(ben.id())));
        ada.awaitFreeDevices();
        ben.awaitFreeDevices();
        ada.isDoneWith(ben);
        assertEquals(0, ada.count("CallAgainStable", ben));
    }
}
