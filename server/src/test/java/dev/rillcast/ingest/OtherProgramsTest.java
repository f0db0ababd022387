package dev.rillcast.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Program;
import dev.rillcast.rtmp.RecordedStream;
import dev.rillcast.rtmp.RtmpPublisher;
import dev.rillcast.rtmp.RtmpUrl;
import dev.rillcast.rtmp.TestPublisher;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The programs that people publish and watch with: ffmpeg and ffprobe must be installed. */
@Tag("ingest")
@Timeout(60)
class OtherProgramsTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @TempDir static Path directory;
    private static RecordedStream sample;

    @BeforeAll
    static void makeSample() throws Exception {
        sample = RecordedStream.make(directory);
    }

    @Test
    void ffmpegPublishesToTheIngestAndFfprobeAndFfmpegPlayIt() throws Exception {
        LiveStreams streams = new LiveStreams();
        try (RtmpIngest ingest = RtmpIngest.open(LOOPBACK, 0, Optional.empty(), streams)) {
            String url = "rtmp://127.0.0.1:%d/live/x".formatted(ingest.port());
            String input = directory.resolve("sample.flv").toString();
            try (Program encoder =
                    program(
                            "ffmpeg -v error -re -stream_loop 4 -i "
                                    + input
                                    + " -c copy -f flv "
                                    + url)) {
                LiveStream stream =
                        encoder.eventually(() -> streams.find("x").orElseThrow(IOException::new));
                RecordedStream.assertStreams(directory, url);
                Program.run(
                        directory,
                        ("ffmpeg -v error -t 2 -i " + url + " -f null -").split(" ", -1));
                assertTrue(stream.hasAudio() && stream.hasVideo());
                RecordedStream.assertPlayable(directory, record(stream), 1);
                assertTrue(encoder.alive());
            }
        }
    }

    @Test
    void aPlayerSeesTheEndOfOurStream() throws Exception {
        LiveStreams streams = new LiveStreams();
        try (RtmpIngest ingest = RtmpIngest.open(LOOPBACK, 0, Optional.empty(), streams)) {
            Path file = directory.resolve("played.flv");
            String url = "rtmp://127.0.0.1:%d/live/x".formatted(ingest.port());
            RtmpPublisher publisher =
                    TestPublisher.connect(
                            new RtmpUrl("rtmp", "127.0.0.1", ingest.port(), "live", "x"),
                            LOOPBACK,
                            RecordedStream.INFO);
            LiveStream stream = streams.find("x").orElseThrow();
            try (Program player = program("ffmpeg -v error -i " + url + " -c copy -y " + file)) {
                try (publisher) {
                    player.eventually(() -> ifTrue(stream.viewers() == 1));
                    sample.sendTo(publisher, 5_000);
                }
                player.awaitEnd();
                assertEquals("", player.errors());
            }
            RecordedStream.assertPlayable(directory, file);
        }
    }

    /** The frames of about a second, as an HTTP-FLV viewer gets them. */
    private static Path record(LiveStream stream) throws Exception {
        Path file = directory.resolve("viewer.flv");
        try (LiveStream.Viewer viewer = stream.subscribe();
                OutputStream out = Files.newOutputStream(file)) {
            out.write(FlvHeader.bytes(stream.hasAudio(), stream.hasVideo()));
            for (int i = 0; i < 75; i++) {
                FlvTag tag = viewer.take(Duration.ofSeconds(5));
                if (tag != null) {
                    tag.writeTo(out);
                }
            }
        }
        return file;
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
}
