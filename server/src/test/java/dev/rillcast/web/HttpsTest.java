package dev.rillcast.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.TestServer;
import dev.rillcast.config.ConfigException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS over real sockets. */
@Timeout(60)
class HttpsTest {
    private static final String SIGN_IN =
            "{\"type\":\"signIn\",\"id\":1,\"version\":1,\"userName\":\"Ann\"}";

    @TempDir private Path directory;
    private Path cert;
    private Path key;

    @BeforeEach
    void files() {
        cert = directory.resolve("fullchain.pem");
        key = directory.resolve("privkey.pem");
    }

    private TestServer start() throws Exception {
        return TestServer.start(
                "RILLCAST_HTTP_TLS_CERT", cert.toString(), "RILLCAST_HTTP_TLS_KEY", key.toString());
    }

    @ParameterizedTest
    @CsvSource({"RSA, PKCS#8", "RSA, PKCS#1", "EC, PKCS#8", "EC, SEC 1"})
    void everyFormOfKeyServes(String algorithm, String form) throws Exception {
        Certificate own = Certificate.create(algorithm);
        Files.writeString(cert, own.certPem() + Certificate.create("EC").certPem());
        boolean pkcs8 = form.equals("PKCS#8");
        Files.writeString(key, pkcs8 ? own.pkcs8KeyPem() : own.traditionalKeyPem());
        try (TestServer server = start();
                HttpClient client = TlsClient.trusting(own.certificate())) {
            assertEquals(200, get(client, server.http("/api/info")).statusCode());
        }
    }

    @Test
    void aKeyMayStandBehindItsParameters() throws Exception {
        Certificate own = Certificate.create("EC");
        own.write(cert, key);
        String parameters =
                "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
        Files.writeString(key, parameters + own.traditionalKeyPem());
        assertEquals(own.certificate(), new PemFiles(cert, key).read().certificate());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void bothVersionsOfTlsAreSpoken(String version) throws Exception {
        Certificate own = Certificate.create("EC");
        own.write(cert, key);
        try (TestServer server = start();
                HttpClient client = TlsClient.trusting(own.certificate(), version)) {
            HttpResponse<String> response = get(client, server.http("/"));
            assertEquals(version, response.sslSession().orElseThrow().getProtocol());
        }
    }

    @Test
    void aChangedPairServesNewConnectionsAndEndsNone() throws Exception {
        Certificate first = Certificate.create("EC");
        Certificate second = Certificate.create("RSA");
        first.write(cert, key);
        try (TestServer server = start();
                LogLines log = new LogLines(Https.class);
                HttpClient client = TlsClient.trusting(first.certificate())) {
            Socket socket = Socket.open(client, server);
            Files.writeString(cert, "half of a certi");
            String kept = log.next();
            assertTrue(kept.startsWith("WARN") && kept.contains(cert.toString()), kept);
            assertEquals(first.certificate(), shown(server));

            second.write(cert, key);
            String taken = log.next();
            assertTrue(taken.startsWith("INFO the new certificate is in use"), taken);
            assertEquals(second.certificate(), shown(server));
            assertTrue(socket.ask(SIGN_IN).startsWith("{\"type\":\"ok\""));
            socket.close();
        }
    }

    private static X509Certificate shown(TestServer server) throws Exception {
        return TlsClient.shownAt(server.config().http().port());
    }

    @Test
    void anExpiredCertificateIsServedWithAWarning() throws Exception {
        Certificate old =
                Certificate.create("EC", Instant.parse("2020-01-01T00:00:00Z"), Duration.ofDays(9));
        old.write(cert, key);
        try (LogLines log = new LogLines(Https.class);
                TestServer server = start()) {
            String warning = log.next();
            assertTrue(warning.startsWith("WARN") && warning.contains("2020-01-10"), warning);
            assertEquals(old.certificate(), shown(server));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CERT, '', http.tls.cert, holds no certificate as PEM",
        "CERT, -----BEGIN CERTIFICATE-----, http.tls.cert, holds no certificate as PEM",
        "CERT, KEY, http.tls.cert, holds no certificate as PEM",
        "CERT, OTHER, http.tls.key, is not the key of the first certificate in",
        "CERT, NONE, http.tls.cert, does not exist",
        "KEY, NONE, http.tls.key, does not exist",
        "KEY, '', http.tls.key, holds no private key as PEM",
        "KEY, CERT, http.tls.key, holds no private key as PEM",
        "KEY, -----BEGIN ENCRYPTED PRIVATE KEY-----, http.tls.key, is locked by a password",
    })
    void aPairThatCannotServeEndsTheStart(String file, String content, String name, String why)
            throws Exception {
        Certificate own = Certificate.create("EC");
        own.write(cert, key);
        Path spoilt = file.equals("CERT") ? cert : key;
        if (content.equals("NONE")) {
            Files.delete(spoilt);
        } else {
            Files.writeString(spoilt, content(content, own));
        }
        ConfigException e = assertThrows(ConfigException.class, this::start);
        String message = String.valueOf(e.getMessage());
        Path blamed = name.equals("http.tls.cert") ? cert : key;
        assertTrue(message.startsWith(name + ": " + blamed + " " + why), message);
        assertEquals(1, message.lines().count());
    }

    private static String content(String content, Certificate own) throws Exception {
        return switch (content) {
            case "KEY" -> own.pkcs8KeyPem();
            case "CERT" -> own.certPem();
            case "OTHER" -> Certificate.create("EC").certPem();
            default -> content;
        };
    }

    @Test
    void plainHttpIsSentOn() throws Exception {
        Certificate.create("EC").write(cert, key);
        try (TestServer server = start();
                HttpClient client = HttpClient.newHttpClient()) {
            String plain = server.http("/watch/show?a=b").replace("https", "http");
            HttpResponse<String> response = get(client, plain);
            assertEquals(307, response.statusCode());
            assertEquals(
                    server.http("/watch/show?a=b"),
                    response.headers().firstValue("Location").orElse(""));
        }
    }

    @Test
    void theSelfSignedCertificateNamesThisMachine() throws Exception {
        try (TestServer server = TestServer.start("RILLCAST_HTTP_TLS_SELFSIGNED", "true");
                HttpClient client = TlsClient.trusting(shown(server))) {
            assertEquals(200, get(client, server.http("/")).statusCode());
            String byNumber = server.http("/").replace("localhost", "127.0.0.1");
            assertEquals(200, get(client, byNumber).statusCode());
            Socket socket = Socket.open(client, server);
            assertTrue(socket.ask(SIGN_IN).startsWith("{\"type\":\"ok\""));
            socket.close();
        }
    }

    private static HttpResponse<String> get(HttpClient client, String address) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(20)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** A signalling socket from one of the server's own pages. */
    private record Socket(WebSocket socket, BlockingQueue<String> heard) {
        static Socket open(HttpClient client, TestServer server) {
            BlockingQueue<String> heard = new LinkedBlockingQueue<>();
            URI uri = URI.create(server.http("/p/webrtcws").replace("https", "wss"));
            WebSocket socket =
                    client.newWebSocketBuilder()
                            .header("Origin", server.http(""))
                            .buildAsync(
                                    uri,
                                    new WebSocket.Listener() {
                                        @Override
                                        public @Nullable CompletionStage<?> onText(
                                                WebSocket from, CharSequence text, boolean last) {
                                            heard.add(text.toString());
                                            from.request(1);
                                            return null;
                                        }
                                    })
                            .join();
            return new Socket(socket, heard);
        }

        String ask(String message) throws InterruptedException {
            socket.sendText(message, true).join();
            return String.valueOf(heard.poll(10, TimeUnit.SECONDS));
        }

        void close() {
            socket.abort();
        }
    }
}
