package dev.rillcast.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class UnwrapperTest {
    @Test
    void countersGoOnPastTheWrap() {
        Unwrapper sequence = new Unwrapper(16);
        long first = sequence.unwrap(65_534);
        assertEquals(first + 1, sequence.unwrap(65_535));
        assertEquals(first + 2, sequence.unwrap(0));
        assertEquals(first + 3, sequence.unwrap(1));
        assertEquals(first, sequence.unwrap(65_534));
    }

    @Test
    void timeStampsGoOnPastTheWrap() {
        Unwrapper time = new Unwrapper(32);
        long first = time.unwrap(0xFFFF_FFFFL);
        assertEquals(first + 3_000, time.unwrap(2_999));
    }

    @Test
    void timeStampsGoOnForWeeksThroughManyWraps() {
        Unwrapper time = new Unwrapper(32);
        long start = 0xFFFF_0000L;
        long first = time.unwrap(start);
        for (long passed = 0; passed < 90_000L * 3_600 * 24 * 30; passed += 90_000 * 60) {
            assertEquals(first + passed, time.unwrap(start + passed & 0xFFFF_FFFFL));
            assertEquals(first + passed - 9, time.nearest(start + passed - 9 & 0xFFFF_FFFFL));
        }
    }

    @Test
    void whatLiesBeforeTheFirstIsBelowIt() {
        Unwrapper sequence = new Unwrapper(16);
        long first = sequence.unwrap(3);
        assertEquals(first - 5, sequence.unwrap(65_534));
    }

    @Test
    void nearestChangesNothing() {
        Unwrapper sequence = new Unwrapper(16);
        assertFalse(sequence.started());
        long first = sequence.unwrap(0);
        assertTrue(sequence.started());
        assertEquals(first + 30_000, sequence.nearest(30_000));
        assertEquals(first - 5_536, sequence.nearest(60_000));
    }

    @Test
    void anyJumpsKeepTheLowBitsAndStayAboveZero() {
        Random random = new Random(3);
        Unwrapper sequence = new Unwrapper(16);
        for (int i = 0; i < 100_000; i++) {
            int value = random.nextInt(0x1_0000);
            long unwrapped = sequence.unwrap(value);
            assertEquals(value, unwrapped & 0xFFFF);
            assertTrue(unwrapped >= 0);
        }
    }
}
