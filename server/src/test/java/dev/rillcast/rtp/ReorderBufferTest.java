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
    private final ReorderBuffer buffer = new ReorderBuffer(PATIENCE, reception);

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
    void missingPacketsAreAskedForAfterTenMillisecondsAndAgainAfterARoundTrip() {
        insert(65_534, 0);
        insert(1, 0);
        assertMissing(9 * MS);
        assertMissing(10 * MS, 65_535, 0);
        assertMissing(50 * MS);
        assertMissing(100 * MS, 65_535, 0); // one and a half times the 60 ms that are assumed
        insert(0, 101 * MS);
        assertMissing(200 * MS, 65_535);
    }

    @Test
    void thePatienceOfAskingFollowsTheRoundTrip() {
        insert(0, 0);
        for (int i = 0; i < 60; i++) { // each is there 20 ms after it was asked for
            long start = i * 1_000L * MS;
            insert(2 * i + 2, start);
            assertMissing(start + 10 * MS, 2 * i + 1);
            insert(2 * i + 1, start + 30 * MS);
        }
        assertEquals(60, reception.figures().recovered());
        assertEquals(0, reception.figures().lost());
        long start = 60_000 * MS;
        insert(122, start);
        assertMissing(start + 10 * MS, 121);
        assertMissing(start + 39 * MS);
        assertMissing(start + 41 * MS, 121);
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
        insert(600, 0);
        insert(602, 0);
        assertEquals(List.of(-600, -602), poll(PATIENCE));
        assertEquals(600, reception.figures().lost());
    }

    @Test
    void aWindowFullOfPacketsMakesRoomForTheNext() {
        insert(0, 0);
        for (int i = 2; i <= 600; i++) {
            assertTrue(buffer.insert(Packets.numbered(i, 0)), "number " + i);
        }
        List<Integer> given = poll(0);
        assertEquals(-(600 - 511), given.getFirst());
        assertEquals(512, given.size());
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
            ReorderBuffer shuffled = new ReorderBuffer(PATIENCE, reception);
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
            ReorderBuffer lossy = new ReorderBuffer(PATIENCE, its);
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
