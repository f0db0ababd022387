package dev.rillcast.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rillcast.TestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which pages may open the signalling socket. */
@Timeout(20)
class OriginsTest {
    private static TestServer server;
    private static HttpClient client;

    @BeforeAll
    static void start() throws Exception {
        server =
                TestServer.start(
                        "RILLCAST_HTTP_ORIGINS", "https://app.example.org,http://[fd00::7]:8080");
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        client.shutdownNow();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://app.example.org", "http://[fd00::7]:8080", "OURS", ""})
    void pagesThatAreNamedOurOwnAndProgramsMay(String origin) {
        assertEquals(101, upgrade(origin.replace("OURS", server.http(""))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://app.example.org",
                "https://app.example.org:8443",
                "https://app.example.org.evil.example",
                "https://evil.example",
                "http://localhost",
                "null",
            })
    void otherPagesAreRefused(String origin) {
        assertEquals(403, upgrade(origin));
    }

    /** The answer's status; 101 is the socket itself (RFC 6455 4.2.2). */
    private static int upgrade(String origin) {
        WebSocket.Builder builder = client.newWebSocketBuilder();
        if (!origin.isEmpty()) {
            builder.header("Origin", origin);
        }
        URI uri = URI.create(server.http("/p/webrtcws").replace("http", "ws"));
        try {
            builder.buildAsync(uri, new WebSocket.Listener() {}).join().abort();
            return 101;
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw e;
        }
    }
}
