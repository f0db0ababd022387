package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.TestServer;
import dev.rillcast.web.Relay;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A broadcast whose socket is cut while it is live, in a real browser. */
@Tag("browser")
@Timeout(120)
class CutSocketTest {
    @RegisterExtension static final OpenedPage OPENED = new OpenedPage();

    private Relay relay;
    private TestServer server;
    private UserPage page;

    @BeforeEach
    void goLive() throws Exception {
        server = OPENED.server();
        relay = new Relay(server.config().http().port());
        page = OPENED.page();
        page.run(
                """
                window.told = (event, status) =>
                    events.some(({name, data}) => name === event && data.status === status);
                await user.startPreview({});
                user.setConfig({reconnect: {minDelay: 100, maxDelay: 500}});
                await user.signIn({server: 'ws://localhost:%d', userName: 'Ada'});
                await user.startBroadcast({transcodingTargets: {output: '%s'}});"""
                        .formatted(
                                relay.port(),
                                "rtmp://127.0.0.1:"
                                        + server.config().ingest().port()
                                        + "/live/resumed"));
    }

    @AfterEach
    void close() throws Exception {
        relay.close();
    }

    private void cut() throws Exception {
        relay.cut();
        page.run("await until(() => told('ServerStatus', 'reconnecting'))");
    }

    @Test
    void theBroadcastGoesOnAndWhatWasCalledMeanwhileIsDone() throws Exception {
        cut();
        assertTrue(page.check("user.isSignedIn()"));
        page.run(
                """
                const {bytesSent} = await sent('video');
                await until(async () => (await sent('video')).bytesSent > bytesSent + 10000);
                window.data = user.sendMetaData('onMetaData', {sent: 'while away'});""");
        relay.mend();
        page.run("await until(() => told('ServerStatus', 'connected')); await data");
        assertTrue(page.check("user.isSignedIn()"));
        page.run("await user.sendMetaData('onMetaData', {sent: 'afterwards'})");
        page.stop();
        assertTrue(page.check("!events.some(({name}) => name.endsWith('Error'))"));
        page.run("await user.signOut()");
    }

    @Test
    void itMayBeCutAgainAndAgain() throws Exception {
        for (int i = 0; i < 3; i++) {
            cut();
            relay.mend();
            page.run("await until(() => told('ServerStatus', 'connected')); events.length = 0");
        }
        page.stop();
        assertEquals(List.of("StopBroadcastSuccess"), page.events());
    }

    @Test
    void aLineThatStaysCutEndsSessionAndBroadcast() throws Exception {
        page.run("user.setConfig({reconnect: {retries: 3}})");
        cut();
        page.run("await until(() => told('ServerError', 'disconnected'))");
        assertTrue(page.check("!user.isSignedIn()"));
        assertTrue(page.check("peers.at(-1).connectionState === 'closed'"));
        assertEquals(
                List.of("ServerStatus", "BroadcastError", "ServerError"),
                page.events().subList(page.events().size() - 3, page.events().size()));
    }
}
