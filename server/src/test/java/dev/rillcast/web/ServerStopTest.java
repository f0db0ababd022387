package dev.rillcast.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Program;
import dev.rillcast.TestServer;
import dev.rillcast.config.ConfigException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a server starts when it can't, and how it stops. */
@Timeout(60)
class ServerStopTest {
    private static final Duration LIMIT = Duration.ofSeconds(3);

    @TempDir private Path directory;

    @ParameterizedTest
    @CsvSource({
        "RILLCAST_WHIP_OUTPUT, rtmp://127.0.0.1/{stream}, whip.output",
        "RILLCAST_WHIP_OUTPUT, rtmps://127.0.0.1/{stream}, whip.output",
        "RILLCAST_WHIP_OUTPUT, rtmp://{stream}.example/live/x, whip.output",
        "RILLCAST_WHIP_OUTPUT, rtmp://127.0.0.1:0/live/x, whip.output",
        "RILLCAST_HTTP_HOST, 192.0.2.1, http.host",
        "RILLCAST_HTTP_HOST, nowhere.invalid, http.host",
    })
    void aValueThatCannotBeIsToldByItsKey(String variable, String value, String key) {
        ConfigException e =
                assertThrows(ConfigException.class, () -> TestServer.start(variable, value));
        assertTrue(String.valueOf(e.getMessage()).startsWith(key + ": "), e.getMessage());
    }

    @Test
    void aStopEndsBroadcastsOfAnIngestThatDoesNotAnswer() throws Exception {
        try (Relay relay = new Relay(Program.freePort())) {
            String output = "rtmp://127.0.0.1:" + relay.port() + "/live/{stream}";
            TestServer server =
                    TestServer.start(
                            "RILLCAST_WHIP_OUTPUT",
                            output,
                            "RILLCAST_INGEST_PORT",
                            Integer.toString(relay.target()));
            try (Http http = new Http(server)) {
                HttpResponse<String> created = http.publish("show", Http.offer("obs"));
                assertEquals(201, created.statusCode(), created.body());
                relay.stall();
                stop(server);
            }
        }
    }

    @Test
    void aStopDoesNotWaitForAnIngestThatKeepsSilent() throws Exception {
        try (Relay relay = new Relay(Program.freePort())) {
            relay.stall();
            String output = "rtmp://127.0.0.1:" + relay.port() + "/live/{stream}";
            TestServer server = TestServer.start("RILLCAST_WHIP_OUTPUT", output);
            try (Http http = new Http(server)) {
                CompletableFuture<HttpResponse<String>> _ =
                        http.beginToPublish("show", Http.offer("obs"));
                relay.awaitClient();
                stop(server);
            }
        }
    }

    @Test
    void aStopEndsViewersAndStreams() throws Exception {
        TestServer server = TestServer.start();
        try (Http http = new Http(server)) {
            HttpResponse<String> created = http.publish("show", Http.offer("obs"));
            assertEquals(201, created.statusCode(), created.body());
            CompletableFuture<Path> view = http.view("show", directory.resolve("view.flv"));
            stop(server);
            view.cancel(true);
        }
    }

    private static void stop(TestServer server) {
        long begin = System.nanoTime();
        server.close();
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        assertTrue(took.compareTo(LIMIT) < 0, "the stop took " + took);
    }
}
