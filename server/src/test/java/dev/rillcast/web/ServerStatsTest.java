package dev.rillcast.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.TestServer;
import dev.rillcast.admission.Admission;
import dev.rillcast.web.WebServer.Facts;
import dev.rillcast.web.WebServer.Transcoders;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code RtcUser.checkServer} is told. */
class ServerStatsTest {
    private static final long SECOND = 1_000_000_000;

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

    @ParameterizedTest
    @ValueSource(strings = {"/p/webrtcws", "/p/webrtc"})
    void pagesOfAnyServerAreTold(String path) throws Exception {
        HttpResponse<String> response = http.get(path, "Origin", "https://app.example.org");
        assertEquals(200, response.statusCode());
        assertEquals("application/json", header(response, "Content-Type"));
        assertEquals("*", header(response, "Access-Control-Allow-Origin"));
        assertEquals("no-store", header(response, "Cache-Control"));
    }

    @Test
    void theFiguresAreThoseOfTheDocumentAndTheOtherLimits() throws Exception {
        JsonNode figures = figures();
        assertEquals(
                "[active_broadcasts, active_connections, active_passthroughs, active_transcoders,"
                        + " cpu_load, disk_space, domainname, hostname, max_broadcasts,"
                        + " max_connections, max_cpu_load, max_transcoders, server_version,"
                        + " transcoder_version]",
                new TreeSet<>(figures.propertyNames()).toString());
        assertTrue(figures.get("hostname").asString().matches("[^.\\s]+"), figures::toString);
        assertTrue(figures.get("transcoder_version").asString().matches("\\d+\\.\\d+.*"));
        assertTrue(figures.get("disk_space").asLong() > 1_000_000, figures::toString);
        double load = figures.get("cpu_load").asDouble();
        assertTrue(load >= 0 && load <= 100, figures::toString);
    }

    private static JsonNode figures() throws Exception {
        return JsonMapper.shared().readTree(http.get("/p/webrtcws").body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/p/webrtcws", "/p/webrtc"})
    void theSamePathsTakeTheSocket(String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            WebSocket socket =
                    client.newWebSocketBuilder()
                            .buildAsync(
                                    URI.create(server.http(path).replace("http", "ws")),
                                    new WebSocket.Listener() {})
                            .join();
            socket.abort();
        }
    }

    @Test
    void headAnswersWithoutABody() throws Exception {
        HttpResponse<String> response = http.send("HEAD", "/p/webrtcws", "");
        assertEquals(200, response.statusCode());
        assertEquals("application/json", header(response, "Content-Type"));
        assertEquals("", response.body());
    }

    @Test
    void optionsNameTheMethods() throws Exception {
        HttpResponse<String> response = http.send("OPTIONS", "/p/webrtcws", "");
        assertEquals(204, response.statusCode());
        assertEquals("GET, HEAD, OPTIONS", header(response, "Access-Control-Allow-Methods"));
    }

    @Test
    void otherMethodsAreRefused() throws Exception {
        assertEquals(405, http.send("POST", "/p/webrtcws", "").statusCode());
    }

    @Test
    void theFiguresAreTakenOnceASecond() {
        AtomicInteger sockets = new AtomicInteger(3);
        Transcoders transcoders = new Transcoders(() -> "8.0.1", () -> 1, 4);
        WhipOutput whip = new WhipOutput("", false);
        Facts facts = new Facts("1.2.3", transcoders, Optional.empty(), 2, whip, List::of);
        Admission admission = new Admission(7, 80, 2, 0);
        admission.measured(1, 6 * SECOND);
        ServerStats stats =
                new ServerStats(
                        facts,
                        new ServerStats.Connections(sockets::get, 5),
                        new ServerStats.Streams(() -> 3, () -> 2, admission));
        String first = stats.json(0);
        for (String figure :
                List.of(
                        "\"active_connections\":3,\"max_connections\":5",
                        "\"active_broadcasts\":3,\"max_broadcasts\":7",
                        "\"active_passthroughs\":2,\"active_transcoders\":1",
                        "\"cpu_load\":63.2,\"max_cpu_load\":80,\"max_transcoders\":4")) {
            assertTrue(first.contains(figure), first);
        }
        sockets.set(4);
        assertEquals(first, stats.json(SECOND - 1));
        String next = stats.json(SECOND);
        assertTrue(next.contains("\"active_connections\":4"), next);
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
