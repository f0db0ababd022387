package dev.rillcast.browser;

import static com.microsoft.playwright.options.WaitForSelectorState.DETACHED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.rillcast.FlashAndBeep;
import dev.rillcast.Program;
import dev.rillcast.Recording;
import dev.rillcast.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole way in a real browser: press the button, look at what the ingest got, watch it. */
@Tag("browser")
@Tag("alone")
@Timeout(120)
class GoLiveTest {
    @TempDir static Path directory;

    private static Browsers browsers;

    @BeforeAll
    static void openBrowser() {
        browsers = new Browsers(List.of());
    }

    @AfterAll
    static void closeBrowser() {
        browsers.close();
    }

    @Test
    void anIngestGetsWhatPlatformsAskFor() throws Exception {
        int port = Program.freePort();
        try (TestServer server = TestServer.start("RILLCAST_OUTPUTS_ALLOW", "127.0.0.1:" + port);
                Recording ingest = Recording.listen(directory, port);
                BrowserContext window = browsers.window(1280, 800)) {
            Page page = open(window, server, "/");
            page.locator("#advanced > summary").click();
            page.fill("#output", ingest.url());
            goLive(page);
            page.waitForTimeout(9_000);
            assertFigures(page);
            stop(page);

            Path file = ingest.awaitFile();
            Recording.assertClean(file);
            assertEquals(List.of("aac", "h264"), Recording.codecs(file));
            assertTrue(Recording.largestKeyFrameGap(file) <= 2.5);
        }
    }

    /** What the browser records itself says how far apart its two fake devices are. */
    @Test
    void soundAndPictureStayTogether() throws Exception {
        List<String> devices = FlashAndBeepDevices.make(directory);
        try (TestServer server = TestServer.start();
                Browsers flashing = new Browsers(devices);
                BrowserContext window = flashing.window(1280, 800)) {
            Page page = open(window, server, "/");
            goLive(page);
            page.waitForTimeout(6_000); // the first reports have come, and what they say is done
            page.evaluate(START_RECORDER);
            String name = page.inputValue("#stream-name");
            Path received = Recording.take(directory, server.http("/live/" + name + ".flv"), 9);
            Path local = directory.resolve("local.webm");
            Files.write(local, Base64.getDecoder().decode((String) page.evaluate(STOP_RECORDER)));
            stop(page);

            Recording.assertClean(received);
            double difference = median(received) - median(local);
            assertTrue(Math.abs(difference) < 80, "skew " + difference + " ms");
        }
    }

    private static double median(Path recording) throws Exception {
        List<Double> skews = FlashAndBeep.skewsMillis(recording).stream().sorted().toList();
        assertTrue(skews.size() >= 3, skews::toString);
        return skews.get(skews.size() / 2);
    }

    private static final String START_RECORDER =
            """
            () => {
              const stream = document.querySelector('#preview').srcObject;
              window.recorder = new MediaRecorder(stream, {mimeType: 'video/webm;codecs=vp8,opus'});
              window.recorded = new Promise((resolve) => {
                window.recorder.ondataavailable = (event) => resolve(event.data);
              });
              window.recorder.start();
            }""";

    private static final String STOP_RECORDER =
            """
            async () => {
              window.recorder.stop();
              const bytes = new Uint8Array(await (await window.recorded).arrayBuffer());
              let text = '';
              for (const byte of bytes) text += String.fromCharCode(byte);
              return btoa(text);
            }""";

    @Test
    void viewersSeeMovingPixels() throws Exception {
        try (TestServer server = TestServer.start();
                BrowserContext window = browsers.window(1280, 800)) {
            Page page = open(window, server, "/");
            String name = page.inputValue("#stream-name");
            Page watch = open(window, server, "/watch/" + name);
            waitForState(watch, "waiting");
            page.bringToFront();
            goLive(page);
            watch.bringToFront();
            waitForState(watch, "playing");
            String before = picture(watch);
            watch.waitForTimeout(1_500);
            assertNotEquals(before, picture(watch));
            page.bringToFront();
            stop(page);
            watch.bringToFront();
            waitForState(watch, "ended");
        }
    }

    @Test
    void aRefusedOutputIsToldAndTheNextTryWorks() throws Exception {
        try (TestServer server = TestServer.start();
                BrowserContext window = browsers.window(390, 844)) {
            Page page = open(window, server, "/");
            page.locator("#advanced > summary").click();
            page.fill("#output", "rtmp://127.0.0.1:1/live/x");
            page.click("#go-live");
            waitForState(page, "error");
            assertTrue(page.locator("body").innerText().contains("outputs.allow"));
            page.fill("#output", "");
            page.click("#go-live");
            waitForState(page, "live");
            stop(page);
        }
    }

    /** The third is one that the server does not allow. */
    @Test
    void eachDestinationIsToldApartAndTheReportFollows() throws Exception {
        int port = Program.freePort();
        String allowed = "localhost,127.0.0.1:" + port;
        try (TestServer server = TestServer.start("RILLCAST_OUTPUTS_ALLOW", allowed);
                Recording ingest = Recording.listen(directory, port);
                BrowserContext window = browsers.window(1280, 800)) {
            Page page = open(window, server, "/");
            page.locator("#advanced > summary").click();
            add(page, 2, ingest.url().replaceAll("/[^/]*$", ""), "recorded");
            add(page, 3, "rtmp://127.0.0.1:1/live/nowhere", "");
            add(page, 4, "rtmp://127.0.0.1:2/live", "removed");
            page.getByLabel("Remove destination 4").click();
            page.waitForSelector(
                    "#address-4", new Page.WaitForSelectorOptions().setState(DETACHED));
            goLive(page);
            awaitTargets(page, List.of("live", "live", "failed"));
            String failure = page.locator("#targets .words").nth(2).textContent();
            assertTrue(
                    failure.startsWith("Failed: ") && failure.contains("outputs.allow"), failure);
            page.waitForTimeout(3_000);
            stop(page);

            assertEquals(List.of("aac", "h264"), Recording.codecs(ingest.awaitFile()));
            String report = page.locator("#report").innerText();
            assertTrue(report.contains("This server"), report);
            assertTrue(report.contains("failed"), report);
            String json =
                    (String)
                            page.evaluate(
                                    "async () => (await fetch(document.querySelector('#report-link').href)).text()");
            assertTrue(json.contains("\"state\":\"ended\""), json);
            assertFalse(json.contains("recorded"), json);
        }
    }

    private static void add(Page page, int number, String address, String key) {
        page.click("#add-destination");
        page.fill("#address-" + number, address);
        page.fill("#key-" + number, key);
    }

    private static void awaitTargets(Page page, List<String> states) {
        try {
            page.waitForFunction(
                    """
                    (wanted) => [...document.querySelectorAll('#targets li')]
                        .map(({dataset}) => dataset.state).join() === wanted""",
                    String.join(",", states));
        } catch (TimeoutError e) {
            throw new AssertionError(page.locator("#targets").innerText(), e);
        }
    }

    @Test
    void addressesAreRememberedAndKeysAreNot() throws Exception {
        try (TestServer server = TestServer.start();
                BrowserContext window = browsers.window(390, 844)) {
            Page page = open(window, server, "/");
            page.locator("#advanced > summary").click();
            add(page, 2, "rtmp://ada:pw@live.twitch.tv/app/secret", "");
            add(page, 3, "rtmp://live-api-s.facebook.com/rtmp", "secret");
            String warnings = page.locator("#warnings").innerText();
            assertTrue(warnings.contains("rtmps:// only"), warnings);
            page.reload();
            waitForState(page, "preview");
            assertEquals("rtmp://live.twitch.tv/app", page.inputValue("#address-2"));
            assertEquals("rtmp://live-api-s.facebook.com/rtmp", page.inputValue("#address-3"));
            assertEquals("", page.inputValue("#key-3"));
            String kept = (String) page.evaluate("JSON.stringify(localStorage)");
            assertFalse(kept.contains("secret") || kept.contains("pw"), kept);
            page.click("#go-live"); // without the key
            assertEquals("key-2", page.evaluate("document.activeElement.id"));
        }
    }

    @Test
    void anotherCodecIsTranscodedAndThePageTellsHow() throws Exception {
        try (TestServer server = TestServer.start();
                BrowserContext window = browsers.window(390, 844)) {
            Page page = open(window, server, "/");
            page.locator("#advanced-devices > summary").click();
            page.selectOption("#codec", "VP8");
            page.locator("#advanced > summary").click();
            page.locator("#first-form summary").click();
            page.selectOption("#video-1", "transcode");
            page.selectOption("#lines-1", "360");
            page.fill("#bitrate-1", "1"); // too little
            waitForState(page, "preview");
            page.click("#go-live");
            page.waitForSelector("#bitrate-1[aria-invalid=true]");
            assertEquals("bitrate-1", page.evaluate("document.activeElement.id"));
            page.fill("#bitrate-1", "800");
            goLive(page);
            page.waitForSelector(
                    "#targets .how:text-is('transcoded to H.264: the browser sends VP8')");
            String name = page.inputValue("#stream-name");
            Path received = Recording.take(directory, server.http("/live/" + name + ".flv"), 4);
            stop(page);

            Recording.assertClean(received);
            assertEquals(List.of("aac", "h264"), Recording.codecs(received));
            String report = page.locator("#report").innerText();
            assertTrue(report.contains("transcoded from VP8 to H.264, 640 × 360"), report);
        }
    }

    private static Page open(BrowserContext window, TestServer server, String path) {
        Page page = window.newPage();
        page.onPageError(
                error -> {
                    throw new AssertionError(error);
                });
        page.navigate(server.http(path));
        return page;
    }

    private static void goLive(Page page) {
        waitForState(page, "preview");
        page.click("#go-live");
        waitForState(page, "live");
    }

    private static void stop(Page page) {
        page.click("#go-live");
        waitForState(page, "ended");
    }

    private static void waitForState(Page page, String state) {
        page.waitForSelector(
                "#state[data-state=" + state + "]",
                new Page.WaitForSelectorOptions()
                        .setState(WaitForSelectorState.ATTACHED)
                        .setTimeout(20_000));
    }

    private static void assertFigures(Page page) {
        for (String figure : List.of("#bitrate", "#framerate")) {
            double value = Double.parseDouble(page.textContent(figure));
            assertTrue(value > 0, figure);
        }
        assertTrue(
                page.textContent("#round-trip").matches("\\d+"), page.textContent("#round-trip"));
        assertEquals("0.0", page.textContent("#loss"));
    }

    /** The player's picture, small, as text. */
    private static String picture(Page page) {
        return (String)
                page.evaluate(
                        """
                () => {
                  const canvas = document.createElement('canvas');
                  canvas.width = 64;
                  canvas.height = 36;
                  canvas.getContext('2d').drawImage(document.querySelector('#player'), 0, 0, 64, 36);
                  return canvas.toDataURL();
                }""");
    }
}
