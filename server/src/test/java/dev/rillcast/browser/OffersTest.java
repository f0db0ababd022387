package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rillcast.TestServer;
import dev.rillcast.sdp.Answer;
import dev.rillcast.sdp.Offer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What Chromium offers is what the fixtures say, and it takes the answers. With {@code
 * -Drillcast.offers=DIRECTORY} the offers are written there, to be the new fixtures.
 */
@Tag("browser")
@Timeout(60)
class OffersTest {
    private static final Answer ANSWER =
            new Answer(
                    "ours",
                    "ourpasswordourpassword",
                    "sha-256 " + "AB:".repeat(31) + "CD",
                    List.of("1 1 udp 2130706431 127.0.0.1 8189 typ host"));

    private static TestServer server;
    private static Browsers browsers;
    private static UserPage page;

    /** No leave for devices, as a page's candidates are hidden only then. */
    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
        browsers = new Browsers(List.of());
        page = UserPage.open(browsers.windowWithoutDevices(640, 480), server);
        page.run(SpecDocument.resource("dev/rillcast/browser/offers.js"));
    }

    @AfterAll
    static void stop() {
        browsers.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "audio-video, 'sendonly,sendonly'",
        "screen, 'sendonly,sendonly'",
        "vp8-only, 'sendonly,sendonly'",
        "simulcast, 'sendonly,sendonly'",
        "simulcast-by-ssrc, 'sendonly,sendonly'",
        "recvonly-audio, 'sendonly'",
        "data-channel, 'sendonly,sendonly'",
        "two-cameras, 'sendonly,sendonly'",
        "inactive, 'sendonly,sendonly'",
        "max-bundle, 'sendonly,sendonly'",
        "balanced, 'sendonly,sendonly'",
        "max-compat, 'sendonly,sendonly'",
        "restart, 'sendonly,sendonly'",
        "gathered, 'sendonly,sendonly'",
    })
    void chromiumTakesTheAnswer(String kind, String directions) throws Exception {
        String offer = (String) page.run("return offers.make(given)", kind);
        String directory = System.getProperty("rillcast.offers", "");
        if (!directory.isEmpty()) {
            Files.writeString(Path.of(directory, "chromium-" + kind + ".sdp"), offer);
        }
        String answer = answer(offer);
        assertEquals(directions, page.run("return offers.take(given)", answer));
    }

    private static String answer(String offer) throws Exception {
        return ANSWER.to(Offer.parsePreferringH264(offer, Offer.ALL_VIDEO));
    }
}
