package dev.rillcast.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.TestServer;
import dev.rillcast.metrics.Exposition;
import dev.rillcast.peer.Client;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /metrics} and {@code /health}, against the whole server with its embedded ingest. */
@Timeout(60)
class MonitoringTest {
    /** Parameter sets and a key picture in one STAP-A. */
    private static final String KEY =
            "7800196742c01ed900a02ff970110000030001000003003c0f162e480004" + "68ce3c800003658884";

    private static final String H264_PACKETS =
            "rillcast_rtp_packets_total{codec=\"H264\",kind=\"video\"}";

    private static final String TOKEN = "a-token-for-prometheus";

    private static TestServer server;
    private static Http http;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
        http = new Http(server);
    }

    @AfterAll
    static void stop() {
        http.close();
        server.close();
    }

    private static Exposition scrape() throws Exception {
        HttpResponse<String> response = http.get("/metrics");
        assertEquals(200, response.statusCode(), response.body());
        assertEquals("text/plain; version=0.0.4; charset=utf-8", header(response, "Content-Type"));
        assertEquals("no-store", header(response, "Cache-Control"));
        return new Exposition(response.body());
    }

    @Test
    void theTableOfTheDocumentNamesEachMetricAndNoOther() throws Exception {
        HttpResponse<String> created = http.publish("some", Http.offer("obs"));
        Set<String> told =
                scrape().names().stream()
                        .filter(name -> !name.matches("(jvm|process_(files|uptime|start))_.*"))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(200, http.send("DELETE", header(created, "Location"), "").statusCode());
        String page = Files.readString(Path.of("..", "docs", "metrics.md"));
        Set<String> documented =
                Pattern.compile("(?m)^\\| `([a-z_]+)` \\|")
                        .matcher(page)
                        .results()
                        .map(row -> row.group(1))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(documented, told);
    }

    @Test
    void whatABroadcastDidIsToldWhileItRunsAndAfterItsEnd() throws Exception {
        HttpResponse<String> created = http.publish("my-secret-show", Client.OFFER);
        assertEquals(201, created.statusCode(), created.body());
        try (Client client = new Client(server.config().media().port(), created.body())) {
            client.connect();
            client.video(1, 90_000, KEY);
            String sent = "rillcast_frame_latency_seconds_count{kind=\"video\"}";
            while (scrape().value(sent) < 1) {
                LockSupport.parkNanos(20_000_000); // the test's time is bounded
            }
        }
        Exposition running = scrape();
        assertEquals(
                1.0,
                running.value(
                        "rillcast_broadcasts{from=\"whip\",mode=\"passthrough\",video=\"H264\"}"));
        assertEquals(1.0, running.value("rillcast_targets{state=\"broadcasting\"}"));
        assertTrue(running.value(H264_PACKETS) >= 1);
        double bytes = running.value("rillcast_rtmp_bytes_total");
        assertTrue(bytes > 0, "the picture at least");
        assertEquals(200, http.send("DELETE", header(created, "Location"), "").statusCode());
        HttpResponse<String> last = http.get("/metrics");
        assertFalse(last.body().contains("secret"), "no stream is named");
        Exposition ended = new Exposition(last.body());
        assertTrue(ended.value("rillcast_rtmp_bytes_total") >= bytes);
        assertTrue(ended.value(H264_PACKETS) >= 1);
        assertEquals(0.0, ended.value("rillcast_targets{state=\"broadcasting\"}"));
        assertTrue(ended.value("rillcast_first_frame_seconds_count") >= 1);
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, https://evil.example",
        "X-Forwarded-For, 203.0.113.9",
        "Forwarded, for=203.0.113.9",
    })
    void withoutATokenOnlyThisMachineMayReadTheFigures(String name, String value) throws Exception {
        HttpResponse<String> refused = http.get("/metrics", name, value);
        assertEquals(403, refused.statusCode());
        assertTrue(refused.body().contains("metrics.token"), refused.body());
        assertFalse(refused.body().contains("rillcast_"), refused.body());
    }

    @Test
    void aNameFromElsewhereThatLeadsHereIsNotThisMachine() throws Exception {
        String answer = http.raw("GET /metrics HTTP/1.1\r\nHost: evil.example:8080\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
    }

    @Test
    void withATokenEverybodyNeedsItAndWhoGuessesHasToWait() throws Exception {
        try (TestServer guarded = TestServer.start("RILLCAST_METRICS_TOKEN", TOKEN);
                Http client = new Http(guarded)) {
            assertEquals(401, client.get("/metrics").statusCode());
            assertEquals(
                    200, client.get("/metrics", "Authorization", "Bearer " + TOKEN).statusCode());
            for (int i = 0; i < 5; i++) {
                HttpResponse<String> wrong =
                        client.get("/metrics", "Authorization", "Bearer " + TOKEN + i);
                assertEquals(401, wrong.statusCode());
                assertEquals("Bearer", header(wrong, "WWW-Authenticate"));
            }
            assertEquals(
                    429, client.get("/metrics", "Authorization", "Bearer " + TOKEN).statusCode());
            assertEquals(200, client.get("/health/live").statusCode());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/ready"})
    void healthIsForAllAndNobodyKeepsIt(String path) throws Exception {
        HttpResponse<String> response = http.get(path, "X-Forwarded-For", "203.0.113.9");
        assertEquals(200, response.statusCode(), response.body());
        assertEquals("application/json", header(response, "Content-Type"));
        assertEquals("no-store", header(response, "Cache-Control"));
        assertTrue(response.body().contains("\"status\":\"up\""), response.body());
        HttpResponse<String> head = http.send("HEAD", path, "");
        assertEquals(200, head.statusCode());
        assertEquals("", head.body());
        assertEquals(405, http.send("POST", path, "").statusCode());
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
