package dev.rillcast.browser;

import com.microsoft.playwright.BrowserContext;
import dev.rillcast.Recording;
import dev.rillcast.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A page in a network of its own, and the server on this machine that it came from. */
record Visit(TestServer server, Browsers browsers, BrowserContext window, UserPage page)
        implements AutoCloseable {
    private static final String TOKEN = "from-another-network";
    private static final String STREAM = "live";

    /**
     * @param settings of the server: variables by name and value in turn
     */
    static Visit open(Namespace network, String... settings) throws Exception {
        List<String> all = new ArrayList<>(List.of(settings));
        all.addAll(List.of("RILLCAST_AUTH_TOKENS", TOKEN, "RILLCAST_INGEST_KEY", TOKEN));
        TestServer server = TestServer.at(network.server(), all.toArray(String[]::new));
        try {
            return open(network, server);
        } catch (Throwable e) {
            server.close();
            throw e;
        }
    }

    private static Visit open(Namespace network, TestServer server) throws Exception {
        Browsers browsers =
                new Browsers(
                        network.chromium(),
                        List.of(
                                "--ignore-certificate-errors",
                                "--unsafely-treat-insecure-origin-as-secure=" + server.http("")));
        BrowserContext window = browsers.window(640, 480);
        return new Visit(server, browsers, window, UserPage.open(window, server));
    }

    void goLive() {
        page.run("await user.startPreview({videoDeviceConfig: {width: 320, height: 180}})");
        page.run(
                """
                await user.signIn({server: given[0], userName: 'Ada', token: given[1]});
                await user.startBroadcast({transcodingTargets: {output: given[2]}});""",
                List.of(server.http(""), TOKEN, server.rtmp(STREAM) + "?key=" + TOKEN));
    }

    /** Begins to record what viewers get. */
    CompletableFuture<Path> record(Path directory, int seconds) {
        return page.record(directory, STREAM, seconds);
    }

    /** The recording, which is clean; what the page has to say is heard meanwhile. */
    Path await(CompletableFuture<Path> recording) throws Exception {
        while (!recording.isDone()) {
            page.pass(100);
        }
        Recording.assertClean(recording.get());
        return recording.get();
    }

    /** How the media go, after a recording has shown that they do. */
    String cleanWay(Path directory) throws Exception {
        Path _ = await(record(directory, 3));
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
