package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import dev.rillcast.FlvFile;
import dev.rillcast.Recording;
import dev.rillcast.TestPattern;
import dev.rillcast.TestServer;
import dev.rillcast.link.Impairment;
import dev.rillcast.link.LinkEmulator;
import dev.rillcast.web.Http;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A browser's broadcast over a link that loses packets, as those who watch it see it. */
@Tag("browser")
@Tag("alone")
@Timeout(120)
class LossyLinkTest {
    private static final int MILLIS = 6_000;

    /** What is under way when the last picture is sent. */
    private static final int LAST_MILLIS = 600;

    @TempDir static Path directory;

    private static TestPattern pattern;
    private static Browsers browsers;
    private static TestServer server;
    private static Http viewer;

    @BeforeAll
    static void start() throws Exception {
        pattern = TestPattern.make(directory);
        browsers = new Browsers(List.of());
        server = TestServer.start();
        viewer = new Http(server);
    }

    @AfterAll
    static void stop() {
        viewer.close();
        server.close();
        browsers.close();
    }

    /** The loss is that of both directions, in per cent. */
    @ParameterizedTest
    @CsvSource({"5, 0.98, 300", "10, 0.97, 500"})
    void hardlyAnythingIsMissedAndNothingIsBroken(int loss, double share, int longestStep)
            throws Exception {
        Impairment lossy =
                Impairment.NONE
                        .withLoss(loss / 100.0)
                        .withDelay(Duration.ofMillis(50), Duration.ZERO);
        try (LinkEmulator link = LinkedPage.link(server, loss);
                BrowserContext window = browsers.window(640, 480)) {
            link.up(lossy);
            link.down(lossy);
            String name = "lossy" + loss;
            CompletableFuture<Path> viewed = viewer.view(name, directory.resolve(name + ".flv"));
            UserPage page = LinkedPage.open(window, server, link);
            PatternBroadcast.show(page, pattern);
            page.run("await user.setConfig({bitrates: {videoSendBitrate: 1500}})");
            page.goLive(name);
            page.pass(MILLIS);
            int sent = framesUntilTheLast(page);
            page.pass(LAST_MILLIS);
            page.stop();
            Path recording = viewed.get(10, TimeUnit.SECONDS);

            Recording.assertClean(recording);
            List<Long> times =
                    FlvFile.read(recording).pictures().stream().map(FlvFile.Tag::time).toList();
            assertTrue(times.size() >= share * sent, times.size() + " of " + sent);
            for (int i = 1; i < times.size(); i++) {
                long step = times.get(i) - times.get(i - 1);
                assertTrue(step <= longestStep, "it stood still for " + step + " ms");
            }
            assertEquals(loss, 100.0 * link.counts().up().lost() / link.counts().up().sent(), 3);
        }
    }

    /** How many pictures the browser encoded until now; it sends no more. */
    private static int framesUntilTheLast(UserPage page) {
        return (int)
                page.run(
                        """
                        const {framesEncoded} = await sent('video');
                        const [sender] = peers.at(-1).getSenders().filter(({track}) => track?.kind === 'video');
                        await sender.replaceTrack(null);
                        return framesEncoded;""");
    }
}
