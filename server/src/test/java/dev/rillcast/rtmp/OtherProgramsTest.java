package dev.rillcast.rtmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.OtherIngest;
import dev.rillcast.Program;
import dev.rillcast.tls.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The programs that people use with us: ffmpeg, ffprobe and nginx-rtmp must be installed,
 * node-media-server comes with {@code npm ci}.
 */
@Tag("ingest")
@Timeout(60)
class OtherProgramsTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    /** Takes TLS off with Node's OpenSSL. */
    private static final String OPENSSL =
            """
            const read = (name) => require('fs').readFileSync(name);
            require('tls').createServer(
                { cert: read('server.pem'), key: read('server.key') },
                (client) => {
                    const server = require('net').connect(INGEST, '127.0.0.1');
                    client.pipe(server).pipe(client);
                    client.on('error', () => server.destroy());
                    server.on('error', () => client.destroy());
                }).listen(DOOR, '127.0.0.1');
            """;

    @TempDir static Path directory;
    private static RecordedStream sample;

    @BeforeAll
    static void makeSample() throws Exception {
        sample = RecordedStream.make(directory);
    }

    @Test
    void ffmpegTakesOurStream() throws Exception {
        int port = Program.freePort();
        Path file = directory.resolve("ffmpeg.flv");
        String url = "rtmp://127.0.0.1:%d/live/x".formatted(port);
        try (Program ffmpeg =
                program("ffmpeg -v error -listen 1 -i " + url + " -c copy -y " + file)) {
            try (RtmpPublisher publisher = ffmpeg.eventually(() -> connect(port))) {
                sample.sendTo(publisher, 0);
            }
            ffmpeg.awaitEnd();
            // Its listening side takes every end of a stream for an error, its own streams' too.
            assertEquals(url + ": Input/output error", ffmpeg.errors().strip());
        }
        RecordedStream.assertPlayable(directory, file);
    }

    @Test
    void nginxTakesOurStreamAndRefusesASecond() throws Exception {
        Path recording;
        try (OtherIngest nginx = OtherIngest.nginx(directory)) {
            recording = nginx.recording("x");
            try (RtmpPublisher publisher = connect(nginx.port())) {
                RtmpException refused =
                        assertThrows(RtmpException.class, () -> connect(nginx.port()));
                assertEquals("NetStream.Publish.BadName", refused.code());
                sample.sendTo(publisher, 0);
                assertTrue(publisher.bytesWritten() > 100_000);
            }
        }
        RecordedStream.assertPlayable(directory, recording);
    }

    @Test
    void nginxTakesOurStreamBehindOpenSsl() throws Exception {
        Authority authority = new Authority("studio");
        authority.identity("localhost").write(directory);
        int port = Program.freePort();
        RtmpUrl url = new RtmpUrl("rtmps", "localhost", port, "live", "secure");
        Trust trust = authority.trust(directory);
        Path recording;
        try (OtherIngest nginx = OtherIngest.nginx(directory)) {
            recording = nginx.recording("secure");
            String script =
                    OPENSSL.replace("INGEST", String.valueOf(nginx.port()))
                            .replace("DOOR", String.valueOf(port));
            try (Program front = new Program(directory, "node", "-e", script);
                    RtmpPublisher publisher =
                            front.eventually(
                                    () ->
                                            TestPublisher.connect(
                                                    url,
                                                    LOOPBACK,
                                                    RecordedStream.INFO,
                                                    Map.of(),
                                                    trust))) {
                sample.sendTo(publisher, 0);
            }
        }
        RecordedStream.assertPlayable(directory, recording);
    }

    @Test
    void nginxHandsLiveMetadataOnToItsViewers() throws Exception {
        try (OtherIngest nginx = OtherIngest.nginx(directory);
                RtmpPublisher publisher = connect(nginx.port());
                DataPlayer player = DataPlayer.play(nginx.port(), "x")) {
            sample.sendTo(publisher, 0);
            publisher.write(ScriptData.encode("onMetaData", Map.of("score", 2)), 4_010);
            publisher.write(SampleFrames.audio("2110"), 4_020); // nginx sends it with a frame
            assertEquals("4010: [onMetaData, {score=2.0}]", player.data("score"));
        }
    }

    @Test
    void nodeMediaServerTakesOurStreamAndItsViewersSeeIt() throws Exception {
        Path overRtmp = directory.resolve("rtmp.flv");
        Path overHttp = directory.resolve("http.flv");
        String play = "ffmpeg -v error -t 3 -i %s -c copy -y %s";
        try (OtherIngest ingest = OtherIngest.nodeMediaServer(directory);
                Program first = program(play.formatted(ingest.url("x"), overRtmp));
                Program second = program(play.formatted(ingest.httpFlv("x"), overHttp))) {
            ingest.program().eventually(() -> started(ingest, "play", 2));
            try (RtmpPublisher publisher = connect(ingest.port())) {
                sample.sendTo(publisher, 0);
                first.awaitEnd();
                second.awaitEnd();
            }
            assertEquals("", first.errors() + second.errors());
        }
        RecordedStream.assertPlayable(directory, overRtmp, 3);
        RecordedStream.assertPlayable(directory, overHttp, 3);
    }

    /** Its log is what tells that players are there. */
    private static boolean started(OtherIngest ingest, String what, int times) throws IOException {
        long seen =
                ingest.program().output().lines().filter(l -> l.contains("start " + what)).count();
        if (seen < times) {
            throw new IOException("%d times".formatted(seen));
        }
        return true;
    }

    @Test
    void ffmpegPlaysOnOverLiveMetadata() throws Exception {
        int port = Program.freePort();
        Path file = directory.resolve("data.flv");
        String url = "rtmp://127.0.0.1:%d/live/x".formatted(port);
        try (Program ffmpeg =
                program("ffmpeg -v error -listen 1 -i " + url + " -c copy -y " + file)) {
            try (RtmpPublisher publisher = ffmpeg.eventually(() -> connect(port))) {
                for (RecordedStream.Timed timed : sample.frames()) {
                    publisher.write(timed.frame(), timed.millis());
                    for (String handler : List.of("onMetaData", "onCuePoint")) {
                        publisher.write(
                                ScriptData.encode(handler, Map.of("at", timed.millis())),
                                timed.millis());
                    }
                }
            }
            ffmpeg.awaitEnd();
            assertEquals(url + ": Input/output error", ffmpeg.errors().strip());
        }
        RecordedStream.assertPlayable(directory, file);
    }

    @Test
    void timeStampsBehind24BitsReachFfmpegWhole() throws Exception {
        int port = Program.freePort();
        Path file = directory.resolve("late.flv");
        String url = "rtmp://127.0.0.1:%d/live/x".formatted(port);
        try (Program ffmpeg =
                program("ffmpeg -v error -listen 1 -i " + url + " -c copy -y " + file)) {
            try (RtmpPublisher publisher = ffmpeg.eventually(() -> connect(port))) {
                sample.sendTo(publisher, 0xFFFFFF - 2_000);
            }
            ffmpeg.awaitEnd();
            // Its listening side takes every end of a stream for an error, its own streams' too.
            assertEquals(url + ": Input/output error", ffmpeg.errors().strip());
        }
        RecordedStream.assertPlayable(directory, file);
    }

    /** With arguments in {@code connect} that none of the programs knows. */
    private static RtmpPublisher connect(int port) throws IOException {
        return TestPublisher.connect(
                new RtmpUrl("rtmp", "127.0.0.1", port, "live", "x"),
                LOOPBACK,
                RecordedStream.INFO,
                Map.of("key1", "value1", "key2", 7.5, "key3", false));
    }

    private static Program program(String command) throws IOException {
        return new Program(directory, command.split(" ", -1));
    }
}
