package dev.rillcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.ingest.LiveStreams;
import dev.rillcast.ingest.RtmpIngest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"/live", "/live/secret-key", "/live --streamname secret-key"})
    void anIngestThatTakesConnectionsIsDescribedAndZeroReturned(String path) throws Exception {
        int port = Program.freePort();
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (RtmpIngest _ = RtmpIngest.open(loopback, port, Optional.empty(), new LiveStreams())) {
            String url = "rtmp://ann:password@localhost:" + port;
            assertEquals(0, probe(Map.of(), (url + path).split(" ")), err.toString());
            String first = out.toString().lines().findFirst().orElse("");
            assertEquals("output      rtmp://localhost:" + port + "/live", first);
            assertTrue(out.toString().contains("user        not asked for\n"), out.toString());
            assertFalse(out.toString().matches("(?s).*(secret|password).*"), out.toString());
            assertEquals("", err.toString());
        }
    }

    @Test
    void anIngestThatCantBeReachedReturnsOneAndSaysWhy() throws Exception {
        assertEquals(1, probe(Map.of(), "rtmp://127.0.0.1:" + Program.freePort() + "/live/x"));
        assertTrue(err.toString().startsWith("the ingest can't be reached"), err.toString());
        assertEquals(1, err.toString().lines().count());
    }

    @ParameterizedTest
    @CsvSource({
        "http://h/live, URL: the output must begin with rtmp:// or rtmps://",
        "rtmp://h, 'URL: the output must be rtmp://host/app/key, or rtmp://host/app and a stream'",
        "rtmp://ann:secret%@h/live, URL: in the output's user and password two hex digits follow",
    })
    void aWrongUrlReturnsTwoAndSaysWhy(String url, String reason) {
        assertEquals(2, probe(Map.of(), url));
        assertTrue(err.toString().startsWith(reason), err.toString());
        assertFalse(err.toString().contains("secret"), err.toString());
    }

    @Test
    void aTrustFileThatIsMissingReturnsTwoAndNamesTheKey() {
        Map<String, String> environment = Map.of("RILLCAST_OUTPUTS_TRUST", "none.pem");
        assertEquals(2, probe(environment, "rtmps://127.0.0.1:1/live"));
        assertEquals("outputs.trust: none.pem does not exist\n", err.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "a.rtmp.youtube.com, YouTube",
        "b.rtmps.youtube.com, YouTube",
        "live.twitch.tv, Twitch",
        "fra05.contribute.live-video.net, Twitch",
        "ingest.global-contribute.live-video.net, Twitch",
        "live-api-s.facebook.com, Facebook",
        "facebook.com, Facebook",
        "notfacebook.com, none",
        "facebook.com.example.org, none",
        "localhost, none",
    })
    void aPlatformIsKnownByItsHost(String host, String title) {
        assertEquals(title, Platform.of(host).map(Platform::title).orElse("none"));
    }

    @Test
    void whatAPlatformAsksOfAStreamIsToldWithoutReachingIt() {
        Map<String, String> environment = Map.of("RILLCAST_OUTPUTS_TRUST", "none.pem");
        assertEquals(2, probe(environment, "rtmp://live-api-s.facebook.com/rtmp/key"));
        assertTrue(out.toString().startsWith("platform    Facebook\nwants "), out.toString());
        assertTrue(out.toString().endsWith("wants       rtmps://, nothing else\n"));
    }

    private int probe(Map<String, String> environment, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "probe";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Main.run(
                environment,
                Prompt.standard(),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                all);
    }
}
