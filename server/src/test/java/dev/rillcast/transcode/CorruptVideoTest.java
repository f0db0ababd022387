package dev.rillcast.transcode;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Program;
import dev.rillcast.Recording;
import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.payload.RtpRecording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bits that are flipped in what a publisher sends, on the whole way from RTP through a child. */
@Timeout(120)
class CorruptVideoTest {
    private static final int SEEDS = 10;
    private static final int PIXELS = 320 * 180;

    /** Some pictures of the largest size that is decoded fit in, and no leak. */
    private static final long MEGABYTES = 700;

    /** Mean difference of two pixels' brightness: what two encoders do to a picture. */
    private static final double ALIKE = 4;

    @TempDir Path directory;

    @ParameterizedTest
    @EnumSource(names = {"H264", "VP8", "VP9", "AV1"})
    void whateverBitsAreFlippedThePictureIsCleanAgainFromTheNextKeyFrameOn(Codec codec)
            throws Exception {
        List<byte[]> recorded = RtpRecording.make(directory, codec);
        try (Transcoded transcoded = new Transcoded(codec, Transcoded.PLAIN)) {
            transcoded.offer(frames(recorded, codec)); // the size is that of the first picture
            for (int seed = 0; seed < SEEDS; seed++) {
                List<byte[]> bad = RtpRecording.again(recorded, codec, 2 * seed + 1);
                List<byte[]> packets = RtpRecording.flipped(bad, seed, true);
                packets.addAll(RtpRecording.again(recorded, codec, 2 * seed + 2));
                List<Frame> offered = frames(packets, codec);
                transcoded.offer(offered);
                transcoded.awaitTime(offered.getLast().timestamp());
                long megabytes = childMegabytes();
                assertTrue(megabytes < MEGABYTES, megabytes + " MB, seed " + seed);
            }
            Path file = Transcoded.flv(directory, transcoded.await(1));
            Recording.assertClean(file);
            double difference = difference(lastPicture(made(codec)), lastPicture(file));
            assertTrue(difference < ALIKE, "difference " + difference);
        }
    }

    private static List<Frame> frames(List<byte[]> packets, Codec codec) {
        List<Frame> frames = new ArrayList<>();
        RtpRecording.play(packets, codec, frames::add);
        return frames;
    }

    private Path made(Codec codec) throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(
                            file -> file.getFileName().toString().startsWith("recorded-" + codec))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private byte[] lastPicture(Path file) throws Exception {
        Path raw = Files.createTempFile(directory, "pictures", ".gray");
        Program.run(
                directory,
                "ffmpeg -v error -y -i %s -fps_mode passthrough -f rawvideo -pix_fmt gray %s"
                        .formatted(file, raw)
                        .split(" ", -1));
        byte[] all = Files.readAllBytes(raw);
        return Arrays.copyOfRange(all, all.length - PIXELS, all.length);
    }

    private static double difference(byte[] one, byte[] other) {
        long sum = 0;
        for (int i = 0; i < PIXELS; i++) {
            sum += Math.abs((one[i] & 0xFF) - (other[i] & 0xFF));
        }
        return (double) sum / PIXELS;
    }

    /** The most resident memory that this process's children had. */
    private static long childMegabytes() throws IOException {
        long most = 0;
        for (ProcessHandle child : ProcessHandle.current().children().toList()) {
            Path status = Path.of("/proc", Long.toString(child.pid()), "status");
            String peak = Files.readString(status).replaceAll("(?s).*VmHWM:\\s+(\\d+).*", "$1");
            most = Math.max(most, Long.parseLong(peak) / 1_024);
        }
        return most;
    }
}
