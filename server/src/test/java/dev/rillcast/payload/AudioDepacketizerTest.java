package dev.rillcast.payload;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.rtp.Hex;
import dev.rillcast.rtp.Packets;
import dev.rillcast.rtp.RtpPacket;
import org.junit.jupiter.api.Test;

class AudioDepacketizerTest {
    private final AudioDepacketizer depacketizer = new AudioDepacketizer(Codec.OPUS);

    @Test
    void aPacketIsAFrame() {
        Frame frame =
                requireNonNull(
                        depacketizer.push(Packets.of(1, 960, true, 5, Hex.bytes("78 0102"))));
        assertEquals(Codec.OPUS, frame.codec());
        assertEquals("780102", Hex.text(frame.array(), frame.offset(), frame.length()));
        assertEquals(960, frame.timestamp());
        assertEquals(5, frame.arrival());
        assertTrue(frame.key());
    }

    @Test
    void aFrameOutlivesItsPacket() {
        RtpPacket packet = Packets.of(1, 960, true, 5, Hex.bytes("78 0102"));
        Frame frame = requireNonNull(depacketizer.push(packet));
        packet.buffer()[12] = 0;
        assertEquals(0x78, frame.array()[frame.offset()]);
    }

    @Test
    void paddingAloneIsNoFrame() {
        assertNull(depacketizer.push(Packets.of(1, 960, false, 5, new byte[0])));
    }

    @Test
    void audioNeverWaitsForAKeyFrame() {
        RtpPacket packet = Packets.of(9, 960, false, 5, Hex.bytes("78 01"));
        Packets.afterLoss(packet, true);
        assertFalse(depacketizer.needsKeyFrame());
        requireNonNull(depacketizer.push(packet));
    }
}
