package dev.rillcast.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.TestServer;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code /api/broadcasts/ID}, against the whole server with its embedded ingest. */
@Timeout(60)
class BroadcastReportsTest {
    private static final String UNKNOWN = "0123456789abcdef0123456789abcdef";

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

    @Test
    void theReportIsThereWhileABroadcastRunsAndWhenItHasEnded() throws Exception {
        HttpResponse<String> created = http.publish("my-secret-show", Http.offer("obs"));
        String location = header(created, "Location");
        String id = location.substring(location.lastIndexOf('/') + 1);
        JsonNode running = report(id);
        assertEquals(id, running.path("id").asString());
        assertEquals("running", running.path("state").asString());
        assertEquals("H264", running.path("video").path("codec").asString());
        assertEquals("OPUS", running.path("audio").path("codec").asString());
        JsonNode target = running.path("targets").path(0);
        assertEquals("connecting", target.path("state").asString(), "nothing has come yet");
        assertTrue(target.path("output").asString().endsWith("/live"), target.toString());
        assertEquals("my…", target.path("streamname").asString());
        assertEquals("published", target.path("events").path(0).path("event").asString());
        assertTrue(target.path("bytes").asLong() > 0, "the handshake at least");

        assertEquals(200, http.send("DELETE", location, "").statusCode());
        JsonNode ended = report(id);
        assertEquals("ended", ended.path("state").asString());
        assertEquals("ended", ended.path("targets").path(0).path("state").asString());
        assertEquals("ended", ended.path("events").path(1).path("event").asString());
        assertTrue(ended.path("duration").asLong() >= running.path("duration").asLong());
        assertEquals(ended, report(id), "nothing changes any more");
    }

    private static JsonNode report(String id) throws Exception {
        HttpResponse<String> response = http.get("/api/broadcasts/" + id);
        assertEquals(200, response.statusCode(), response.body());
        assertEquals("application/json", header(response, "Content-Type"));
        assertEquals("no-store", header(response, "Cache-Control"));
        assertEquals("*", header(response, "Access-Control-Allow-Origin"));
        assertTrue(!response.body().contains("secret"), response.body());
        return JsonMapper.shared().readTree(response.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {UNKNOWN, "x", "a%20b", "0123456789ABCDEF0123456789ABCDEF"})
    void whatIsNoBroadcastIs404(String id) throws Exception {
        HttpResponse<String> response = http.get("/api/broadcasts/" + id);
        assertEquals(404, response.statusCode(), response.body());
        assertEquals(Problem.TYPE, header(response, "Content-Type"));
    }

    @Test
    void theAnswerToAnUnknownIdSaysHowLongReportsAreKept() throws Exception {
        HttpResponse<String> response = http.get("/api/broadcasts/" + UNKNOWN);
        assertTrue(response.body().contains("kept for an hour"), response.body());
        assertEquals("*", header(response, "Access-Control-Allow-Origin"));
    }

    @Test
    void pagesFromElsewhereMayAskAndOnlyAsk() throws Exception {
        HttpResponse<String> options = http.send("OPTIONS", "/api/broadcasts/" + UNKNOWN, "");
        assertEquals(204, options.statusCode());
        assertEquals("*", header(options, "Access-Control-Allow-Origin"));
        assertEquals(405, http.send("DELETE", "/api/broadcasts/" + UNKNOWN, "").statusCode());
        assertEquals(404, http.send("HEAD", "/api/broadcasts/" + UNKNOWN, "").statusCode());
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
