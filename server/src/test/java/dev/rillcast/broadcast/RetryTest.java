package dev.rillcast.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a lost ingest is tried again; time is a number. */
class RetryTest {
    private static final long SECOND = 1_000_000_000L;

    private static RandomGenerator least() {
        return () -> 0;
    }

    private static long millis(Retry retry, long now) {
        return retry.next(now).orElseThrow().toMillis();
    }

    @Test
    void theWaitsDoubleFromHalfASecondAndStayUnderTen() {
        Retry retry = new Retry(Duration.ofHours(1), least());
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            waits.add(millis(retry, i * SECOND));
            assertEquals(i + 1, retry.attempt());
        }
        assertEquals(List.of(500L, 1_000L, 2_000L, 4_000L, 8_000L, 8_000L, 8_000L), waits);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theJitterAddsAtMostAQuarter(long seed) {
        Retry jittered = new Retry(Duration.ofHours(1), new Random(seed));
        Retry plain = new Retry(Duration.ofHours(1), least());
        boolean differs = false;
        for (int i = 0; i < 20; i++) {
            long step = millis(plain, i);
            long wait = millis(jittered, i);
            assertTrue(wait >= step && wait < step + step / 4 && wait <= 10_000, wait + " ms");
            differs |= wait != step;
        }
        assertTrue(differs);
    }

    @Test
    void anOutageThatLastsTooLongIsGivenUp() {
        Retry retry = new Retry(Duration.ofMinutes(2), least());
        assertEquals(500, millis(retry, 0));
        assertEquals(1_000, millis(retry, 60 * SECOND));
        assertEquals(100, millis(retry, 119_900_000_000L), "the last try is at the end");
        assertEquals(Optional.empty(), retry.next(120 * SECOND));
    }

    @Test
    void withoutTimeNothingIsTriedAgain() {
        assertEquals(Optional.empty(), new Retry(Duration.ZERO, least()).next(5));
    }

    @Test
    void anIngestThatStaysForTenSecondsBeginsANewOutage() {
        Retry retry = new Retry(Duration.ofSeconds(20), least());
        assertEquals(500, millis(retry, 0));
        retry.published(SECOND);
        assertEquals(1_000, millis(retry, 10 * SECOND), "it went at once");
        retry.published(11 * SECOND);
        assertEquals(500, millis(retry, 21 * SECOND), "it stayed");
        assertEquals(1, retry.attempt());
        assertEquals(1_000, millis(retry, 40 * SECOND));
        assertEquals(Optional.empty(), retry.next(41 * SECOND));
    }
}
