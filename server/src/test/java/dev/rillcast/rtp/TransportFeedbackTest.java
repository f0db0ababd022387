package dev.rillcast.rtp;

import static dev.rillcast.rtp.Packets.MS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TransportFeedbackTest {
    private static final long START = 5_000 * MS;

    private final TransportFeedback feedback = new TransportFeedback(START);
    private final byte[] b = new byte[1_200];

    @Test
    void aMessageTellsWhatCameAndWhen() {
        feedback.received(0x1234, START); // the reference time 1 is the first arrival
        feedback.received(0x1235, START + MS);
        feedback.received(0x1237, START + 101 * MS); // 400 units of 250 µs: a large delta
        feedback.received(0x1238, START + 100 * MS); // before the last one: negative
        assertMessage(
                "8fcd 0006 11111111 22222222"
                        + "1234 0005 000001 00"
                        + "d4a0" // small, small, none, large, large
                        + "00 04 0190 fffc");
    }

    @Test
    void sevenOrMoreAlikeAreARun() {
        for (int i = 0; i < 8; i++) {
            feedback.received(i, START + i * MS);
        }
        assertMessage("8fcd 0007 11111111 22222222 0000 0008 000001 00 2008 0004040404040404 0000");
    }

    @Test
    void messagesAreCountedAndGoOnWhereTheLastEnded() {
        feedback.received(10, START);
        write();
        feedback.received(11, START + 64 * MS);
        assertMessage("8fcd 0005 11111111 22222222 000b 0001 000002 01 d000 00 00");
    }

    @Test
    void aLossBetweenTwoMessagesIsTold() {
        feedback.received(10, START);
        write();
        feedback.received(12, START + 64 * MS);
        assertMessage("8fcd 0005 11111111 22222222 000b 0002 000002 01 c400 00 00");
    }

    @Test
    void whatComesAfterItWasToldLostIsToldByItself() {
        feedback.received(10, START);
        feedback.received(13, START);
        assertEquals(4, read().size());
        feedback.received(12, START + 64 * MS);
        feedback.received(14, START + 65 * MS);
        assertEquals(List.of(status(12, 64)), read());
        assertEquals(List.of(status(14, 65)), read());
        feedback.received(12, START + 66 * MS);
        assertFalse(feedback.pending(), "it is told once");
    }

    @Test
    void whatIsOlderThanTheWindowIsNotTold() {
        feedback.received(5, START);
        feedback.received(7, START);
        feedback.received(1_000, START);
        readAll();
        feedback.received(1_030, START + MS);
        readAll();
        feedback.received(6, START + 2 * MS);
        assertFalse(feedback.pending());
    }

    @Test
    void thereIsNothingToTellBeforeAPacketCame() {
        assertFalse(feedback.pending());
        assertEquals(0, write());
        feedback.received(1, START);
        assertTrue(feedback.pending());
        assertTrue(write() > 0);
        assertFalse(feedback.pending());
        assertEquals(0, write());
    }

    @Test
    void theReferenceTimeWrapsAt24Bits() {
        feedback.received(1, START + ((1L << 24) + 4) * 64 * MS);
        write();
        assertEquals("000005", Hex.text(b, 16, 19));
    }

    @Test
    void aDeltaTooLargeForItsFieldBeginsANewMessage() {
        feedback.received(1, START);
        feedback.received(2, START + 20_000 * MS);
        assertEquals(List.of(status(1, 0)), read());
        assertTrue(feedback.pending());
        assertEquals(List.of(status(2, 20_000)), read());
    }

    @Test
    void aFarJumpBeginsAnew() {
        feedback.received(1, START);
        read();
        feedback.received(20_000, START + MS);
        assertEquals(List.of(status(20_000, 1)), read());
    }

    @Test
    void aLongSilenceOfTheWriterKeepsTheNewestPackets() {
        for (int i = 0; i < 3_000; i++) {
            feedback.received(i, START + i * MS);
        }
        List<FeedbackDecoder.Status> told = readAll();
        assertEquals(1_024, told.size());
        assertEquals(status(2_999, 2_999), told.getLast());
    }

    @Test
    void everyNumberIsToldOnceWithItsArrival() {
        for (int seed = 0; seed < 60; seed++) {
            tellRandomPackets(new Random(seed));
        }
    }

    /** Loses and reorders packets at random, and writes a message now and then. */
    private void tellRandomPackets(Random random) {
        TransportFeedback told = new TransportFeedback(START);
        NavigableMap<Integer, Long> came = new TreeMap<>();
        List<FeedbackDecoder.Status> seen = new ArrayList<>();
        int first = random.nextInt(0x1_0000);
        double loss = random.nextDouble() * 0.5;
        long now = START;
        int last = 0;
        for (int block = 0; block < 200; block++) {
            int size = 1 + random.nextInt(random.nextInt(20) == 0 ? 600 : 20);
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                order.add(last + i);
            }
            swapSome(order, random);
            for (int index : order) {
                now += random.nextInt(random.nextInt(50) == 0 ? 400_000_000 : 3_000_000);
                if (index == 0 || random.nextDouble() >= loss) {
                    told.received((first + index) & 0xFFFF, now);
                    came.put(index, now);
                }
            }
            last += size;
            drain(told, seen);
        }
        assertTold(first, came, seen);
    }

    private static void swapSome(List<Integer> order, Random random) {
        for (int i = 2; i < order.size(); i++) { // the first stays the first
            if (random.nextInt(10) == 0) {
                order.set(i, order.set(i - 1, order.get(i)));
            }
        }
    }

    private static void assertTold(
            int first, NavigableMap<Integer, Long> came, List<FeedbackDecoder.Status> seen) {
        assertEquals(came.lastKey() + 1, seen.size());
        for (int index = 0; index < seen.size(); index++) {
            assertEquals((first + index) & 0xFFFF, seen.get(index).sequence());
            long arrival = seen.get(index).arrival();
            Long expected = came.get(index);
            assertEquals(expected == null, arrival < 0);
            if (expected != null) {
                assertTrue(Math.abs(expected - START + 64 * MS - arrival) <= 250_000);
            }
        }
    }

    private static FeedbackDecoder.Status status(int sequence, long ms) {
        return new FeedbackDecoder.Status(sequence, (64 + ms) * MS);
    }

    private List<FeedbackDecoder.Status> readAll() {
        List<FeedbackDecoder.Status> seen = new ArrayList<>();
        drain(feedback, seen);
        return seen;
    }

    private void drain(TransportFeedback from, List<FeedbackDecoder.Status> seen) {
        while (from.pending()) {
            int end = from.write(b, 0, 1, 2);
            assertTrue(end > 0 && end <= 1_000, "a message fits a datagram");
            seen.addAll(FeedbackDecoder.read(b, 0, end));
        }
    }

    private List<FeedbackDecoder.Status> read() {
        return FeedbackDecoder.read(b, 0, write());
    }

    private int write() {
        return feedback.write(b, 0, 0x11111111, 0x22222222);
    }

    private void assertMessage(String hex) {
        assertEquals(Hex.plain(hex), Hex.text(b, 0, write()));
    }
}
