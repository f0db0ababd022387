package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rillcast.web.Relay;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls of somebody whose signalling socket is cut, or whose page is closed. */
@Tag("browser")
@Timeout(120)
class CutSocketCallTest {
    @RegisterExtension static final OpenedRoom ROOM = new OpenedRoom();

    private Relay line;
    private CallPage ada;
    private CallPage ben;

    @BeforeEach
    void talk() throws Exception {
        line = new Relay(ROOM.server().config().http().port());
        ada = ROOM.signedIn("Ada");
        ben = ROOM.signedIn(ROOM.window(), "Ben", "ws://localhost:" + line.port());
        ben.run("user.setConfig({reconnect: {minDelay: 100, maxDelay: 500}})");
        OpenedRoom.together(List.of(ada, ben));
        ada.talkTo(ben);
        ada.seesCamera(ben);
    }

    @AfterEach
    void close() throws Exception {
        line.close();
    }

    private String stateOfBen() {
        return "peer('" + ben.id() + "')?.state";
    }

    private void cut() throws Exception {
        line.cut();
        ben.awaitStatus("reconnecting");
        ada.await(stateOfBen() + " === 'away'");
    }

    @Test
    void theCallGoesOnAndIsStillActiveAfterwards() throws Exception {
        cut();
        ada.seesCamera(ben);
        ben.seesCamera(ada);
        ben.hears(ada);
        line.mend();
        ben.awaitEvent("CallStillActive", ada);
        ada.await(stateOfBen() + " === 'incall'");
        assertEquals(1, ben.count("CallActive", ada));
        assertEquals(0, ada.count("RemotePeerDisconnected", ben));
        ben.hangUp(ada);
        ben.isDoneWith(ada);
    }

    @Test
    void whatHappensMeanwhileIsToldAfterwards() throws Exception {
        cut();
        ada.hangUp(ben);
        line.mend();
        ben.awaitEvent("CallDropped", ada);
        ben.awaitFreeDevices();
        ben.isDoneWith(ada);
        assertEquals(List.of("hungUp"), ben.reasons("CallDropped", ada));
    }

    @Test
    void aPictureThatIsAddedMeanwhileArrivesAfterwards() throws Exception {
        ada.hangUp(ben);
        ben.awaitEvent("CallDropped", ada);
        ada.run("await user.startPreview({videoDeviceConfig: {device: false}})");
        ada.call(ben);
        ben.awaitEvent("CallIncoming", ada, 2);
        ben.answer(ada);
        ada.awaitEvent("CallActive", ben, 2);
        ben.awaitEvent("CallActive", ada, 2);
        cut();
        ada.run("await user.setVideoDevice({device: 0, width: 320, height: 180, framerate: 15})");
        line.mend();
        ben.seesCamera(ada);
        ada.seesCamera(ben);
    }

    @Test
    void aLineThatStaysCutEndsTheCallAndFreesTheCamera() throws Exception {
        ben.run("user.setConfig({reconnect: {retries: 3}})");
        cut();
        ben.awaitEvent("CallDropped", ada);
        ben.awaitFreeDevices();
        ben.awaitClosedConnections();
        assertEquals(List.of("lost"), ben.reasons("CallDropped", ada));
        ada.hangUp(ben);
        ada.isDoneWith(ben);
    }

    @Test
    void whosePageIsClosedIsGone() {
        ben.page().close();
        ada.awaitEvent("RemotePeerDisconnected", ben);
        ada.awaitEvent("CallDropped", ben);
        ada.awaitFreeDevices();
        ada.awaitClosedConnections();
        ada.awaitOthers(List.of(ada));
        assertEquals(List.of("gone"), ada.reasons("CallDropped", ben));
    }
}
