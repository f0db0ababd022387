package dev.rillcast.rtmp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.tls.Trust;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Outputs behind {@code rtmps://}. */
@Timeout(30)
class TlsTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir static Path directory;
    private static Authority authority;
    private static Trust trust;

    @BeforeAll
    static void makeAuthority() throws Exception {
        authority = new Authority("studio");
        trust = authority.trust(directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aFrameLargerThanARecordArrivesWholeByBothVersions(String version) throws Exception {
        String slice = "65" + "0123456789abcdef".repeat(10_000);
        CompletableFuture<byte[]> got = new CompletableFuture<>();
        try (ScriptedIngest ingest = new ScriptedIngest((in, _) -> got.complete(keyFrame(in)));
                TlsFront front = front(ingest, authority.identity("localhost"), version);
                RtmpPublisher publisher = connect(front.url("localhost"))) {
            assertEquals(
                    version + " [type=host_name (0), value=localhost]",
                    front.agreed.poll(5, TimeUnit.SECONDS));
            publisher.write(SampleFrames.key(SampleFrames.SPS_360, slice), 0);
            byte[] frame = got.get(10, TimeUnit.SECONDS);
            byte[] sent = HexFormat.of().parseHex(slice);
            assertArrayEquals(
                    sent, Arrays.copyOfRange(frame, frame.length - sent.length, frame.length));
            assertTrue(publisher.bytesWritten() > sent.length);
        }
    }

    private static byte[] keyFrame(ChunkReader in) throws IOException {
        for (RtmpMessage m = in.next(); m != null; m = in.next()) {
            if (m.type() == RtmpMessage.VIDEO && m.payload()[1] == 1) {
                return m.payload();
            }
        }
        return new byte[0];
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void anAddressMayStandInTheCertificate(String host) throws Exception {
        try (ScriptedIngest ingest = new ScriptedIngest((in, _) -> in.next());
                TlsFront front = front(ingest, authority.identity(host));
                RtmpPublisher _ = connect(front.url(host))) {
            assertEquals("TLSv1.3 []", front.agreed.poll(5, TimeUnit.SECONDS), "no server name");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "studio, studio.example, 0, true, the ingest's certificate is not for localhost",
        "studio, 127.0.0.1, 0, true, the ingest's certificate is not for localhost",
        "studio, localhost, -9, true, the ingest's certificate has expired",
        "studio, localhost, 9, true, the ingest's certificate is not valid yet",
        "studio, localhost, 0, false, the ingest's certificate is from an authority that is not",
        "other, localhost, 0, true, the ingest's certificate is from an authority that is not",
    })
    void aCertificateThatCantBeTrustedIsRefusedForGood(
            String issuer, String name, int days, boolean own, String reason) throws Exception {
        Authority signer = issuer.equals("studio") ? authority : new Authority(issuer);
        Instant from = Instant.now().plus(Duration.ofDays(days)).minusSeconds(60);
        try (ScriptedIngest ingest = new ScriptedIngest((in, _) -> in.next());
                TlsFront front = front(ingest, signer.identity(from, name))) {
            RtmpException error =
                    refused(front.url("localhost"), own ? trust : Trust.STANDARD, PATIENCE);
            String message = String.valueOf(error.getMessage());
            assertTrue(message.startsWith(reason), message);
            assertFalse(error.heals());
        }
    }

    @Test
    void aPortWithoutTlsIsSaidToBeOneAndDoesNotHeal() throws Exception {
        try (ServerSocket server = server("HTTP/1.1 400 Bad Request\r\n\r\n", 0)) {
            RtmpException error = refused(url(server), trust, PATIENCE);
            String message = String.valueOf(error.getMessage());
            assertTrue(message.startsWith("the ingest does not speak TLS at this port"), message);
            assertFalse(error.heals());
        }
    }

    @Test
    void aServerThatHangsUpInTheHandshakeIsReported() throws Exception {
        try (ServerSocket server = server("", 0)) {
            RtmpException error = refused(url(server), trust, PATIENCE);
            assertEquals(
                    "the ingest closed the connection in the TLS handshake", error.getMessage());
            assertTrue(error.heals());
        }
    }

    @Test
    void aHandshakeThatIsNotAnsweredIsGivenUp() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, LOOPBACK)) {
            assertGivenUp(url(silent));
        }
    }

    @Test
    void aHandshakeThatDripsIsGivenUp() throws Exception {
        String record = new String(HexFormat.of().parseHex("1603034000"), ISO_8859_1);
        try (ServerSocket server = server(record + "x".repeat(999), 9)) {
            assertGivenUp(url(server));
        }
    }

    private static void assertGivenUp(RtmpUrl url) {
        RtmpException error =
                assertTimeoutPreemptively(Duration.ofSeconds(5), () -> refused(url, trust, SHORT));
        assertEquals(
                "the ingest did not answer the TLS handshake within 300 ms", error.getMessage());
        assertTrue(error.heals());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPeerThatNeverReadsHoldsUpNeitherAbortNorClose(boolean abort) throws Exception {
        CompletableFuture<ScriptedIngest> self = new CompletableFuture<>();
        try (ScriptedIngest ingest = new ScriptedIngest((_, _) -> self.join().hang());
                TlsFront front = front(ingest, authority.identity("localhost"))) {
            self.complete(ingest);
            RtmpPublisher publisher = connect(front.url("localhost"));
            CompletableFuture<String> writer = new CompletableFuture<>();
            Thread.ofVirtual()
                    .start(() -> writer.complete(RtmpPublisherTest.reasonOfTheEnd(publisher)));
            RtmpPublisherTest.awaitStall(publisher);
            if (abort) {
                publisher.abort();
            }
            assertTimeoutPreemptively(Duration.ofMillis(1_500), publisher::close);
            assertEquals(
                    abort ? "the stream was aborted" : "the stream is closed",
                    writer.get(5, TimeUnit.SECONDS));
        }
    }

    @Test
    void theIngestHearsTheEndOfAStreamAndOfTls() throws Exception {
        CompletableFuture<String> last = new CompletableFuture<>();
        try (ScriptedIngest ingest =
                        new ScriptedIngest(
                                (in, _) -> {
                                    String name = "";
                                    for (RtmpMessage m = in.next(); m != null; m = in.next()) {
                                        name = Command.parse(m).name();
                                    }
                                    last.complete(name);
                                });
                TlsFront front = front(ingest, authority.identity("localhost"))) {
            connect(front.url("localhost")).close();
            assertEquals("deleteStream", last.get(5, TimeUnit.SECONDS));
        }
    }

    @Test
    void ownAuthoritiesJoinThoseOfTheJdk() throws Exception {
        Path file = directory.resolve("two.pem");
        Files.writeString(
                file,
                "# our studio\n" + authority.pem() + "\n# another\n" + new Authority("b").pem());
        try (ScriptedIngest ingest = new ScriptedIngest((in, _) -> in.next());
                TlsFront front = front(ingest, authority.identity("localhost"));
                RtmpPublisher _ = connect(front.url("localhost"), Trust.with(file), PATIENCE)) {
            assertEquals("live", ingest.told("connect").field("app"));
        }
    }

    @Test
    void anIngestsOwnCertificateMayBeTrustedToo() throws Exception {
        Authority.Identity identity = new Authority("unknown").identity("localhost");
        identity.write(directory);
        try (ScriptedIngest ingest = new ScriptedIngest((in, _) -> in.next());
                TlsFront front = front(ingest, identity);
                RtmpPublisher _ =
                        connect(
                                front.url("localhost"),
                                Trust.with(directory.resolve("server.pem")),
                                PATIENCE)) {
            assertEquals("live", ingest.told("connect").field("app"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "none.pem, , does not exist",
        "empty.pem, '', holds no certificate as PEM",
        "text.pem, not a certificate, holds no certificate as PEM",
        "half.pem, -----BEGIN CERTIFICATE-----, holds no certificate as PEM",
    })
    void aFileWithoutCertificatesIsRefusedByName(String name, @Nullable String text, String why)
            throws Exception {
        Path file = directory.resolve(name);
        if (text != null) {
            Files.writeString(file, text);
        }
        IOException error = assertThrows(IOException.class, () -> Trust.with(file));
        assertEquals(file + " " + why, error.getMessage());
    }

    private static TlsFront front(
            ScriptedIngest ingest, Authority.Identity identity, String... versions)
            throws Exception {
        return new TlsFront(identity.context(), ingest.url().port(), versions);
    }

    private static RtmpPublisher connect(RtmpUrl url) throws IOException {
        return connect(url, trust, PATIENCE);
    }

    private static RtmpPublisher connect(RtmpUrl url, Trust trust, Duration patience)
            throws IOException {
        return TestPublisher.connect(
                new Dialer(url, LOOPBACK, trust, patience), SampleFrames.info(), Map.of());
    }

    private static RtmpException refused(RtmpUrl url, Trust trust, Duration patience) {
        return assertThrows(RtmpException.class, () -> connect(url, trust, patience));
    }

    private static RtmpUrl url(ServerSocket server) {
        return new RtmpUrl("rtmps", "localhost", server.getLocalPort(), "live", "x");
    }

    /** Answers one client without having heard it out, each byte after a pause, and hangs up. */
    private static ServerSocket server(String answer, int pause) throws IOException {
        ServerSocket server = new ServerSocket(0, 1, LOOPBACK);
        Thread.ofVirtual()
                .start(
                        () -> {
                            try (Socket client = server.accept()) {
                                int _ = client.getInputStream().read(new byte[4_096]);
                                OutputStream out = client.getOutputStream();
                                for (byte b : answer.getBytes(ISO_8859_1)) {
                                    out.write(b);
                                    Thread.sleep(pause);
                                }
                            } catch (IOException | InterruptedException _) {
                                // the test is over
                            }
                        });
        return server;
    }
}
