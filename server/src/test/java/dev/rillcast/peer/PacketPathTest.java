package dev.rillcast.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.rtp.Bytes;
import dev.rillcast.rtp.PacketPool;
import dev.rillcast.rtp.Receptions;
import dev.rillcast.rtp.RtpPacket;
import dev.rillcast.sdp.AgreedTrack;
import dev.rillcast.sdp.HeaderExtensions;
import dev.rillcast.sdp.Sources;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What the door's thread leaves to the collector, from the opened packet to the frame. */
class PacketPathTest {
    private static final long MS = 1_000_000;
    private static final int VIDEO = 102;
    private static final int SSRC = 0x11111111;

    /** Many, so that the least that a packet could allocate stands out against its frame. */
    private static final int PACKETS_PER_PICTURE = 20;

    private static final int PIECE = 1_100;

    /** A frame's own fields and its array's header, as the JVM lays them out at most. */
    private static final int FRAME = 56 + 16 + 8;

    private final PacketPool pool = new PacketPool();
    private final Counted counted = new Counted();
    private final MediaReceiver media = receiver();
    private final Feedback feedback =
            new Feedback(media, 2_000 * MS, (_, _) -> counted.feedback++, 1_000 * MS);
    private final byte[] key = HexFormat.of().parseHex("7800046742c01f000468ce3c800003658804");
    private final byte[] piece = new byte[PIECE];
    private int number;
    private int pictures;
    private long now = 1_000 * MS;

    /** Keeps nothing, so that it allocates nothing. */
    private static final class Counted extends Heard {
        private int count;
        private int feedback;
        private long bytes;

        @Override
        public void frame(Frame frame) {
            count++;
            bytes += frame.array().length + FRAME;
        }
    }

    private MediaReceiver receiver() {
        AgreedTrack track =
                new AgreedTrack(
                        Codec.H264,
                        VIDEO,
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        true,
                        false,
                        new HeaderExtensions(3, 0, 0, 0, 0),
                        List.of(),
                        List.of(),
                        Sources.NONE);
        return new MediaReceiver(
                List.of(track), Duration.ofMillis(400), pool, new Receptions(), counted, now);
    }

    @Test
    void packetsAndFeedbackAllocateNothingButTheFrames() {
        picture(true);
        play(100); // sizes settle, classes load
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long _ = threads.getCurrentThreadAllocatedBytes();
        int before = counted.count;
        counted.bytes = 0;
        counted.feedback = 0;
        long from = threads.getCurrentThreadAllocatedBytes();
        play(300);
        long allocated = threads.getCurrentThreadAllocatedBytes() - from;
        assertEquals(before + 300, counted.count);
        assertTrue(counted.feedback > 150, "feedback was sent");
        assertTrue(
                allocated <= counted.bytes,
                () -> allocated + " bytes, of which the frames are " + counted.bytes);
    }

    /** Pictures at 30 frames/s, their packets spread over 20 ms, and the door's ticks. */
    private void play(int count) {
        for (int i = 0; i < count; i++) {
            picture(false);
        }
    }

    private void picture(boolean isKey) {
        int packets = isKey ? 1 : PACKETS_PER_PICTURE;
        for (int i = 0; i < packets; i++) {
            boolean last = i == packets - 1;
            piece[0] = 0x7C; // FU-A (RFC 6184 5.8): indicator, then start, end and type
            piece[1] = (byte) ((i == 0 ? 0x81 : 0x01) | (last ? 0x40 : 0));
            piece[2] = (byte) 0x80;
            receive(isKey ? key : piece, last);
            now += MS;
            if (i % 5 == 0) {
                feedback.tick(now);
            }
        }
        media.handOver(now);
        now += 13 * MS;
        pictures++;
    }

    private void receive(byte[] payload, boolean last) {
        RtpPacket packet = pool.take();
        byte[] b = packet.buffer();
        // RFC 3550 5.1, then RFC 8285 4.2: one word of extension, id 3 with two bytes
        b[0] = (byte) 0x90;
        b[1] = (byte) ((last ? 0x80 : 0) | VIDEO);
        Bytes.put16(b, 2, number);
        Bytes.put32(b, 4, pictures * 3_000);
        Bytes.put32(b, 8, SSRC);
        Bytes.put32(b, 12, 0xBEDE0001);
        Bytes.put32(b, 16, 0x31 << 24 | (number & 0xFFFF) << 8);
        number++;
        System.arraycopy(payload, 0, b, 20, payload.length);
        assertTrue(packet.parse(20 + payload.length, now));
        assertTrue(media.receive(packet));
    }
}
