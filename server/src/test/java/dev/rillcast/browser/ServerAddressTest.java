package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.BrowserContext;
import dev.rillcast.TestServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The forms in which applications give a server's address, with TLS and without. */
@Tag("browser")
@Timeout(60)
class ServerAddressTest {
    private static Browsers browsers;

    @BeforeAll
    static void start() {
        browsers = new Browsers(List.of("--ignore-certificate-errors"));
    }

    @AfterAll
    static void stop() {
        browsers.close();
    }

    @ParameterizedTest
    @CsvSource({
        "false, http:, ''",
        "false, ws:, /p/webrtcws",
        "true, https:, /p/webrtc",
        "true, wss:, /p/webrtcws",
    })
    void eachIsSignedInAtAndTellsItsFigures(String tls, String scheme, String path)
            throws Exception {
        try (TestServer server = TestServer.start("RILLCAST_HTTP_TLS_SELFSIGNED", tls);
                BrowserContext window = browsers.window(800, 600)) {
            UserPage page = UserPage.open(window, server);
            String address = scheme + "//localhost:" + server.config().http().port() + path;
            page.run(
                    "const server = '"
                            + address
                            + "'; await user.checkServer(server); await user.signIn({server, userName: 'Ada'})");
            assertEquals(List.of("ReceivedServerStats", "SignInSuccess"), page.events());
        }
    }
}
