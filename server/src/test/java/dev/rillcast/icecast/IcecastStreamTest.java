package dev.rillcast.icecast;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.icecast.IcecastStream.Patience;
import dev.rillcast.rtmp.Authority;
import dev.rillcast.rtmp.TlsFront;
import dev.rillcast.tls.Trust;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class IcecastStreamTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final Patience SHORT =
            new Patience(Duration.ofMillis(300), Duration.ofMillis(300));
    private static final String OK = "HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\n";

    private final List<String> titles = new ArrayList<>();

    private IcecastStream connect(IcecastUrl url, Patience patience, Trust trust)
            throws IcecastException {
        return new IcecastStream(url, LOOPBACK, trust, patience, titles::add);
    }

    private IcecastStream connect(ScriptedServer server) throws IcecastException {
        return connect(server.url("/live?t=1"), Patience.STANDARD, Trust.STANDARD);
    }

    private static String sound(IcecastStream stream) throws IcecastException {
        ByteArrayOutputStream sound = new ByteArrayOutputStream();
        byte[] bytes = new byte[100];
        for (int n = stream.read(bytes); n >= 0; n = stream.read(bytes)) {
            sound.write(bytes, 0, n);
        }
        return sound.toString(ISO_8859_1);
    }

    private String soundOf(String answer) throws Exception {
        try (ScriptedServer server = ScriptedServer.saying(answer);
                IcecastStream stream = connect(server)) {
            return sound(stream);
        }
    }

    @Test
    void theRequestIsOneThatOldServersUnderstand() throws Exception {
        try (ScriptedServer server = ScriptedServer.saying(OK + "\r\n")) {
            connect(server).close();
            assertEquals(
                    "GET /live?t=1 HTTP/1.0\r\nHost: 127.0.0.1:"
                            + server.port()
                            + "\r\nUser-Agent: Rillcast\r\nAccept: audio/*, application/ogg\r\n"
                            + "Icy-MetaData: 1\r\n\r\n",
                    server.request());
        }
    }

    @ParameterizedTest
    @CsvSource({"ada:löve, YWRhOmzDtnZl", "ada, YWRhOg=="})
    void userAndPasswordGoAsBasic(String login, String base64) throws Exception {
        try (ScriptedServer server = ScriptedServer.saying(OK + "\r\n")) {
            String url = "http://" + login + "@127.0.0.1:" + server.port() + "/live";
            connect(IcecastUrl.parse(url), Patience.STANDARD, Trust.STANDARD).close();
            String request = server.request();
            assertTrue(request.contains("\r\nAuthorization: Basic " + base64 + "\r\n"), request);
            assertFalse(request.contains(login), request);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ICY 200 OK, audio/mpeg, MP3",
        "HTTP/1.0 200 OK, Audio/MPEG; charset=x, MP3",
        "HTTP/1.1 200 OK, audio/aacp, AAC",
        "HTTP/1.1 200, audio/aac, AAC",
        "HTTP/1.0 200 OK, application/ogg, OGG",
        "HTTP/1.0 200 OK, audio/ogg; codecs=opus, OGG",
        "ICY 200 OK, '', MP3",
    })
    void theFormatIsWhatTheContentTypeSays(String status, String type, AudioFormat format)
            throws Exception {
        String line = type.isEmpty() ? "" : "\ncontent-TYPE:" + type;
        try (ScriptedServer server = ScriptedServer.saying(status + line + "\n\nsound");
                IcecastStream stream = connect(server)) {
            assertEquals(format, stream.format());
            assertEquals("sound", sound(stream));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.0 404 File Not Found, has no such stream now",
        "HTTP/1.0 401 Unauthorized, refuses the user and password",
        "HTTP/1.1 302 Found, redirects",
        "HTTP/1.0 503 Full, answers with status 503",
        "ICY 401 Service Unavailable, refuses",
        "HTTP/2 200 OK, does not answer as HTTP",
        "SSH-2.0-OpenSSH_9.2, does not answer as HTTP",
        "'', does not answer as HTTP",
    })
    void whatIsNoStreamIsSaidInWords(String status, String why) throws Exception {
        assertRefused(
                status + "\r\nContent-Type: audio/mpeg\r\nLocation: http://h/s3cret\r\n\r\n", why);
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Type: text/html; x, 'sends text/html; MP3, AAC, Ogg Vorbis and'",
        "Content-Type: video/\u0007\u00ffmp4, sends video/??mp4;",
        "icy-metaint: many, icy-metaint is no number",
        "icy-metaint: 999999999, icy-metaint is no number",
        "icy-metaint: -1, icy-metaint is no number",
    })
    void headersThatCannotBeAreRefused(String header, String why) throws Exception {
        assertRefused("HTTP/1.0 200 OK\r\n" + header + "\r\n\r\n", why);
    }

    private void assertRefused(String answer, String why) throws Exception {
        try (ScriptedServer server = ScriptedServer.saying(answer)) {
            assertRefused(server, Patience.STANDARD, why);
        }
    }

    private void assertRefused(ScriptedServer server, Patience patience, String why) {
        IcecastException refused =
                assertThrows(
                        IcecastException.class,
                        () -> connect(server.url("/live"), patience, Trust.STANDARD));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains(why), message);
        assertFalse(message.contains("s3cret"), message);
    }

    @Test
    void titlesAreTakenOutOfTheSound() throws Exception {
        String sound =
                soundOf(
                        OK
                                + "icy-metaint: 4\r\n\r\nabcd\u0001StreamTitle='A';"
                                + "efgh\0ijkl\u0002StreamTitle='Some more';\0\0\0\0\0\0\0\0mn");
        assertEquals("abcdefghijklmn", sound);
        assertEquals(List.of("A", "Some more"), titles);
    }

    @Test
    void metadataThatIsCutOffIsNoTitle() throws Exception {
        assertEquals("ab", soundOf(OK + "icy-metaint: 2\r\n\r\nab\u0002StreamTitle='A';"));
        assertEquals("ab", soundOf(OK + "icy-metaint: 2\r\n\r\nab"));
        assertEquals(List.of(), titles);
    }

    @Test
    void theSoundIsTheSameHoweverItComes() throws Exception {
        Random random = new Random(42);
        byte[] sound = new byte[20_000];
        random.nextBytes(sound);
        String expected = new String(sound, ISO_8859_1);
        for (int interval : new int[] {1, 7, 100, 8_192, 30_000}) {
            byte[] stream = withMetadata(sound, interval);
            assertEquals(
                    expected,
                    soundOf(OK + "icy-metaint: " + interval + "\r\n\r\n" + latin1(stream)));
            String chunked =
                    OK + "Transfer-Encoding: Chunked\r\nicy-metaint: " + interval + "\r\n\r\n";
            assertEquals(expected, soundOf(chunked + chunks(stream, random)), "in chunks");
        }
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    private static byte[] withMetadata(byte[] sound, int interval) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int at = 0; at < sound.length; at += interval) {
            int count = Math.min(interval, sound.length - at);
            stream.write(sound, at, count);
            if (count == interval) {
                int units = at / interval % 3;
                stream.write(units);
                stream.writeBytes(new byte[units * 16]);
            }
        }
        return stream.toByteArray();
    }

    private static String chunks(byte[] body, Random random) {
        StringBuilder chunks = new StringBuilder();
        for (int at = 0; at < body.length; ) {
            int count = Math.min(1 + random.nextInt(3_000), body.length - at);
            chunks.append(Integer.toHexString(count)).append(count % 2 == 0 ? " ;x=\"y\"" : "");
            chunks.append("\r\n").append(new String(body, at, count, ISO_8859_1)).append("\r\n");
            at += count;
        }
        return chunks.append("0\r\n\r\n").toString();
    }

    @ParameterizedTest
    @CsvSource({"-1", "fffffffff", "x", "''", "5 x"})
    void brokenChunksEndTheStream(String size) {
        String answer = OK + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n" + size + "\r\nabc";
        assertThrows(IcecastException.class, () -> soundOf(answer));
        assertThrows(IcecastException.class, () -> soundOf(answer.replace("abc\r\n", "abcd\r\n")));
    }

    @Test
    void headersAreBounded() throws Exception {
        endless("x".repeat(1_000), "headers are too long");
        endless("x: y\r\n", "headers are too long");
        endless("\r\nx\r\n", "");
    }

    /** One that says OK and then the same for ever, as far as it is let. */
    private void endless(String text, String why) throws Exception {
        try (ScriptedServer server = new ScriptedServer(out -> repeat(out, text, 0))) {
            if (why.isEmpty()) {
                connect(server).close();
            } else {
                assertRefused(server, Patience.STANDARD, why);
            }
        }
    }

    private static void repeat(OutputStream out, String text, long pause) throws IOException {
        out.write(OK.getBytes(UTF_8));
        while (true) {
            out.write(text.getBytes(UTF_8));
            LockSupport.parkNanos(pause);
        }
    }

    @Test
    void aServerThatNeverAnswersOrDripsItsHeadersIsGivenUp() throws Exception {
        String why = "has sent nothing whole for 300 ms";
        try (ScriptedServer silent = new ScriptedServer(_ -> LockSupport.park());
                ScriptedServer drip = new ScriptedServer(out -> repeat(out, "x", 20_000_000))) {
            assertRefused(silent, SHORT, why);
            assertRefused(drip, SHORT, why);
        }
    }

    @Test
    void aServerThatFallsSilentOrDripsItsMetadataIsGivenUp() throws Exception {
        String head = OK + "icy-metaint: 1\r\n\r\na\u00ff";
        try (ScriptedServer server =
                        new ScriptedServer(
                                out -> {
                                    out.write(head.getBytes(ISO_8859_1));
                                    repeat(out, "x", 20_000_000);
                                });
                IcecastStream stream = connect(server.url("/"), SHORT, Trust.STANDARD)) {
            byte[] bytes = new byte[10];
            assertEquals(1, stream.read(bytes));
            IcecastException silent =
                    assertThrows(IcecastException.class, () -> stream.read(bytes));
            assertEquals(
                    "the Icecast server has sent nothing whole for 300 ms", silent.getMessage());
        }
    }

    @Test
    void aPortWhereNobodyListensCannotBeReached() throws Exception {
        ScriptedServer server = ScriptedServer.saying("");
        server.close();
        assertRefused(server, Patience.STANDARD, "the Icecast server can't be reached");
    }

    @Test
    void closingEndsARead() throws Exception {
        try (ScriptedServer server =
                        new ScriptedServer(
                                out -> {
                                    out.write((OK + "\r\n").getBytes(UTF_8));
                                    LockSupport.park();
                                });
                IcecastStream stream = connect(server)) {
            Thread closer = Thread.ofVirtual().start(stream::close);
            assertThrows(IcecastException.class, () -> stream.read(new byte[10]));
            closer.join();
        }
    }

    @Test
    void overTlsTheServerMustBeTheOneThatIsMeant(@TempDir Path directory) throws Exception {
        Authority authority = new Authority("studio");
        Trust trust = authority.trust(directory);
        try (ScriptedServer server = ScriptedServer.saying(OK + "\r\nsound");
                TlsFront front =
                        new TlsFront(authority.identity("localhost").context(), server.port())) {
            int port = front.url("localhost").port();
            try (IcecastStream stream =
                    connect(https("localhost", port), Patience.STANDARD, trust)) {
                assertEquals("sound", sound(stream));
            }
            assertUntrusted(
                    "the Icecast server's certificate is not for other.example",
                    https("other.example", port),
                    trust);
            assertUntrusted(
                    "the Icecast server's certificate is from an authority that is not trusted;"
                            + " outputs.trust takes further ones",
                    https("localhost", port),
                    Trust.STANDARD);
        }
    }

    private static IcecastUrl https(String host, int port) {
        return IcecastUrl.parse("https://" + host + ":" + port + "/live");
    }

    private void assertUntrusted(String why, IcecastUrl url, Trust trust) {
        IcecastException refused =
                assertThrows(IcecastException.class, () -> connect(url, Patience.STANDARD, trust));
        assertEquals(why, refused.getMessage());
    }
}
