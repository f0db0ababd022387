package dev.rillcast.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.TestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SignallingSocketTest {
    private static final String SIGN_IN =
            "{\"type\":\"signIn\",\"id\":1,\"version\":1,\"userName\":\"Ann\"}";

    private static TestServer server;

    private final HttpClient client = HttpClient.newHttpClient();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void close() {
        client.shutdownNow();
    }

    @Test
    void aClientSignsIn() throws Exception {
        WebSocket socket = connect("http://localhost:8080");
        socket.sendText(SIGN_IN, true).join();
        assertTrue(hear().startsWith("{\"type\":\"ok\",\"id\":1,\"userId\":\""));
    }

    @Test
    void aMessageMayComeInPieces() throws Exception {
        WebSocket socket = connect("http://localhost:8080");
        socket.sendText(SIGN_IN.substring(0, 20), false).join();
        socket.sendText(SIGN_IN.substring(20), true).join();
        assertTrue(hear().startsWith("{\"type\":\"ok\""));
    }

    @Test
    void pagesFromElsewhereMayNotSignIn() throws Exception {
        WebSocket socket = connect("https://evil.example");
        socket.sendText(SIGN_IN, true).join();
        assertTrue(hear().contains("\"code\":102001"));
    }

    @Test
    void aMessageOverItsBoundClosesTheSocket() throws Exception {
        WebSocket socket = connect("http://localhost:8080");
        say(socket, "x".repeat(200_000));
        assertTrue(hear().startsWith("closed 1009"));
    }

    @Test
    void aFloodOfMessagesClosesTheSocket() throws Exception {
        WebSocket socket = connect("http://localhost:8080");
        for (int i = 0; i < 200 && !socket.isOutputClosed(); i++) {
            say(socket, "{}");
        }
        String last = hear();
        while (!last.startsWith("closed")) {
            assertTrue(last.contains("\"code\":107001"), last);
            last = hear();
        }
        assertEquals("closed 1008 more than 50 messages in a second", last);
    }

    private WebSocket connect(String origin) {
        URI uri = URI.create(server.http("/p/webrtcws").replaceFirst("http", "ws"));
        return client.newWebSocketBuilder()
                .header("Origin", origin)
                .buildAsync(uri, new Ear())
                .join();
    }

    /** Sends what the server need not take to its end. */
    private static void say(WebSocket socket, String message) {
        WebSocket _ = socket.sendText(message, true).exceptionally(closed -> socket).join();
    }

    private String hear() throws InterruptedException {
        String message = heard.poll(5, TimeUnit.SECONDS);
        assertNotNull(message, "nothing was said");
        return message;
    }

    private final class Ear implements WebSocket.Listener {
        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket socket, CharSequence data, boolean last) {
            heard.add(data.toString());
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            heard.add("closed " + code + " " + reason);
            return null;
        }
    }
}
