package dev.rillcast.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShaperTest {
    private static final int PACKETS = 100_000;
    private static final int SIZE = 1_200;
    private static final long MILLI = 1_000_000;
    private static final long GAP = 4 * MILLI;

    /** When each packet arrives; those that are sent every 4 ms. */
    private static List<List<Long>> pass(Impairment impairment, long seed, int packets) {
        Shaper shaper = new Shaper(impairment, new Random(seed));
        List<List<Long>> arrivals = new ArrayList<>();
        for (int i = 0; i < packets; i++) {
            List<Long> times = new ArrayList<>();
            assertEquals(shaper.pass(i * GAP, SIZE, times::add), !times.isEmpty());
            arrivals.add(times);
        }
        return arrivals;
    }

    @ParameterizedTest
    @CsvSource({"0.01, 1", "0.05, 1", "0.2, 1", "0.01, 4", "0.05, 3", "0.1, 4", "0.2, 5"})
    void soManyAreLostAndSoManyAtOnce(double share, double burst) {
        int lost = 0;
        int bursts = 0;
        boolean before = false;
        for (List<Long> times : pass(Impairment.NONE.withBursts(share, burst), 1, PACKETS)) {
            lost += times.isEmpty() ? 1 : 0;
            bursts += times.isEmpty() && !before ? 1 : 0;
            before = times.isEmpty();
        }
        double atOnce = burst == 1 ? 1 / (1 - share) : burst; // by chance some follow each other
        assertEquals(1, lost / (share * PACKETS), 0.1);
        assertEquals(1, (double) lost / bursts / atOnce, 0.1);
    }

    @Test
    void nothingOrAllIsLostIfThatIsAskedFor() {
        Impairment all = Impairment.NONE.withBursts(1, 4);
        assertTrue(pass(all, 1, 1_000).stream().allMatch(List::isEmpty));
        assertTrue(pass(Impairment.NONE, 1, 1_000).stream().noneMatch(List::isEmpty));
    }

    @Test
    void theSameSeedGivesTheSame() {
        Impairment bad =
                new Impairment(
                        0.1,
                        3,
                        Duration.ofMillis(50),
                        Duration.ofMillis(30),
                        0.02,
                        0.02,
                        2_000_000,
                        Duration.ofMillis(100));
        assertEquals(pass(bad, 7, 1_000), pass(bad, 7, 1_000));
        assertNotEquals(pass(bad, 7, 1_000), pass(bad, 8, 1_000));
    }

    @Test
    void whatJitterDelaysKeepsItsOrder() {
        Duration delay = Duration.ofMillis(50);
        Duration jitter = Duration.ofMillis(30);
        List<Long> delays = new ArrayList<>();
        long last = 0;
        long sent = 0;
        for (List<Long> times : pass(Impairment.NONE.withDelay(delay, jitter), 1, PACKETS)) {
            assertTrue(times.getFirst() >= last);
            last = times.getFirst();
            delays.add(last - sent);
            sent += GAP;
        }
        assertTrue(Collections.min(delays) < 52 * MILLI, "least " + Collections.min(delays));
        assertTrue(Collections.min(delays) >= 50 * MILLI, "least " + Collections.min(delays));
        assertTrue(Collections.max(delays) > 78 * MILLI, "most " + Collections.max(delays));
        assertTrue(Collections.max(delays) <= 80 * MILLI, "most " + Collections.max(delays));
    }

    @Test
    void soManyOvertakeAndComeTwice() {
        Duration delay = Duration.ofMillis(50);
        Impairment mixed =
                new Impairment(0, 1, delay, Duration.ZERO, 0.05, 0.1, 0, Duration.ofMillis(200));
        int overtaking = 0;
        int twice = 0;
        long last = 0;
        for (List<Long> times : pass(mixed, 1, PACKETS)) {
            overtaking += times.getFirst() < last ? 1 : 0;
            twice += times.size() - 1;
            last = Math.max(last, times.getFirst());
        }
        assertEquals(0.05, (double) overtaking / PACKETS, 0.005);
        assertEquals(0.1, (double) twice / PACKETS, 0.01);
    }

    /** 1,200 bytes every 4 ms are 2.4 Mbit/s. */
    @Test
    void theRateIsKeptAndTheQueueIsBounded() {
        Impairment slow = Impairment.NONE.withRate(1_000_000);
        List<List<Long>> arrivals = pass(slow, 1, 2_500);
        long arrived = 0;
        long longest = 0;
        for (int i = 0; i < arrivals.size(); i++) {
            for (long time : arrivals.get(i)) {
                arrived++;
                longest = Math.max(longest, time - i * GAP);
            }
        }
        assertEquals(1_000_000, arrived * SIZE * 8 / 10.0, 30_000);
        assertTrue(longest > 190 * MILLI && longest < 211 * MILLI, "waited " + longest);
    }

    @Test
    void aLinkThatGetsBetterStillKeepsTheOrder() {
        Shaper shaper =
                new Shaper(
                        Impairment.NONE.withDelay(Duration.ofMillis(150), Duration.ZERO),
                        new Random(1));
        List<Long> times = new ArrayList<>();
        shaper.pass(0, SIZE, times::add);
        shaper.change(Impairment.NONE);
        shaper.pass(GAP, SIZE, times::add);
        shaper.pass(200 * MILLI, SIZE, times::add);
        assertEquals(List.of(150 * MILLI, 150 * MILLI, 200 * MILLI), times);
    }
}
