package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.rillcast.Recording;
import dev.rillcast.TestServer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A tab is shared for real, on a machine without camera and microphone. */
@Tag("browser")
@Timeout(120)
class ScreenShareTest {
    @TempDir static Path directory;

    /** Closing the shared tab ends the sharing just as the browser's own bar does. */
    @Test
    void theEndOfTheSharingIsToldAndTheBroadcastGoesOn() throws Exception {
        try (TestServer server = TestServer.start();
                Browsers browsers = Browsers.sharingTab("To be shared");
                BrowserContext window = browsers.windowWithoutDevices(640, 480)) {
            Page shared = window.newPage();
            shared.setContent("<title>To be shared</title><p>Hello");
            UserPage page = UserPage.open(window, server);
            assertTrue(page.check("user.isScreenCaptureAvailable()"));
            page.run(
                    """
                    await user.startPreview({
                      videoDeviceConfig: {source: 'screen', width: 640, height: 360},
                      audioDeviceConfig: {device: false}});
                    await user.injectExternalMediaStream({stream: tone(400)});
                    """);
            page.goLive("share");
            CompletableFuture<Path> recording = page.record(directory, "share", 16);
            page.pass(1_000);
            shared.close();
            page.run("await until(() => events.at(-1).name === 'MediaStreamError')");
            assertEquals(List.of(6008), page.mediaErrors());
            page.pass(11_000);
            page.run("await user.setMediaStream(canvas('red', 640, 360))");
            Path file = recording.get();
            assertEquals(List.of("other", "red"), Pictures.colors(file));
            assertTrue(Sound.of(file).longestPauseMillis(400, 0.1) <= 40);
            Recording.assertClean(file);
            page.stop();
            assertEquals("StopBroadcastSuccess", page.events().getLast());
        }
    }

    @Test
    void withoutDevicesAPreviewFailsWithTheReason() throws Exception {
        try (TestServer server = TestServer.start();
                Browsers browsers = Browsers.sharingTab("none");
                BrowserContext window = browsers.windowWithoutDevices(640, 480)) {
            UserPage page = UserPage.open(window, server);
            page.run("await user.startPreview({}).catch(() => undefined)");
            assertEquals(
                    "StartPreviewError 6005 NotFoundError",
                    page.run(
                            "const [{name, code}] = events; return name + ' ' + code + ' ' +"
                                    + " (await user.startPreview({}).catch((e) => e.userinfo.cause))"));
            page.run("await user.startPreview({videoDeviceConfig: {device: 0}}).catch(() => 0)");
            assertEquals(6004, page.run("return events.at(-1).code"));
        }
    }
}
