package dev.rillcast.rtp;

import static dev.rillcast.rtp.Packets.MS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.payload.PayloadFormat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packet n holds the byte n, and lasts 20 ms; the blocks are of payload type 111, 0x6F. */
class RedundancyTest {
    private static final int TICKS = 960;
    private static final int OPUS = 111;
    private static final long PATIENCE = 100 * MS;

    private final List<Frame> frames = new ArrayList<>();
    private final PacketPool pool = new PacketPool();
    private final Reception reception = new Reception(Codec.OPUS);
    private final Redundancy redundancy = new Redundancy(OPUS, pool);
    private final RtpReceiver receiver =
            new RtpReceiver(
                    0x01020304,
                    reception,
                    PATIENCE,
                    true,
                    PayloadFormat.depacketizer(Codec.OPUS),
                    pool,
                    frames::add);

    @Test
    void aLostPacketIsTakenFromTheNext() {
        receive(10);
        assertTrue(red(12, "EF 0F00 01 6F 0B 0C")); // 960 << 10 | 1
        assertEquals(List.of(10, 11, 12), heard());
        assertTimes(10);
        assertEquals(new TrackFigures(Codec.OPUS, 2, 0, 0, 8, 3, 3, 0, 1), reception.figures());
        assertEquals(1, receiver.stats().lost(), "the sender is told what the network lost");
    }

    @Test
    void twoLostPacketsAreTakenFromOne() {
        receive(10);
        assertTrue(red(13, "EF 1E00 01 EF 0F00 01 6F 0B 0C 0D"));
        assertEquals(List.of(10, 11, 12, 13), heard());
        assertTimes(10);
    }

    @Test
    void whatCameIsNotTakenAgain() {
        receive(10);
        receive(11);
        assertTrue(red(12, "EF 0F00 01 6F 0B 0C"));
        assertEquals(List.of(10, 11, 12), heard());
        assertEquals(0, reception.figures().repeated());
        assertFalse(receiver.receive(Packets.numbered(11, 0)));
        assertFalse(red(12, "EF 0F00 01 6F 0B 0C"));
    }

    @Test
    void thePacketItselfIsTooLateAfterwards() {
        receive(10);
        receive(13);
        receiver.order().missing(20 * MS, new int[64]);
        assertTrue(red(12, "EF 0F00 01 6F 0B 0C"));
        assertFalse(receiver.receive(Packets.of(11, 11 * TICKS, false, 0, new byte[] {11})));
        assertEquals(List.of(10, 11, 12, 13), heard());
        assertEquals(1, reception.figures().recovered(), "only 12 had been asked for and came");
    }

    @Test
    void whatIsStillMissingIsWaitedFor() {
        receive(10);
        assertTrue(red(14, "EF 0F00 01 6F 0D 0E"));
        assertEquals(List.of(10), heard());
        int[] numbers = new int[64];
        assertEquals(2, receiver.order().missing(20 * MS, numbers));
        assertEquals(11, numbers[0]);
        assertEquals(12, numbers[1]);
        receiver.drain(PATIENCE);
        assertEquals(List.of(10, 13, 14), heard());
    }

    @Test
    void farBehindTheLastPacketItIsTakenAsWell() {
        receive(10);
        assertTrue(red(60, "EF 0F00 01 6F 3B 3C"));
        assertEquals(1, reception.figures().repeated());
        receiver.drain(PATIENCE);
        assertEquals(List.of(10, 59, 60), heard());
    }

    @Test
    void numbersAndTimesWrap() {
        long time = 0x1_0000_0000L - TICKS;
        receiver.receive(Packets.of(0xFFFE, time - TICKS, false, 0, new byte[] {1}));
        byte[] payload = Hex.bytes("EF 0F00 01 6F 02 03");
        assertTrue(receiver.receive(Packets.of(0, 0, false, 0, payload), redundancy));
        assertEquals(List.of(1, 2, 3), heard());
        assertEquals(TICKS, frames.get(1).timestamp() - frames.get(0).timestamp());
        assertEquals(TICKS, frames.get(2).timestamp() - frames.get(1).timestamp());
    }

    @Test
    void aPacketWithoutRepetitionsIsItself() {
        assertTrue(red(10, "6F 0A"));
        assertTrue(red(11, "EF 0F00 00 6F 0B"), "nothing to repeat, as Chromium begins");
        assertEquals(List.of(10, 11), heard());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "nothing at all, ''",
        "no header of its own, EF 0F00 01",
        "a header cut off, EF 0F00",
        "a block past the end, EF 0F00 03 6F 0B 0C",
        "a longest block past the end, EF 0F03 FF 6F 0B 0C",
        "blocks past the end together, EF 1E00 02 EF 0F00 01 6F 0B 0C",
        "another payload type, EF 0F00 01 60 0B 0C",
        "seventeen blocks, "
                + "EF3C0000EF3C0000EF3C0000EF3C0000EF3C0000EF3C0000EF3C0000EF3C0000EF3C0000"
                + "EF3C0000EF3C0000EF3C0000EF3C0000EF3C0000EF3C0000EF3C0000EF3C00006F0C",
    })
    void aMalformedPacketIsRefused(String what, String payload) {
        receive(10);
        assertFalse(red(12, payload));
        receiver.drain(PATIENCE);
        assertEquals(List.of(10), heard());
        receive(11);
        assertEquals(List.of(10, 11), heard(), "and its number is not taken");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "of another payload type, E0 0F00 01 6F 0B 0C",
        "empty, EF 0F00 00 6F 0C",
        "as late as the packet itself, EF 0000 01 6F 0B 0C",
        "as early as the packet before the missing one, EF 1E00 01 6F 0A 0C",
        "earlier than that, EF FFFC 01 6F 0A 0C",
    })
    void aBlockThatCanNotBeTheMissingPacketIsLeftAlone(String what, String payload) {
        receive(10);
        assertTrue(red(12, payload));
        assertEquals(List.of(10), heard());
        receiver.drain(PATIENCE);
        assertEquals(List.of(10, 12), heard());
    }

    @Test
    void blocksOutOfOrderTellNoNumbers() {
        receive(10);
        assertTrue(red(13, "EF 0F00 01 EF 1E00 01 6F 0B 0C 0D"));
        receiver.drain(PATIENCE);
        assertEquals(List.of(10, 12, 13), heard().stream().sorted().toList());
    }

    @Test
    void whatWasGivenUpIsNotTaken() {
        receive(10);
        receive(12);
        receiver.drain(PATIENCE);
        assertTrue(red(13, "EF 1E00 01 EF 0F00 01 6F 0B 0C 0D"));
        assertEquals(List.of(10, 12, 13), heard());
    }

    @Property(tries = 300)
    void hostilePacketsNeverGiveAPacketOutTwice(
            @ForAll @Size(max = 40) List<@Size(max = 60) List<Byte>> payloads,
            @ForAll @Size(40) List<@IntRange(max = 5) Integer> steps) {
        Set<RtpPacket> given = new HashSet<>();
        ReorderBuffer order = new ReorderBuffer(PATIENCE, true, reception);
        int number = 0xFFF0;
        int last = -1;
        for (int i = 0; i < payloads.size(); i++) {
            number = (number + steps.get(i)) & 0xFFFF;
            RtpPacket packet = Packets.of(number, number * 960L, false, i * MS, bytes(payloads, i));
            if (redundancy.open(packet) && order.insert(packet)) {
                redundancy.fill(packet, order, reception);
            }
            for (RtpPacket p = order.poll(i * MS); p != null; p = order.poll(i * MS)) {
                assertTrue(given.add(p));
                assertTrue(p.payloadLength() >= 0 && p.payloadType() == OPUS);
                assertTrue(last < 0 || (short) (p.sequenceNumber() - last) > 0, "in order");
                last = p.sequenceNumber();
            }
        }
    }

    /** Half of them begin as a packet should. */
    private static byte[] bytes(List<List<Byte>> payloads, int index) {
        List<Byte> payload = payloads.get(index);
        byte[] bytes = new byte[payload.size() + 5];
        for (int i = 0; i < payload.size(); i++) {
            bytes[i + 5] = payload.get(i);
        }
        bytes[0] = (byte) (index % 2 == 0 ? 0xEF : 0x6F);
        bytes[1] = 0x0F;
        bytes[3] = (byte) payload.size();
        bytes[4] = OPUS;
        return bytes;
    }

    private void receive(int number) {
        byte[] payload = {(byte) number};
        assertTrue(receiver.receive(Packets.of(number, number * 960L, false, 0, payload)));
    }

    private boolean red(int number, String payload) {
        byte[] bytes = Hex.bytes(payload);
        return receiver.receive(Packets.of(number, number * 960L, false, 0, bytes), redundancy);
    }

    private List<Integer> heard() {
        return frames.stream().map(frame -> (int) frame.array()[frame.offset()]).toList();
    }

    private void assertTimes(int first) {
        for (int i = 0; i < frames.size(); i++) {
            assertEquals((1L << 32) + (first + i) * 960L, frames.get(i).timestamp());
        }
    }
}
