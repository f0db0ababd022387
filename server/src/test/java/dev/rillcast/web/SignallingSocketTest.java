package dev.rillcast.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.TestServer;
import dev.rillcast.ingest.LiveStream;
import dev.rillcast.ingest.LiveStreams;
import dev.rillcast.ingest.RtmpIngest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(20)
class SignallingSocketTest {
    private static final String SIGN_IN =
            "{\"type\":\"signIn\",\"id\":1,\"version\":1,\"userName\":\"Ann\"}";

    private static TestServer server;

    private final HttpClient client = HttpClient.newHttpClient();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start("RILLCAST_OUTPUTS_ALLOW", "127.0.0.1");
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
    void aSocketKilledInMidBroadcastIsResumedAndMissesNothing() throws Exception {
        LiveStreams live = new LiveStreams();
        try (RtmpIngest ingest =
                RtmpIngest.open(InetAddress.getLoopbackAddress(), 0, Optional.empty(), live)) {
            String output = "rtmp://127.0.0.1:" + ingest.port() + "/live/show";
            WebSocket lost = connect("http://localhost:8080", new Deaf());
            lost.request(1);
            lost.sendText(SIGN_IN, true).join();
            JsonNode signedIn = json(hear());
            // From here on nothing is read: the answer is lost, the request is not.
            lost.sendText(start(output), true).join();
            LiveStream before = awaitLive(live, "show");
            lost.abort();

            WebSocket back = connect("http://localhost:8080");
            back.sendText(resume(signedIn, 1), true).join();
            JsonNode resumed = json(hear());
            assertEquals("ok 7", kind(resumed));
            assertEquals(2, resumed.path("received").asInt(), "requests taken");
            assertEquals(signedIn.path("userId"), resumed.path("userId"));
            assertEquals("ok 2", kind(json(hear())));
            assertEquals("broadcastStatus 0", kind(json(hear())));
            assertSame(before, live.find("show").orElse(null), "the RTMP stream went on");

            back.sendText("{\"type\":\"stopBroadcast\",\"id\":3}", true).join();
            assertEquals("ok 3", kind(json(hear())), "nothing came twice");
        }
    }

    @Test
    void aResumeTakesOverFromASocketThatStillSeemsOpen() throws Exception {
        WebSocket first = connect("http://localhost:8080");
        first.sendText(SIGN_IN, true).join();
        JsonNode signedIn = json(hear());
        WebSocket second = connect("http://localhost:8080");
        second.sendText(resume(signedIn, 1), true).join();
        String both = hear() + hear(); // in either order
        assertTrue(both.contains("{\"type\":\"ok\",\"id\":7,"), both);
        assertTrue(both.contains("closed 1008 the session was resumed"), both);
    }

    @Test
    void messagesAreNotCompressedAndNoCookieIsSet() throws Exception {
        URI uri = URI.create(server.http("/"));
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            String request =
                    """
                    GET /p/webrtcws HTTP/1.1\r
                    Host: localhost\r
                    Upgrade: websocket\r
                    Connection: Upgrade\r
                    Sec-WebSocket-Version: 13\r
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                    Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r
                    \r
                    """;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String response = head(socket.getInputStream());
            assertTrue(response.startsWith("HTTP/1.1 101"), response);
            assertFalse(response.contains("Extensions"), response);
            assertFalse(response.contains("Cookie"), "no HTTP session is kept: " + response);
        }
    }

    @Test
    void beyondTheLimitASocketIsToldThatThereIsNoRoom() throws Exception {
        try (TestServer small = TestServer.start("RILLCAST_LIMITS_USERS", "1")) {
            WebSocket first = connect(small, "http://localhost:8080", new Ear());
            first.sendText(SIGN_IN, true).join();
            assertTrue(hear().startsWith("{\"type\":\"ok\""));
            WebSocket _ = connect(small, "http://localhost:8080", new Ear());
            assertEquals("closed 1013 the server has no room for another user", hear());
        }
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
        for (int i = 0; i < 2_000 && !socket.isOutputClosed(); i++) {
            say(socket, "{}");
        }
        String last = hear();
        while (!last.startsWith("closed")) {
            assertTrue(last.contains("\"code\":107001"), last);
            last = hear();
        }
        assertEquals("closed 1008 more than 200 messages in a second", last);
    }

    private WebSocket connect(String origin) {
        return connect(origin, new Ear());
    }

    private WebSocket connect(String origin, WebSocket.Listener listener) {
        return connect(server, origin, listener);
    }

    private WebSocket connect(TestServer to, String origin, WebSocket.Listener listener) {
        URI uri = URI.create(to.http("/p/webrtcws").replaceFirst("http", "ws"));
        return client.newWebSocketBuilder()
                .header("Origin", origin)
                .buildAsync(uri, listener)
                .join();
    }

    private static String start(String output) throws IOException {
        return JsonMapper.shared()
                .createObjectNode()
                .put("type", "startBroadcast")
                .put("id", 2)
                .put("sdp", Http.offer("obs"))
                .set(
                        "transcodingTargets",
                        JsonMapper.shared().createObjectNode().put("output", output))
                .toString();
    }

    private static String resume(JsonNode signedIn, int received) {
        return JsonMapper.shared()
                .createObjectNode()
                .put("type", "resume")
                .put("id", 7)
                .put("version", 1)
                .put("resume", signedIn.path("resume").asString())
                .put("received", received)
                .toString();
    }

    private static JsonNode json(String message) {
        return JsonMapper.shared().readTree(message);
    }

    private static String kind(JsonNode message) {
        return message.path("type").asString() + " " + message.path("id").asInt(0);
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        return head.toString();
    }

    private static LiveStream awaitLive(LiveStreams live, String name) {
        Optional<LiveStream> stream = live.find(name);
        while (stream.isEmpty()) {
            LockSupport.parkNanos(1_000_000); // bounded by the test's timeout
            stream = live.find(name);
        }
        return stream.get();
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

    /** Reads only what is asked for. */
    private final class Deaf implements WebSocket.Listener {
        @Override
        public void onOpen(WebSocket socket) {}

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket socket, CharSequence data, boolean last) {
            heard.add(data.toString());
            return null;
        }
    }

    private final class Ear implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket socket, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                heard.add(message.toString());
                message.setLength(0);
            }
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
