package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.rillcast.TestServer;
import dev.rillcast.auth.PasswordHash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page Admin, from signing in to the end of a broadcast. */
@Tag("browser")
@Timeout(120)
class AdminPageTest {
    /** Whether a curve with its area was drawn: most of a plot's canvas is empty without. */
    private static final String DRAWN =
            """
            () => [...document.querySelectorAll('#server-plots canvas')].some((canvas) => {
              const {width, height} = canvas;
              const {data} = canvas.getContext('2d').getImageData(0, 0, width, height);
              let coloured = 0;
              for (let i = 0; i < data.length; i += 4) {
                const [red, green, blue, alpha] = data.slice(i, i + 4);
                coloured += alpha > 200 && green > red + 40 && blue > red + 40 ? 1 : 0;
              }
              return coloured > 20;
            })""";

    @TempDir private Path folder;

    @Test
    void anOperatorSeesABroadcastAndStopsItWithTheKeyboard() throws Exception {
        Path operators = folder.resolve("operators");
        Files.writeString(operators, "ada:" + PasswordHash.of("correct horse") + "\n");
        try (TestServer server = TestServer.start("RILLCAST_ADMIN_USERS", operators.toString());
                Browsers browsers = new Browsers(List.of());
                BrowserContext window = browsers.window(1280, 900)) {
            UserPage publisher = UserPage.open(window, server);
            publisher.run("await user.setMediaStream(canvas('green', 320, 180))");
            publisher.run(
                    """
                    user.on('BroadcastError', ({error}) => { window.why = error.message; });
                    await user.signIn({server: given[0], userName: '<img src=x>'});
                    await user.startBroadcast({transcodingTargets: {output: given[1]}});""",
                    List.of(server.http(""), server.rtmp("my-secret-show")));

            Page page = signedIn(window, server);
            page.waitForSelector("#running-rows .open:text-is('<img src=x>')");
            page.waitForSelector("#running-rows .chip:text-is('1 live')");
            page.press("#running-rows .open", "Enter");
            page.waitForSelector("#target-rows .output:has-text('/live/my…')");
            assertEquals("broadcast-title", page.evaluate("document.activeElement.id"));
            page.waitForFunction(DRAWN);
            assertTrue(!page.content().contains("secret"));

            page.press("#running-rows .stop", "Enter");
            assertEquals("stop-cancel", page.evaluate("document.activeElement.id"));
            page.keyboard().press("Shift+Tab");
            page.keyboard().press("Enter");
            page.waitForSelector("#running-empty");
            page.waitForSelector("#ended-rows .outcome:text-is('Stopped by the operator')");
            publisher.run("await until(() => window.why)");
            assertEquals("stopped by the operator", publisher.run("return why"));
        }
    }

    private static Page signedIn(BrowserContext window, TestServer server) {
        Page page = window.newPage();
        page.setDefaultTimeout(60_000);
        page.onPageError(
                error -> {
                    throw new AssertionError(error);
                });
        page.navigate(server.http("/admin"));
        page.fill("#name", "ada");
        page.fill("#password", "wrong");
        page.press("#password", "Enter");
        page.waitForSelector("#door-problem:text-is('The name or the password is wrong.')");
        page.fill("#password", "correct horse");
        page.press("#password", "Enter");
        page.waitForSelector("#freshness[data-state=live]");
        return page;
    }
}
