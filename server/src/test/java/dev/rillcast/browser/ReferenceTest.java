package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.rillcast.TestServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The SDK's reference as developers read it; the SDK must have been built. */
@Tag("browser")
@Timeout(120)
class ReferenceTest {
    @Test
    void theReferenceWorksUnderTheContentPolicy() throws Exception {
        List<String> complaints = new ArrayList<>();
        try (TestServer server = TestServer.start();
                Browsers browsers = new Browsers(List.of());
                BrowserContext window = browsers.window(1280, 800)) {
            Page page = window.newPage();
            page.onPageError(complaints::add);
            page.onConsoleMessage(
                    message -> {
                        if (message.type().equals("error")) {
                            complaints.add(message.text());
                        }
                    });
            page.navigate(server.http("/"));
            page.click("footer a[href='/docs/']");
            // The words of script that stand in each page have run.
            page.waitForSelector("html[data-theme=os]");
            page.click("a:has-text('RtcUser') >> nth=0");
            page.waitForURL("**/docs/**/*.html");
            assertTrue(page.locator("body").innerText().contains("startBroadcast"));
        }
        assertEquals(List.of(), complaints);
    }
}
