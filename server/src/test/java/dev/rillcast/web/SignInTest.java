package dev.rillcast.web;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.TestServer;
import dev.rillcast.auth.Grant;
import dev.rillcast.auth.Jwt;
import dev.rillcast.auth.Logged;
import dev.rillcast.auth.NewJwt;
import dev.rillcast.auth.PasswordHash;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Signing in and publishing at a whole server with users and JWTs. */
@Timeout(60)
class SignInTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String SDP = "application/sdp";

    @TempDir private static Path folder;
    private static TestServer server;
    private static Http http;
    private static HttpClient client;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @BeforeAll
    static void start() throws Exception {
        Path users = folder.resolve("users");
        Files.writeString(users, "alice:" + PasswordHash.of("correct horse") + "\n");
        server =
                TestServer.start(
                        "RILLCAST_AUTH_USERS",
                        users.toString(),
                        "RILLCAST_AUTH_JWT_SECRET",
                        SECRET);
        http = new Http(server);
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        client.shutdownNow();
        http.close();
        server.close();
    }

    @Test
    void aliceSignsInFromAPageOfAnywhere() throws Exception {
        assertTrue(signIn("198.51.100.1", "alice", "correct horse").contains("\"userId\":\""));
    }

    @Test
    void malloryIsRefusedAndThenHasToWait() throws Exception {
        try (Logged log = new Logged()) {
            for (int i = 0; i < 5; i++) {
                String answer = signIn("198.51.100.66", "alice", "hush-" + i);
                assertTrue(answer.contains("\"code\":103001"), answer);
            }
            assertTrue(
                    IntStream.range(5, 12)
                            .mapToObj(i -> signIn("198.51.100.66", "alice", "hush-" + i))
                            .anyMatch(SignInTest::hasToWait));
            assertEquals(1, log.count("INFO", "5 wrong attempts from 198.51.100.66"));
            assertFalse(log.all().contains("hush"), log.all());
        }
        assertTrue(signIn("198.51.100.2", "alice", "correct horse").contains("\"userId\":\""));
    }

    /** The first waits are short: a slow machine may be over them with its next attempt. */
    private static boolean hasToWait(String answer) {
        return answer.contains("\"code\":102001")
                && answer.contains("too many wrong attempts from your address; try again in");
    }

    @Test
    void anEncoderShowsAJwtForItsStream() throws Exception {
        String output = "rtmp://127.0.0.1:" + server.config().ingest().port() + "/live";
        String bearer = "Bearer " + jwt("cam", output);
        HttpResponse<String> created = publish("cam", bearer);
        assertEquals(201, created.statusCode(), created.body());
        String location = created.headers().firstValue("Location").orElseThrow();
        assertEquals(200, http.send("DELETE", location, "", "Authorization", bearer).statusCode());
        HttpResponse<String> other = publish("other", bearer);
        assertEquals(403, other.statusCode());
        assertTrue(other.body().contains("the token is for another stream"), other.body());
    }

    @Test
    void aTokensOutputHasNoSpecialTrust() throws Exception {
        HttpResponse<String> response =
                publish("cam2", "Bearer " + jwt("cam2", "rtmp://127.0.0.1:9/live"));
        assertEquals(502, response.statusCode(), response.body());
        assertTrue(response.body().contains("outputs.allow"), response.body());
    }

    @Test
    void withoutABearerEvenThisMachineMayNotPublish() throws Exception {
        HttpResponse<String> response = http.publish("cam", Http.offer("obs"));
        assertEquals(401, response.statusCode());
        assertEquals("Bearer", response.headers().firstValue("WWW-Authenticate").orElse(""));
    }

    private static HttpResponse<String> publish(String stream, String bearer) throws Exception {
        return http.send(
                "POST",
                "/whip/" + stream,
                Http.offer("obs"),
                "Content-Type",
                SDP,
                "Authorization",
                bearer);
    }

    private static String jwt(String stream, String output) {
        Grant grant =
                new Grant(
                        Optional.empty(),
                        Optional.of(stream),
                        Optional.of(output),
                        Optional.of(Duration.ofHours(1)));
        Jwt.Rules rules = new Jwt.Rules(Optional.empty(), Optional.empty(), true);
        return new NewJwt("cam", grant, rules, Duration.ofHours(1)).sign(SECRET, Instant.now());
    }

    /** Through a proxy on this machine, as it names its client. */
    private String signIn(String address, String name, String password) {
        URI uri = URI.create(server.http("/p/webrtcws").replaceFirst("http", "ws"));
        WebSocket socket =
                client.newWebSocketBuilder()
                        .header("Origin", "https://app.example")
                        .header("X-Forwarded-For", "192.0.2.1, " + address)
                        .buildAsync(uri, new Ear())
                        .join();
        String request =
                """
                {"type":"signIn","id":1,"version":1,"userName":"Ann",
                 "serverUserName":"%s","serverPassword":"%s"}"""
                        .formatted(name, password);
        socket.sendText(request, true).join();
        String answer = assertDoesNotThrow(() -> heard.poll(20, TimeUnit.SECONDS));
        socket.abort();
        return String.valueOf(answer);
    }

    private final class Ear implements WebSocket.Listener {
        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket socket, CharSequence data, boolean last) {
            heard.add(data.toString());
            socket.request(1);
            return null;
        }
    }
}
