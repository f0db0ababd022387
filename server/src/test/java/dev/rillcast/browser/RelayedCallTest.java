package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import dev.rillcast.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls and a broadcast to which no other way is open than a TURN server. */
@Tag("browser")
@Timeout(120)
class RelayedCallTest {
    private static final String SECRET = "north-south-east-west";
    private static final String OTHER_SECRET = "up-and-down";

    /** A call that does not come about is given up earlier. */
    private static final long GIVEN_UP_AFTER_MILLIS = 31_000;

    private static final String RELAY_ONLY =
            """
            window.RTCPeerConnection = class extends RTCPeerConnection {
              constructor(configuration) { super({...configuration, iceTransportPolicy: 'relay'}); }
            };""";

    @TempDir static Path directory;

    private static Coturn coturn;
    private static Browsers browsers;

    @BeforeAll
    static void start() throws Exception {
        coturn = Coturn.start(directory, SECRET);
        browsers = new Browsers(List.of());
    }

    @AfterAll
    static void stop() {
        browsers.close();
        coturn.close();
    }

    private static BrowserContext window() {
        BrowserContext window = browsers.window(640, 480);
        window.addInitScript(RELAY_ONLY);
        return window;
    }

    private static Instant later() {
        return Instant.now().plusSeconds(600);
    }

    /** How media go in the page's last connection: by which candidates, own and other. */
    private static Object way(UserPage page) {
        return page.run(
                """
                let all, pair;
                await until(async () => {
                  all = await peers.at(-1).getStats();
                  const transport = [...all.values()].find(({type}) => type === 'transport');
                  return (pair = all.get(transport?.selectedCandidatePairId));
                });
                const own = all.get(pair.localCandidateId);
                const other = all.get(pair.remoteCandidateId);
                return `${own.candidateType} by ${own.relayProtocol} to ${other.candidateType}`;
                """);
    }

    /** Two in a room of a server of their own. */
    private record Pair(TestServer server, List<BrowserContext> windows, CallPage ada, CallPage ben)
            implements AutoCloseable {

        /**
         * @param secret which the server makes credentials with
         */
        static Pair enter(String turn, String secret) throws IOException {
            TestServer server =
                    TestServer.start("RILLCAST_ICE_SERVERS", turn, "RILLCAST_ICE_SECRET", secret);
            List<BrowserContext> windows = List.of(window(), window());
            CallPage ada = CallPage.open(windows.getFirst(), server, "Ada");
            CallPage ben = CallPage.open(windows.getLast(), server, "Ben");
            List<CallPage> both = List.of(ada, ben);
            both.forEach(each -> each.signIn(server.http(""), "room"));
            both.forEach(CallPage::enter);
            both.forEach(each -> each.awaitOthers(both));
            return new Pair(server, windows, ada, ben);
        }

        void setIceServers(String servers) {
            List.of(ada, ben)
                    .forEach(each -> each.run("await user.setIceServers(" + servers + ")"));
        }

        void talk() {
            ada.talkTo(ben);
            ada.seesCamera(ben);
            ben.seesCamera(ada);
        }

        /** What the caller is told about a call that can't come about. */
        String failure() {
            windows.getFirst().clock().install();
            ada.call(ben);
            ben.answer(ada);
            ada.await("peers.at(-1)?.iceGatheringState === 'complete'");
            windows.getFirst().clock().fastForward(GIVEN_UP_AFTER_MILLIS);
            ada.awaitEvent("CallError", ben);
            ada.awaitEvent("CallDropped", ben);
            ben.awaitEvent("CallDropped", ada);
            assertEquals(List.of("failed"), ada.reasons("CallDropped", ben));
            assertEquals(0, ada.count("CallActive", ben));
            return (String)
                    ada.run("return told('CallError', '%s')[0].data.text".formatted(ben.id()));
        }

        @Override
        public void close() {
            windows.forEach(BrowserContext::close);
            server.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void aCallIsRelayedWithCredentialsOfTheServersMaking(String transport) throws Exception {
        try (Pair pair = Pair.enter(coturn.url(transport), SECRET)) {
            pair.talk();
            for (CallPage each : List.of(pair.ada, pair.ben)) {
                assertEquals("relay by " + transport + " to relay", way(each.page()));
                coturn.assertRelaysFor(each.id());
            }
        }
    }

    @Test
    void aWrongSecretEndsTheCallAndTheTurnServersAnswerIsTold() throws Exception {
        try (Pair pair = Pair.enter(coturn.url("udp"), OTHER_SECRET)) {
            String text = pair.failure();
            assertTrue(text.contains(coturn.url("udp") + " answered 401"), text);
        }
    }

    @Test
    void expiredCredentialsEndTheCallAndTheTurnServersAnswerIsTold() throws Exception {
        try (Pair pair = Pair.enter(coturn.url("udp"), SECRET)) {
            pair.setIceServers(coturn.iceServers(Instant.now().minusSeconds(60)));
            String text = pair.failure();
            assertTrue(text.contains(coturn.url("udp") + " answered 401"), text);
        }
    }

    @Test
    void credentialsOfThePageWinOverTheServers() throws Exception {
        try (Pair pair = Pair.enter(coturn.url("udp"), OTHER_SECRET)) {
            pair.setIceServers(coturn.iceServers(later()));
            pair.talk();
            assertEquals("relay by udp to relay", way(pair.ada.page()));
        }
    }

    @Test
    void aBroadcastReachesTheServerThroughTurn() throws Exception {
        try (TestServer server = TestServer.start();
                BrowserContext window = window()) {
            UserPage page = UserPage.open(window, server);
            page.run("await user.setIceServers(" + coturn.iceServers(later()) + ")");
            page.run("await user.startPreview({videoDeviceConfig: {width: 320, height: 180}})");
            page.goLive("relayed"); // until the ingest has the first frame
            assertEquals("relay by udp to host", way(page));
            page.stop();
        }
    }
}
