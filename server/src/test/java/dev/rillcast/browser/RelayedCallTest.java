package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.BrowserContext;
import dev.rillcast.TestServer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls and a broadcast that no other way than a TURN server is open to. */
@Tag("browser")
@Timeout(120)
class RelayedCallTest {
    private static final String SECRET = "north-south-east-west";

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

    /** How the media of the page's last connection go: the candidates' types, own and other. */
    private static Object way(UserPage page) {
        return page.run(
                """
                const all = await peers.at(-1).getStats();
                const pair = [...all.values()].find(({type, nominated}) => type === 'candidate-pair' && nominated);
                return [pair.localCandidateId, pair.remoteCandidateId].map((id) => all.get(id).candidateType).join();
                """);
    }

    @Test
    void aBroadcastReachesTheServerThroughTurn() throws Exception {
        try (TestServer server = TestServer.start();
                BrowserContext window = window()) {
            UserPage page = UserPage.open(window, server);
            page.run(
                    "await user.setIceServers("
                            + coturn.iceServers(Instant.now().plusSeconds(600))
                            + ")");
            page.run("await user.startPreview({videoDeviceConfig: {width: 320, height: 180}})");
            page.goLive("relayed");
            page.run("await until(async () => (await sent('video')).framesEncoded > 10)");
            assertEquals("relay,host", way(page));
            page.stop();
        }
    }
}
