package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import dev.rillcast.Program;
import dev.rillcast.Recording;
import dev.rillcast.TestServer;
import dev.rillcast.web.Relay;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broadcast whose way to the server is lost for good, while one from other ports is open. */
@Tag("browser")
@Timeout(180)
class ResumedBroadcastTest {
    @TempDir static Path directory;

    private static Browsers browsers;
    private static TestServer server;

    private UdpRelay network;
    private Relay sockets;
    private BrowserContext window;
    private UserPage page;

    @BeforeAll
    static void start() throws Exception {
        browsers = new Browsers(List.of("--allow-loopback-in-peer-connection"));
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        browsers.close();
        server.close();
    }

    @BeforeEach
    void open() throws Exception {
        network = new UdpRelay();
        sockets = new Relay(server.config().http().port());
        window = browsers.window(640, 480);
        window.exposeFunction("relayed", port -> network.alias((int) port[0]));
        window.addInitScript(SpecDocument.resource("dev/rillcast/browser/relayed-uplink.js"));
        page = UserPage.open(window, server);
    }

    @AfterEach
    void close() throws Exception {
        window.close();
        network.close();
        sockets.close();
    }

    private void goLive(String name) {
        page.run(
                """
                window.told = (message) => events.some(({name, data}) =>
                    name === 'BroadcastStatus' && data.message === message && data.target === undefined);
                user.setConfig({reconnect: {minDelay: 100, maxDelay: 500}});
                await user.startPreview({videoDeviceConfig: {width: 320, height: 180}});
                await user.signIn({server: 'ws://localhost:%d', userName: 'Ada'});
                await user.startBroadcast({transcodingTargets: {output: '%s'}});"""
                        .formatted(sockets.port(), server.rtmp(name)));
    }

    /**
     * @param connections that it took, the first one included
     */
    private void awaitResumed(int connections) {
        page.run("await until(() => told('reconnecting_broadcast'))");
        page.run("await until(() => told('broadcasting'))");
        assertTrue(page.check("!events.some(({name}) => name.endsWith('Error'))"));
        assertEquals(connections, page.run("return peers.length"));
        page.run(
                "const {bytesSent} = await sent('video');"
                        + "await until(async () => (await sent('video')).bytesSent > bytesSent + 20000)");
    }

    @Test
    void viewersHearNoHoleAndSeeThePictureGoOn() throws Exception {
        goLive("resumed");
        CompletableFuture<Path> recording = page.record(directory, "resumed", 20);
        page.pass(3_000);
        network.change();
        awaitResumed(1);
        Path file = recording.get();
        assertEquals(List.of("publisherMoved"), stopped());
        Recording.assertClean(file);
        List<Double> sound = times(file, "a");
        assertTrue(largestStep(sound) < 0.06, "a hole of " + largestStep(sound) + " s");
        assertTrue(sound.getLast() - sound.getFirst() > 17);
        List<Double> picture = times(file, "v");
        assertEquals(sound.getLast(), picture.getLast(), 0.5);
        assertTrue(smallestStep(picture) >= 0);
        assertTrue(largestStep(picture) < 3, "no picture for " + largestStep(picture) + " s");
    }

    /** Ends it, and gives the events of its report that are of the publisher's connection. */
    @SuppressWarnings("unchecked")
    private List<String> stopped() {
        return (List<String>)
                page.run(
                        "const {report} = await user.stopBroadcast();"
                                + "return report.events.map(({event}) => event)"
                                + ".filter((event) => event.startsWith('publisher'))");
    }

    @Test
    void aLostSocketIsResumedFirstAndWhatNoRestartMendsIsMadeAnew() throws Exception {
        page.run(
                """
                const {createOffer} = RTCPeerConnection.prototype;
                RTCPeerConnection.prototype.createOffer = function () { return createOffer.call(this); };""");
        goLive("both");
        sockets.cut();
        network.change();
        page.run("await until(() => told('reconnecting_broadcast'))");
        page.pass(4_000);
        assertEquals(1, page.run("return peers.length"));
        sockets.mend();
        awaitResumed(2);
        assertEquals(List.of("publisherBack"), stopped());
    }

    /** Seconds, of each packet of that kind. */
    private static List<Double> times(Path file, String kind) throws Exception {
        return Program.run(
                        directory,
                        "ffprobe",
                        "-v",
                        "error",
                        "-select_streams",
                        kind,
                        "-show_entries",
                        "packet=dts_time",
                        "-of",
                        "csv=p=0",
                        file.toString())
                .lines()
                .map(line -> line.replaceAll(",.*", ""))
                .filter(line -> !line.isBlank())
                .map(Double::valueOf)
                .toList();
    }

    private static double largestStep(List<Double> times) {
        double largest = 0;
        for (int i = 1; i < times.size(); i++) {
            largest = Math.max(largest, times.get(i) - times.get(i - 1));
        }
        return largest;
    }

    private static double smallestStep(List<Double> times) {
        double smallest = Double.MAX_VALUE;
        for (int i = 1; i < times.size(); i++) {
            smallest = Math.min(smallest, times.get(i) - times.get(i - 1));
        }
        return smallest;
    }
}
