package dev.rillcast.payload;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Frame;
import dev.rillcast.rtp.Depacketizer;
import dev.rillcast.rtp.Hex;
import dev.rillcast.rtp.Packets;
import dev.rillcast.rtp.RtpPacket;
import org.jspecify.annotations.Nullable;

/** Pushes payloads in hex into a depacketizer and compares what comes out. */
final class PacketFeed {
    final Depacketizer depacketizer;
    private int sequence;

    PacketFeed(Depacketizer depacketizer) {
        this.depacketizer = depacketizer;
    }

    /** A packet of the picture of that time, which is not its last. */
    @Nullable Frame push(long time, String hex) {
        return push(time, false, false, hex);
    }

    /** The last packet of the picture of that time. */
    @Nullable Frame pushLast(long time, String hex) {
        return push(time, true, false, hex);
    }

    @Nullable Frame push(long time, boolean marker, boolean afterLoss, String hex) {
        sequence++;
        RtpPacket packet = Packets.of(sequence, time, marker, sequence, Hex.bytes(hex));
        Packets.afterLoss(packet, afterLoss);
        return depacketizer.push(packet);
    }

    /**
     * Each of these payloads, as the last one of a picture that was good so far, ends everything
     * until the next key frame.
     *
     * @param key a payload that is a key frame
     * @param begun one that begins a picture
     */
    void assertBreak(String key, String begun, String... payloads) {
        for (String payload : payloads) {
            assertTrue(requireNonNull(pushLast(10, key)).key());
            assertNull(push(20, begun));
            assertNull(pushLast(20, payload), payload);
            assertTrue(depacketizer.needsKeyFrame(), payload);
        }
    }

    static void assertFrame(String hex, boolean key, @Nullable Frame frame) {
        requireNonNull(frame, "no frame");
        int end = frame.offset() + frame.length();
        assertEquals(Hex.plain(hex), Hex.text(frame.array(), frame.offset(), end));
        assertEquals(key, frame.key());
    }
}
