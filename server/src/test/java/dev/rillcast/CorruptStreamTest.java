package dev.rillcast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.rillcast.flv.FrameWriter;
import dev.rillcast.flv.StreamInfo;
import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.payload.RtpRecording;
import dev.rillcast.sound.AacLine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ProtocolException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Bits that are flipped in what a publisher sends, on the whole way from RTP to FLV. The same bits
 * in each run.
 */
@Timeout(120)
class CorruptStreamTest {
    private static final int SEEDS = 1_000;

    /** The second key frame of the clean stream is whatever came before it. */
    private static final int HEALED = 10;

    private static final long MEMORY = 16 << 20;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir static Path directory;

    @ParameterizedTest
    @EnumSource(
            value = Codec.class,
            names = {"H264", "VP8", "VP9", "AV1"})
    void whateverBitsOfVideoAreFlippedTheNextKeyFrameIsClean(Codec codec) throws Exception {
        List<byte[]> recorded = RtpRecording.make(directory, codec);
        List<Frame> clean = new ArrayList<>();
        RtpRecording.play(recorded, codec, clean::add);
        assertEquals(RtpRecording.FRAMES, clean.size());
        List<byte[]> after = RtpRecording.again(recorded, codec, 1);
        int published = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            List<byte[]> packets = RtpRecording.flipped(recorded, seed, true);
            packets.addAll(after);
            Ingest ingest = new Ingest(codec);
            played(packets, codec, ingest, seed);
            assertEndsWith(clean, ingest.frames, seed);
            published += ingest.tags;
        }
        assertTrue(published > SEEDS * RtpRecording.FRAMES, published + " tags");
    }

    /** Only a publisher itself can do that, as the network has no key for SRTP. */
    @ParameterizedTest
    @EnumSource(
            value = Codec.class,
            names = {"H264", "VP8", "VP9", "AV1", "OPUS"})
    void whateverBitsOfRtpHeadersAreFlippedNothingIsThrown(Codec codec) throws Exception {
        List<byte[]> recorded = RtpRecording.make(directory, codec);
        for (int seed = 0; seed < SEEDS; seed++) {
            played(RtpRecording.flipped(recorded, seed, false), codec, new Ingest(codec), seed);
        }
    }

    @Test
    void whateverBitsOfSoundAreFlippedTheLineGoesOn() throws Exception {
        List<byte[]> recorded = RtpRecording.make(directory, Codec.OPUS);
        for (int seed = 0; seed < SEEDS; seed++) {
            List<Frame> aac = new ArrayList<>();
            try (AacLine transcoder = new AacLine(64_000, false)) {
                List<byte[]> packets = RtpRecording.flipped(recorded, seed, true);
                RtpRecording.play(
                        packets, Codec.OPUS, opus -> transcoder.transcode(opus, aac::add));
            }
            for (int i = 1; i < aac.size(); i++) {
                assertEquals(1_024, aac.get(i).timestamp() - aac.get(i - 1).timestamp());
            }
            assertTrue(aac.size() > 40, aac.size() + " frames");
        }
    }

    private static void played(List<byte[]> packets, Codec codec, Ingest ingest, int seed) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            RtpRecording.play(packets, codec, ingest::take);
        } catch (RuntimeException | Error error) {
            throw new AssertionError("seed " + seed, error);
        }
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < MEMORY, () -> allocated + " bytes, seed " + seed);
    }

    private static void assertEndsWith(List<Frame> clean, List<Frame> given, int seed) {
        int more = given.size() - clean.size();
        for (int i = HEALED; i < clean.size(); i++) {
            Frame frame = given.get(i + more);
            assertArrayEquals(
                    RtpRecording.bytes(clean.get(i)),
                    RtpRecording.bytes(frame),
                    "frame %d, seed %d".formatted(i, seed));
            assertEquals(clean.get(i).key(), frame.key());
        }
    }

    /** What a passthrough target does with frames; what it can't read ends its connection. */
    private static final class Ingest {
        final List<Frame> frames = new ArrayList<>();
        int tags;
        private final StreamInfo stream;
        private final FrameWriter writer =
                new FrameWriter((_, _, payload) -> tags += payload.isEmpty() ? 0 : 1);

        Ingest(Codec codec) {
            Optional<Codec> kind = Optional.of(codec);
            Optional<Codec> video = kind.filter(Codec::video);
            stream =
                    new StreamInfo(
                            video,
                            video.isPresent() ? Optional.empty() : kind,
                            0,
                            0,
                            0,
                            0,
                            0,
                            48_000,
                            2);
            writer.announce(stream);
        }

        void take(Frame frame) {
            frames.add(frame);
            try {
                writer.write(frame, frame.timestamp() / 90);
            } catch (ProtocolException unreadable) {
                writer.announce(stream);
            } catch (IOException error) {
                throw new AssertionError(error);
            }
        }
    }
}
