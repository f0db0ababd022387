package dev.rillcast.rtp;

import static dev.rillcast.rtp.Packets.MS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Codec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReorderBufferTest {
    private static final long PATIENCE = 200 * MS;

    private final Reception reception = new Reception(Codec.H264);
    private final ReorderBuffer buffer = new ReorderBuffer(PATIENCE, true, reception);

    @Test
    void packetsInOrderPassStraightThrough() {
        assertEquals(List.of(5), insert(5, 0));
        assertEquals(List.of(6), insert(6, 0));
        assertFalse(buffer.waiting());
    }

    @Test
    void packetsOutOfOrderAreGivenOutInOrder() {
        insert(5, 0);
        assertEquals(List.of(), insert(7, 0));
        assertTrue(buffer.waiting());
        assertEquals(List.of(), insert(8, 0));
        assertEquals(List.of(6, 7, 8), insert(6, 0));
        assertEquals(0, reception.figures().lost());
    }

    @Test
    void numbersGoOnPastTheWrap() {
        insert(65_534, 0);
        insert(0, 0);
        assertEquals(List.of(65_535, 0), insert(65_535, 0));
        assertEquals(List.of(1), insert(1, 0));
    }

    @Test
    void whatCameTwiceStaysTheCallers() {
        insert(5, 0);
        insert(7, 0);
        assertFalse(buffer.insert(Packets.numbered(5, 0)));
        assertFalse(buffer.insert(Packets.numbered(7, 0)));
    }

    @Test
    void aGapIsGivenUpWhenItsTimeIsOver() {
        insert(5, 0);
        insert(7, 10 * MS);
        assertEquals(List.of(), poll(10 * MS + PATIENCE - 1));
        assertEquals(List.of(-7), poll(10 * MS + PATIENCE)); // minus: after a loss
        assertEquals(1, reception.figures().lost());
        assertFalse(buffer.insert(Packets.numbered(6, 0)));
        assertEquals(List.of(8), insert(8, 11 * MS + PATIENCE));
    }

    @Test
    void eachGapHasItsOwnTime() {
        insert(1, 0);
        insert(3, 0);
        insert(5, 100 * MS);
        assertEquals(List.of(-3), poll(PATIENCE));
        assertEquals(List.of(), poll(PATIENCE + 99 * MS));
        assertEquals(List.of(-5), poll(PATIENCE + 100 * MS));
    }

    @Test
    void missingPacketsAreAskedForTwiceAndThenQuicklyWhenARoundTripHasPassedInVain() {
        insert(65_534, 0);
        insert(1, 0);
        assertMissing(9 * MS);
        assertMissing(10 * MS, 65_535, 0);
        assertMissing(29 * MS);
        assertMissing(30 * MS, 65_535, 0); // requests are lost, too
        assertMissing(95 * MS);
        assertMissing(96 * MS, 65_535, 0); // 80 ms are assumed, and 6 are some margin
        insert(0, 101 * MS);
        assertMissing(105 * MS);
        assertMissing(106 * MS, 65_535);
        assertMissing(116 * MS, 65_535);
    }

    @Test
    void shortRoundTripsAreAskedOncePerRoundTripAndEverMoreSlowly() {
        answerAll(60, 20 * MS);
        assertEquals(60, reception.figures().recovered());
        assertEquals(0, reception.figures().lost());
        long start = 60_000 * MS;
        insert(122, start);
        List<Long> asked = new ArrayList<>();
        for (long at = 0; at < PATIENCE / MS; at++) {
            if (buffer.missing(start + at * MS, new int[1]) > 0) {
                asked.add(at);
            }
        }
        assertEquals(List.of(1L, 27L, 53L, 79L, 118L, 177L), asked);
    }

    @Test
    void theFirstRequestWaitsForWhatIsOnlyLate() {
        answerAll(60, 20 * MS);
        for (int i = 0; i < 3; i++) { // overtaken by one that came 30 ms before
            insert(122 + 2 * i, (60 + i) * 1_000L * MS);
            insert(121 + 2 * i, (60 + i) * 1_000L * MS + 30 * MS);
        }
        long start = 70_000 * MS;
        insert(128, start);
        assertMissing(start + 29 * MS);
        assertMissing(start + 30 * MS, 127);
    }

    @Test
    void whatNoAnswerCouldBringInTimeIsGivenUpAtOnce() {
        answerAll(8, 190 * MS);
        insert(18, 9_000 * MS);
        assertEquals(List.of(), poll(9_000 * MS + PATIENCE - 1), "there is time for an answer");
        answerLate(8, 600 * MS);
        long start = 100_000 * MS;
        insert(36, start);
        assertMissing(start + 10 * MS, 35);
        assertEquals(List.of(-36), poll(start + 31 * MS));
    }

    @Test
    void anAnswerThatIsUnderWayIsWaitedForBeyondThePatience() {
        answerAll(8, 100 * MS);
        long start = 9_000 * MS;
        insert(18, start);
        assertMissing(start + 190 * MS, 17);
        assertEquals(List.of(), poll(start + 290 * MS));
        assertEquals(List.of(-18), poll(start + 310 * MS));
    }

    @Test
    void requestsAreBoundedByWhatComesIn() {
        insert(0, 0);
        insert(2_900, 0);
        int asked = 0;
        for (long now = 0; now < PATIENCE; now += 5 * MS) {
            asked += buffer.missing(now, new int[64]);
        }
        assertEquals(386, asked, "the credit of the start, and one for each packet");
    }

    /** Else each answer would be waited for in turn, and the stream be ever later. */
    @Test
    void whatWasNotAskedForInTimeIsNotAskedForLate() {
        insert(0, 0);
        insert(1_000, 0); // more is missing than may be asked for
        for (long now = 0; now < PATIENCE; now += 5 * MS) {
            buffer.missing(now, new int[64]);
        }
        for (int i = 1; i <= 100; i++) {
            insert(1_000 + i, PATIENCE - 1); // leave for a hundred more
        }
        assertMissing(PATIENCE);
        assertEquals(-1_000, poll(PATIENCE).getFirst());
    }

    @Test
    void aSenderWhosePacketsComeTwiceIsAskedOnce() {
        insert(0, 0);
        for (int i = 0; i < 16; i += 2) {
            insert(i + 2, i * 1_000L * MS);
            assertMissing(i * 1_000L * MS + 10 * MS, i + 1);
            insert(i + 1, i * 1_000L * MS + 110 * MS);
            assertFalse(buffer.insert(Packets.numbered(i + 1, i * 1_000L * MS + 130 * MS)));
        }
        long start = 19_000 * MS;
        insert(18, start);
        assertMissing(start + 10 * MS, 17);
        assertMissing(start + 110 * MS);
        assertMissing(start + 120 * MS, 17);
    }

    @Test
    void whatWasSentInALongOutageIsGivenUpAtOnce() {
        insert(0, 0);
        assertEquals(List.of(-100), insert(100, PATIENCE + 1));
        insert(133, PATIENCE + 2);
        assertEquals(List.of(), poll(PATIENCE + 3), "a gap without an outage");
    }

    @Test
    void whatIsSentAgainApartFillsGapsAndBeginsNothing() {
        assertFalse(buffer.restore(Packets.numbered(5, 0)));
        insert(5, 0);
        insert(7, 0);
        assertMissing(10 * MS, 6);
        assertFalse(buffer.restore(Packets.numbered(40_000, 20 * MS)));
        assertFalse(buffer.restore(Packets.numbered(7, 20 * MS)));
        assertTrue(buffer.restore(Packets.numbered(6, 20 * MS)));
        assertEquals(List.of(6, 7), poll(20 * MS));
        assertEquals(1, reception.figures().recovered());
        assertTrue(reception.figures().roundTrip() > 0);
        assertFalse(buffer.restore(Packets.numbered(6, 20 * MS)));
    }

    /** Loses every other packet; each is there that long after it was asked for. */
    private void answerAll(int count, long roundTrip) {
        insert(0, 0);
        for (int i = 0; i < count; i++) {
            long start = i * 1_000L * MS;
            insert(2 * i + 2, start);
            assertMissing(start + 10 * MS, 2 * i + 1);
            insert(2 * i + 1, start + 10 * MS + roundTrip);
        }
    }

    /** The same from number 19 on, where each was given up before. */
    private void answerLate(int count, long roundTrip) {
        for (int i = 0; i < count; i++) {
            long start = (20 + i) * 1_000L * MS;
            insert(20 + 2 * i, start);
            assertMissing(start + 10 * MS, 19 + 2 * i);
            poll(start + 2 * PATIENCE);
            assertFalse(buffer.insert(Packets.numbered(19 + 2 * i, start + roundTrip)));
        }
    }

    @Test
    void noMoreNumbersAreWrittenThanFit() {
        insert(0, 0);
        insert(100, 0);
        int[] numbers = new int[3];
        assertEquals(3, buffer.missing(10 * MS, numbers));
        assertArrayEquals(new int[] {1, 2, 3}, numbers);
        assertEquals(3, buffer.missing(10 * MS, numbers));
        assertArrayEquals(new int[] {4, 5, 6}, numbers);
    }

    @Test
    void whatIsTooOldForTheWindowIsGivenUpAtOnce() {
        insert(0, 0);
        insert(2, 0);
        insert(2_900, 0);
        insert(4_200, 0);
        assertEquals(List.of(-2_900, -4_200), poll(PATIENCE));
        assertEquals(4_198, reception.figures().lost());
    }

    @Test
    void aWindowFullOfPacketsMakesRoomForTheNext() {
        insert(0, 0);
        for (int i = 2; i <= 4_200; i++) {
            assertTrue(buffer.insert(Packets.numbered(i, 0)), "number " + i);
        }
        List<Integer> given = poll(0);
        assertEquals(-(4_200 - 4_095), given.getFirst());
        assertEquals(4_096, given.size());
    }

    @Test
    void aFarJumpIsANewStartOfTheSender() {
        insert(10, 0);
        insert(12, 0);
        assertEquals(List.of(-40_000), insert(40_000, 0));
        assertEquals(List.of(40_001), insert(40_001, 0));
        assertEquals(List.of(-9), insert(9, 0));
        assertMissing(10 * MS);
    }

    @Test
    void everyShuffledStreamComesOutInOrder() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            ReorderBuffer shuffled = new ReorderBuffer(PATIENCE, true, reception);
            int first = random.nextInt(0x1_0000);
            int[] sent = new int[500];
            Arrays.setAll(sent, i -> (first + i) & 0xFFFF);
            int[] order = sent.clone();
            for (int i = 1; i < order.length; i++) { // the first begins the stream
                int j = i + random.nextInt(Math.min(50, order.length - i));
                int swapped = order[i];
                order[i] = order[j];
                order[j] = swapped;
            }
            List<Integer> given = new ArrayList<>();
            for (int number : order) {
                assertTrue(shuffled.insert(Packets.numbered(number, 0)));
                given.addAll(poll(shuffled, 0));
            }
            assertEquals(Arrays.stream(sent).boxed().toList(), given);
        }
    }

    @Test
    void everyPacketIsGivenOutOnceOrCountedAsLost() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            Reception its = new Reception(Codec.H264);
            ReorderBuffer lossy = new ReorderBuffer(PATIENCE, true, its);
            long now = 0;
            int last = -1;
            int given = 0;
            for (int i = 0; i < 5_000; i++) {
                now += random.nextInt(10_000_000);
                int number = Math.max(0, i - random.nextInt(30));
                if (i == 0 || random.nextInt(3) > 0) {
                    lossy.insert(Packets.numbered(number, now));
                }
                for (int out : poll(lossy, now)) {
                    assertTrue(out > 0 == (Math.abs(out) == last + 1) || out == 0);
                    last = Math.abs(out);
                    given++;
                }
            }
            assertEquals(last + 1, given + its.figures().lost());
        }
    }

    private List<Integer> insert(int number, long now) {
        assertTrue(buffer.insert(Packets.numbered(number, now)));
        return poll(now);
    }

    private List<Integer> poll(long now) {
        return poll(buffer, now);
    }

    /** The numbers that are given out, negative where they follow a loss. */
    private static List<Integer> poll(ReorderBuffer from, long now) {
        List<Integer> numbers = new ArrayList<>();
        for (RtpPacket p = from.poll(now); p != null; p = from.poll(now)) {
            numbers.add(p.afterLoss() ? -p.sequenceNumber() : p.sequenceNumber());
        }
        return numbers;
    }

    private void assertMissing(long now, int... expected) {
        int[] numbers = new int[64];
        assertArrayEquals(expected, Arrays.copyOf(numbers, buffer.missing(now, numbers)));
    }
}
