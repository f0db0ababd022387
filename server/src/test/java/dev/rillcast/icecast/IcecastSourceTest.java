package dev.rillcast.icecast;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.rillcast.Program;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A source that listens to servers which are not as they should be. */
@Timeout(60)
class IcecastSourceTest {
    private static final String OK = "HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\n";
    private static final Duration SHORT = Duration.ofSeconds(1);

    @TempDir private static Path directory;
    private static byte[] sound; // three seconds of 1 kHz

    @BeforeAll
    static void encode() throws Exception {
        Path file = directory.resolve("sound.mp3");
        String command = "ffmpeg -v error -f lavfi -i sine=1000:d=3 -c:a libmp3lame -b:a 128k ";
        String _ = Program.run(directory, (command + file).split(" "));
        sound = Files.readAllBytes(file);
    }

    private static Listened listen(ScriptedServer server, Duration silence) {
        return new Listened(
                server.url("/live"),
                (_, _) -> InetAddress.getLoopbackAddress(),
                Listened.FFMPEG,
                silence);
    }

    @Test
    void aStreamThatEndsIsListenedToAgain() throws Exception {
        AtomicInteger visits = new AtomicInteger();
        try (ScriptedServer server =
                        new ScriptedServer(
                                out -> {
                                    if (visits.getAndIncrement() == 0) {
                                        out.write("HTTP/1.0 404 Not Found\r\n\r\n".getBytes(UTF_8));
                                    } else {
                                        out.write((OK + "\r\n").getBytes(UTF_8));
                                        out.write(sound);
                                    }
                                });
                Listened listened = new Listened(server.url("/live"))) {
            listened.assertTold("lost: the Icecast server has no such stream now");
            listened.assertTold("back");
            listened.assertTold("lost: the Icecast stream has ended");
            listened.awaitPitch(1_000);
            listened.assertTold("back");
        }
    }

    @Test
    void titlesAreToldWithTheirSound() throws Exception {
        try (ScriptedServer server =
                        new ScriptedServer(
                                out -> {
                                    out.write((OK + "icy-metaint: 40000\r\n\r\n").getBytes(UTF_8));
                                    out.write(sound, 0, 40_000);
                                    out.write("\u0001StreamTitle='A';".getBytes(UTF_8));
                                    out.write(sound, 40_000, sound.length - 40_000);
                                    LockSupport.park();
                                });
                Listened listened = listen(server, SHORT)) {
            listened.awaitPitch(1_000);
            for (int pitch = 1_000; pitch != 0; ) {
                pitch = listened.pitch();
            }
            listened.assertTold("title: A");
        }
    }

    @Test
    void aServerThatSendsGarbageOrTooLittleIsLost() throws Exception {
        byte[] garbage = new byte[5_000];
        new Random(42).nextBytes(garbage);
        try (ScriptedServer endless = new ScriptedServer(out -> repeat(out, garbage));
                Listened listened = listen(endless, SHORT)) {
            listened.assertTold("lost: what the Icecast server sends can't be decoded");
        }
        try (ScriptedServer drip = new ScriptedServer(out -> repeat(out, new byte[1]));
                Listened listened = listen(drip, SHORT)) {
            listened.assertTold("lost: what the Icecast server sends can't be decoded");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-STOP", "-KILL"})
    void aDecoderThatHangsOrDiesIsReplaced(String signal) throws Exception {
        try (ScriptedServer server = new ScriptedServer(out -> repeat(out, sound));
                Listened listened = listen(server, SHORT)) {
            listened.awaitPitch(1_000);
            ProcessHandle decoder =
                    ProcessHandle.current()
                            .children()
                            .filter(
                                    child ->
                                            child.info().commandLine().orElse("").contains("f32be"))
                            .findFirst()
                            .orElseThrow();
            String _ = Program.run(directory, "kill", signal, Long.toString(decoder.pid()));
            listened.awaitTold("lost: what the Icecast server sends can't be decoded");
            listened.awaitTold("back");
            assertFalse(decoder.isAlive());
            listened.awaitPitch(1_000);
        }
    }

    private static void repeat(OutputStream out, byte[] bytes) throws IOException {
        out.write((OK + "\r\n").getBytes(UTF_8));
        while (true) {
            out.write(bytes);
            LockSupport.parkNanos(20_000_000);
        }
    }

    @Test
    void whereItMayNotConnectItAsksAgainLater() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (ScriptedServer server = new ScriptedServer(out -> repeat(out, sound));
                Listened listened =
                        new Listened(
                                IcecastUrl.parse("http://radio.example:" + server.port() + "/live"),
                                (host, port) -> {
                                    assertEquals("radio.example", host);
                                    assertEquals(server.port(), port);
                                    if (asked.getAndIncrement() == 0) {
                                        throw new IcecastException("not there");
                                    }
                                    return InetAddress.getLoopbackAddress();
                                },
                                Listened.FFMPEG,
                                Duration.ofSeconds(10))) {
            listened.assertTold("lost: not there");
            listened.assertTold("back");
            listened.awaitPitch(1_000);
        }
    }

    @Test
    void withoutADecoderThereIsNoSoundAndNoPathIsTold() throws Exception {
        try (ScriptedServer server = ScriptedServer.saying(OK + "\r\n");
                Listened listened =
                        new Listened(
                                server.url("/live"),
                                (_, _) -> InetAddress.getLoopbackAddress(),
                                directory.resolve("none"),
                                SHORT)) {
            listened.assertTold("lost: the decoder of the Icecast stream can't be started");
        }
    }
}
