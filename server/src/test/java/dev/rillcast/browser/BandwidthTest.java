package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import dev.rillcast.TestPattern;
import dev.rillcast.TestServer;
import dev.rillcast.link.Impairment;
import dev.rillcast.link.LinkEmulator;
import dev.rillcast.link.Traffic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whether the browser's congestion control finds out from our feedback what the link bears. */
@Tag("browser")
@Tag("alone")
@Timeout(120)
class BandwidthTest {
    private static final Impairment CLEAR =
            Impairment.NONE.withDelay(Duration.ofMillis(20), Duration.ZERO);

    private static final int STEP_MILLIS = 250;

    @TempDir static Path directory;

    @Test
    void theBrowserFindsWhatTheLinkBears() throws Exception {
        TestPattern pattern = TestPattern.make(directory);
        try (TestServer server = TestServer.start();
                LinkEmulator link = LinkedPage.link(server, 1);
                Browsers browsers = new Browsers(List.of());
                BrowserContext window = browsers.window(640, 480)) {
            link.up(CLEAR);
            link.down(CLEAR);
            UserPage page = LinkedPage.open(window, server, link);
            PatternBroadcast.show(page, pattern);
            page.run("await user.setConfig({bitrates: {videoSendBitrate: 2500}})");
            page.goLive("band");
            awaitTarget(page, 4_000, target -> target >= 2_450_000);

            link.up(CLEAR.withRate(1_000_000));
            awaitTarget(page, 5_000, target -> target < 1_000_000);
            page.pass(2_000); // what was sent before is gone
            Traffic before = link.counts().up();
            page.pass(3_000);
            Traffic after = link.counts().up();
            double lost = after.lost() - before.lost();
            assertTrue(lost <= 0.02 * (after.sent() - before.sent()), lost + " packets lost");

            link.up(CLEAR);
            awaitTarget(page, 15_000, target -> target >= 2_000_000);
        }
    }

    /** What the browser wants to send of pictures, in bit/s, becomes so in time. */
    private static void awaitTarget(UserPage page, int millis, DoublePredicate reached) {
        StringBuilder targets = new StringBuilder();
        for (int passed = 0; passed <= millis; passed += STEP_MILLIS) {
            double target =
                    ((Number) page.run("return (await sent('video')).targetBitrate")).doubleValue();
            if (reached.test(target)) {
                return;
            }
            targets.append(Math.round(target / 1_000)).append(' ');
            page.pass(STEP_MILLIS);
        }
        throw new AssertionError("kbit/s, each " + STEP_MILLIS + " ms: " + targets);
    }
}
