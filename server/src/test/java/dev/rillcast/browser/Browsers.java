package dev.rillcast.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The Chromium that is installed, with a fake camera and microphone. */
final class Browsers implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    /** No sandbox, as tests may run as root; nothing that asks for the network by itself. */
    private static final List<String> OPTIONS =
            List.of(
                    "--no-sandbox",
                    "--autoplay-policy=no-user-gesture-required",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--no-first-run");

    private static final List<String> FAKE_DEVICES =
            List.of("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream");

    private final Playwright playwright =
            Playwright.create(
                    new Playwright.CreateOptions()
                            .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final Browser browser;

    /**
     * @param options beside those that every test needs
     */
    Browsers(List<String> options) {
        this(CHROMIUM, FAKE_DEVICES, options);
    }

    /**
     * @param chromium a program that starts it, in some network of the test's making
     */
    Browsers(Path chromium, List<String> options) {
        this(chromium, FAKE_DEVICES, options);
    }

    /** No camera, no microphone, and real windows to share: the tab of that title is chosen. */
    static Browsers sharingTab(String title) {
        return new Browsers(
                CHROMIUM, List.of(), List.of("--auto-select-tab-capture-source-by-title=" + title));
    }

    private Browsers(Path chromium, List<String> devices, List<String> options) {
        List<String> all = new ArrayList<>(OPTIONS);
        all.addAll(devices);
        all.addAll(options);
        browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(chromium)
                                        .setArgs(all));
    }

    /** A window with nothing of the ones before. */
    BrowserContext window(int width, int height) {
        return browser.newContext(
                new Browser.NewContextOptions()
                        .setViewportSize(width, height)
                        .setPermissions(List.of("camera", "microphone")));
    }

    /** The same, for a browser that has no devices and so can give no leave to them. */
    BrowserContext windowWithoutDevices(int width, int height) {
        return browser.newContext(new Browser.NewContextOptions().setViewportSize(width, height));
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
