package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import dev.rillcast.TestServer;
import dev.rillcast.web.Relay;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A broadcast whose socket is cut while it is live, in a real browser. */
@Tag("browser")
@Timeout(120)
class CutSocketTest {
    private static Browsers browsers;
    private static TestServer server;

    private Relay relay;
    private BrowserContext window;
    private UserPage page;

    @BeforeAll
    static void start() throws Exception {
        browsers = new Browsers(List.of());
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
        browsers.close();
    }

    @BeforeEach
    void goLive() throws Exception {
        relay = new Relay(server.config().http().port());
        window = browsers.window(800, 600);
        page = UserPage.open(window, server);
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
        window.close();
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
