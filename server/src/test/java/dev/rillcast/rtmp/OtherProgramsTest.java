package dev.rillcast.rtmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Program;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The programs that people use with us: ffmpeg, ffprobe and nginx-rtmp must be installed. */
@Tag("ingest")
@Timeout(60)
class OtherProgramsTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final String NGINX =
            """
            load_module /usr/lib/nginx/modules/ngx_rtmp_module.so;
            daemon off;
            master_process off;
            error_log stderr error;
            pid nginx.pid;
            events {}
            rtmp {
                server {
                    listen 127.0.0.1:PORT;
                    ping 1s;
                    application live {
                        live on;
                        record all;
                        record_path DIRECTORY;
                    }
                }
            }
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
            try (RtmpPublisher publisher = eventually(ffmpeg, () -> connect(port))) {
                sample.sendTo(publisher, 0);
            }
            ffmpeg.awaitEnd();
            // Its listening side takes every end of a stream for an error, its own streams' too.
            assertEquals(url + ": Input/output error", ffmpeg.errors().strip());
        }
        assertPlayable(file);
    }

    @Test
    void nginxTakesOurStreamAndRefusesASecond() throws Exception {
        int port = Program.freePort();
        Path records = Files.createTempDirectory(directory, "nginx");
        Path config = records.resolve("nginx.conf");
        Files.writeString(
                config,
                NGINX.replace("PORT", String.valueOf(port))
                        .replace("DIRECTORY", records.toString()));
        try (Program nginx = program("nginx -e stderr -p " + records + " -c " + config)) {
            try (RtmpPublisher publisher = eventually(nginx, () -> connect(port))) {
                RtmpException refused = assertThrows(RtmpException.class, () -> connect(port));
                assertEquals("NetStream.Publish.BadName", refused.code());
                sample.sendTo(publisher, 0);
                assertTrue(publisher.bytesWritten() > 100_000);
            }
        }
        assertPlayable(records.resolve("x.flv"));
    }

    @Test
    void timeStampsBehind24BitsReachFfmpegWhole() throws Exception {
        int port = Program.freePort();
        Path file = directory.resolve("late.flv");
        String url = "rtmp://127.0.0.1:%d/live/x".formatted(port);
        try (Program ffmpeg =
                program("ffmpeg -v error -listen 1 -i " + url + " -c copy -y " + file)) {
            try (RtmpPublisher publisher = eventually(ffmpeg, () -> connect(port))) {
                sample.sendTo(publisher, 0xFFFFFF - 2_000);
            }
            ffmpeg.awaitEnd();
            // Its listening side takes every end of a stream for an error, its own streams' too.
            assertEquals(url + ": Input/output error", ffmpeg.errors().strip());
        }
        assertPlayable(file);
    }

    @Test
    void ffmpegPublishesToTheIngestAndFfprobeAndFfmpegPlayIt() throws Exception {
        LiveStreams streams = new LiveStreams();
        try (RtmpIngest ingest = RtmpIngest.open(LOOPBACK, 0, streams)) {
            String url = "rtmp://127.0.0.1:%d/live/x".formatted(ingest.port());
            String input = directory.resolve("sample.flv").toString();
            try (Program encoder =
                    program(
                            "ffmpeg -v error -re -stream_loop 4 -i "
                                    + input
                                    + " -c copy -f flv "
                                    + url)) {
                LiveStream stream =
                        eventually(encoder, () -> streams.find("x").orElseThrow(IOException::new));
                assertStreams(run("ffprobe -v error -show_entries " + ENTRIES + url));
                run("ffmpeg -v error -t 2 -i " + url + " -f null -");
                assertTrue(stream.hasAudio() && stream.hasVideo());
                assertPlayable(record(stream));
                assertTrue(encoder.alive());
            }
        }
    }

    @Test
    void aPlayerSeesTheEndOfOurStream() throws Exception {
        LiveStreams streams = new LiveStreams();
        try (RtmpIngest ingest = RtmpIngest.open(LOOPBACK, 0, streams)) {
            Path file = directory.resolve("played.flv");
            String url = "rtmp://127.0.0.1:%d/live/x".formatted(ingest.port());
            RtmpPublisher publisher = connect(ingest.port());
            LiveStream stream = streams.find("x").orElseThrow();
            try (Program player = program("ffmpeg -v error -i " + url + " -c copy -y " + file)) {
                try (publisher) {
                    eventually(player, () -> ifTrue(stream.viewers() == 1));
                    sample.sendTo(publisher, 5_000);
                }
                player.awaitEnd();
                assertEquals("", player.errors());
            }
            assertPlayable(file);
        }
    }

    private static final String ENTRIES = "stream=codec_name,width,height -of csv=p=0 ";

    /** The frames of about a second, as an HTTP-FLV viewer gets them. */
    private static Path record(LiveStream stream) throws Exception {
        Path file = directory.resolve("viewer.flv");
        try (LiveStream.Viewer viewer = stream.subscribe();
                OutputStream out = Files.newOutputStream(file)) {
            out.write(FlvWriter.header(stream.hasAudio(), stream.hasVideo()));
            for (int i = 0; i < 75; i++) {
                FlvTag tag = viewer.take(Duration.ofSeconds(5));
                if (tag != null) {
                    tag.writeTo(out);
                }
            }
        }
        return file;
    }

    /** Demands silence: ffmpeg returns 0 although it met decoding errors. */
    private static void assertPlayable(Path file) throws Exception {
        assertStreams(run("ffprobe -v error -show_entries " + ENTRIES + file));
        run("ffmpeg -v error -i " + file + " -f null -");
    }

    private static void assertStreams(String printed) {
        assertEquals(List.of("aac", "h264,322,180"), printed.lines().sorted().distinct().toList());
    }

    private static RtmpPublisher connect(int port) throws IOException {
        return RtmpPublisher.connect(
                new RtmpUrl("rtmp", "127.0.0.1", port, "live", "x"), LOOPBACK, RecordedStream.INFO);
    }

    private static String run(String command) throws Exception {
        return Program.run(directory, command.split(" ", -1));
    }

    private static Program program(String command) throws IOException {
        return new Program(directory, command.split(" ", -1));
    }

    private static boolean ifTrue(boolean condition) throws IOException {
        if (!condition) {
            throw new IOException("not yet");
        }
        return true;
    }

    /** Another program says nothing when it is ready: asks until it is, for 10 s. */
    private static <T> T eventually(Program program, Callable<T> question) throws Exception {
        for (int i = 0; ; i++) {
            try {
                return question.call();
            } catch (IOException error) {
                if (i == 500 || !program.alive()) {
                    throw new AssertionError(program.errors(), error);
                }
                Thread.sleep(20);
            }
        }
    }
}
