package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import dev.rillcast.Recording;
import dev.rillcast.TestServer;
import dev.rillcast.link.Impairment;
import dev.rillcast.link.LinkEmulator;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What viewers hear of a Chromium a twentieth of whose packets are lost. */
@Tag("browser")
@Timeout(120)
class LossySoundTest {
    private static final int SECONDS = 6;

    /** Of 300 packets some 15 are lost. */
    private static final int LEAST = 5;

    /** An AAC frame lasts 21.3 ms. */
    private static final double FRAME = 0.0225;

    @TempDir static Path directory;

    @Test
    void itRepeatsItsSoundSoThatThereIsNoHole() throws Exception {
        try (TestServer server = TestServer.start();
                Browsers browsers = new Browsers(List.of());
                LinkEmulator link = LinkedPage.link(server, 3);
                BrowserContext window = browsers.window(640, 480)) {
            link.up(Impairment.NONE.withLoss(0.05));
            UserPage page = LinkedPage.open(window, server, link);
            page.run("await user.startPreview({videoDeviceConfig: {width: 320, height: 180}})");
            page.goLive("lossy");
            Path file = page.record(directory, "lossy", SECONDS).get();
            page.run("window.sound = (await user.stopBroadcast()).report.audio");

            Recording.assertClean(file);
            double gap = Packets.of(file, "a").largestGap();
            assertTrue(gap < FRAME, "a hole of " + gap + " s");
            String sound = (String) page.run("return JSON.stringify(sound)");
            assertTrue(page.check("sound.repeated > " + LEAST), sound);
            assertTrue(page.check("sound.lost < sound.repeated"), sound);
        }
    }
}
