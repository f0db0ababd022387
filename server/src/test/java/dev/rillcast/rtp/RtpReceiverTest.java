package dev.rillcast.rtp;

import static dev.rillcast.rtp.Packets.MS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.payload.PayloadFormat;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RtpReceiverTest {
    private static final long WRAP = 1L << 32;

    private final List<Frame> frames = new ArrayList<>();
    private final PacketPool pool = new PacketPool();
    private final Reception reception = new Reception(Codec.OPUS);
    private final RtpReceiver receiver =
            new RtpReceiver(
                    7,
                    reception,
                    40 * MS,
                    false,
                    PayloadFormat.depacketizer(Codec.OPUS),
                    pool,
                    frames::add);

    @Test
    void framesComeInOrderWithTimesThatDoNotWrap() {
        receive(65_535, 0xFFFF_FFFFL - 959, 0);
        receive(1, 960, 1);
        assertEquals(1, frames.size());
        receive(0, 0, 2);
        assertEquals(3, frames.size());
        long first = WRAP + 0xFFFF_FFFFL - 959;
        assertEquals(
                List.of(first, first + 960, first + 1_920),
                frames.stream().map(Frame::timestamp).toList());
    }

    @Test
    void timePassingGivesOutWhatWaited() {
        receive(1, 0, 0);
        receive(3, 1_920, 5 * MS);
        receiver.drain(44 * MS);
        assertEquals(1, frames.size());
        receiver.drain(45 * MS);
        assertEquals(2, frames.size());
        assertEquals(1, reception.figures().lost());
        assertEquals(1, receiver.stats().lost());
    }

    @Test
    void packetsGoBackToThePoolAndRejectedOnesDoNot() {
        RtpPacket packet = Packets.numbered(1, 0);
        assertTrue(receiver.receive(packet));
        assertSame(packet, pool.take());
        RtpPacket twice = Packets.numbered(1, 0);
        assertFalse(receiver.receive(twice));
        assertNotSame(twice, pool.take());
    }

    @Test
    void aSenderReportIsInTheTimeOfTheFrames() {
        assertNull(receiver.senderReport(1, 2, 0));
        receive(1, 100, 0);
        assertEquals(new SenderReport(5L << 32, WRAP + 50), receiver.senderReport(5L << 32, 50, 0));
        assertEquals(
                new SenderReport(6L << 32, WRAP - 1),
                receiver.senderReport(6L << 32, 0xFFFF_FFFFL, 0));
        assertEquals(6 << 16, receiver.stats().lastReport());
    }

    @Test
    void whatCameIsCountedWithoutTheDoubles() {
        receive(1, 0, 0);
        receive(3, 1_920, 5 * MS);
        assertFalse(receiver.receive(Packets.numbered(3, 6 * MS)));
        assertEquals(
                new TrackFigures(Codec.OPUS, 2, 0, 0, 2, 1, 1, 0, 0),
                reception.figures(),
                "the second waits for the one that is missing");
        receiver.drain(45 * MS);
        assertFalse(receiver.receive(Packets.numbered(2, 46 * MS)), "too late");
        assertEquals(new TrackFigures(Codec.OPUS, 2, 1, 0, 2, 2, 2, 0, 0), reception.figures());
    }

    @Test
    void anotherSourceOfTheTrackCountsOn() {
        receive(1, 0, 0);
        RtpReceiver next =
                new RtpReceiver(
                        8,
                        reception,
                        40 * MS,
                        false,
                        PayloadFormat.depacketizer(Codec.OPUS),
                        pool,
                        frames::add);
        assertTrue(next.receive(Packets.of(900, 0, false, 0, new byte[] {0x78, 1})));
        assertEquals(new TrackFigures(Codec.OPUS, 2, 0, 0, 3, 2, 2, 0, 0), reception.figures());
    }

    @Test
    void figuresOfTwoConnectionsAddUp() {
        TrackFigures first = new TrackFigures(Codec.H264, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertEquals(
                new TrackFigures(Codec.H264, 11, 22, 33, 44, 55, 66, 77, 88, 9),
                first.plus(new TrackFigures(Codec.H264, 10, 20, 30, 40, 50, 60, 70, 80)));
        assertEquals(first, TrackFigures.none(Codec.H264).plus(first));
    }

    @Test
    void theDepacketizerSaysWhetherAKeyFrameIsNeeded() {
        assertEquals(7, receiver.ssrc());
        assertFalse(receiver.needsKeyFrame());
        assertTrue(
                new RtpReceiver(
                                7,
                                new Reception(Codec.H264),
                                0,
                                false,
                                PayloadFormat.depacketizer(Codec.H264),
                                pool,
                                frames::add)
                        .needsKeyFrame());
    }

    private void receive(int sequence, long timestamp, long now) {
        assertTrue(
                receiver.receive(Packets.of(sequence, timestamp, false, now, new byte[] {0x78})));
    }
}
