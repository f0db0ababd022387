package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.BrowserContext;
import dev.rillcast.Recording;
import dev.rillcast.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Broadcasts from networks that let only some ways through: each goes live, and is clean. */
@Tag("browser")
@Timeout(60)
class NetworkTest {
    private static final String TOKEN = "from-another-network";
    private static final String SECRET = "north-south-east-west";

    @TempDir static Path directory;

    /** A page in a network, and the server that it came from. */
    private record Visit(TestServer server, Browsers browsers, BrowserContext window, UserPage page)
            implements AutoCloseable {

        static Visit open(Namespace network, TestServer server) throws Exception {
            Browsers browsers =
                    new Browsers(
                            network.chromium(),
                            List.of(
                                    "--ignore-certificate-errors",
                                    "--unsafely-treat-insecure-origin-as-secure="
                                            + server.http("")));
            BrowserContext window = browsers.window(640, 480);
            return new Visit(server, browsers, window, UserPage.open(window, server));
        }

        void goLive() {
            page.run("await user.startPreview({videoDeviceConfig: {width: 320, height: 180}})");
            page.run(
                    "await user.signIn({server: given[0], userName: 'Ada', token: given[1]});"
                            + "await user.startBroadcast({transcodingTargets: {output: given[2]}})",
                    List.of(server.http(""), TOKEN, server.rtmp("live?key=" + TOKEN)));
        }

        /** How the media go, after the recording has shown that they do. */
        String cleanWay() throws Exception {
            CompletableFuture<Path> recording = page.record(directory, "live", 3);
            Recording.assertClean(recording.get());
            return (String)
                    page.run(
                            """
                            const all = await peers.at(-1).getStats();
                            const transport = [...all.values()].find(({type}) => type === 'transport');
                            const pair = all.get(transport.selectedCandidatePairId);
                            const own = all.get(pair.localCandidateId);
                            const other = all.get(pair.remoteCandidateId);
                            return `${own.relayProtocol ?? own.protocol} to ${other.address}`;""");
        }

        @Override
        public void close() {
            window.close();
            browsers.close();
            server.close();
        }
    }

    private static TestServer server(Namespace network, String... settings) throws Exception {
        List<String> all = new ArrayList<>();
        all.addAll(List.of("RILLCAST_AUTH_TOKENS", TOKEN, "RILLCAST_INGEST_KEY", TOKEN));
        all.addAll(List.of(settings));
        return TestServer.at(network.server(), all.toArray(String[]::new));
    }

    @Test
    void whereUdpIsBlockedItGoesByTcp() throws Exception {
        try (Namespace network = Namespace.ipv4(directory);
                Visit visit = Visit.open(network, server(network))) {
            network.letOut("meta l4proto tcp accept");
            visit.goLive();
            assertEquals("tcp to " + network.server(), visit.cleanWay());
        }
    }

    @Test
    void whereOnlyHttpsIsLetThroughItGoesByTurnOverTls() throws Exception {
        try (Namespace network = Namespace.ipv4(directory);
                Coturn _ = Coturn.overTls(directory, network.server(), SECRET);
                Visit visit =
                        Visit.open(
                                network,
                                server(
                                        network,
                                        "RILLCAST_ICE_SERVERS",
                                        "turns:" + network.server() + ":443?transport=tcp",
                                        "RILLCAST_ICE_SECRET",
                                        SECRET))) {
            network.letOut(
                    "tcp dport 443 accept",
                    "tcp dport " + visit.server().config().http().port() + " accept");
            visit.goLive();
            assertEquals("tls to " + network.server(), visit.cleanWay());
        }
    }

    @Test
    void whereThereIsNoIpv4ItGoesByIpv6() throws Exception {
        try (Namespace network = Namespace.ipv6(directory);
                Visit visit = Visit.open(network, server(network))) {
            visit.goLive();
            assertEquals("udp to " + network.server(), visit.cleanWay());
        }
    }

    @Test
    void behindANatItGoesToTheAddressThatIsAnnounced() throws Exception {
        String announced = "203.0.113.7";
        try (Namespace network = Namespace.ipv4(directory);
                Visit visit =
                        Visit.open(
                                network, server(network, "RILLCAST_MEDIA_ADDRESSES", announced))) {
            network.translate(announced);
            visit.goLive();
            assertEquals("udp to " + announced, visit.cleanWay());
        }
    }
}
