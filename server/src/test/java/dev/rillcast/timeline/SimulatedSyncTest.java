package dev.rillcast.timeline;

import static dev.rillcast.timeline.SimulatedBroadcast.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.link.Impairment;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sound and pictures over a link, from their packets to the time stamps that targets get. */
class SimulatedSyncTest {
    private static final Duration JITTER = Duration.ofMillis(30);

    @ParameterizedTest(name = "sound {0} ppm, pictures {1} ppm")
    @CsvSource({"100, 100", "100, -100", "-100, 100", "-100, -100"})
    void inAnHourWrongClocksDoNotMoveSoundAndPicturesApart(double sound, double pictures) {
        Impairment steady = Impairment.NONE.withDelay(Duration.ofMillis(25), JITTER);
        try (SimulatedBroadcast broadcast =
                new SimulatedBroadcast(sound, pictures, steady, false)) {
            broadcast.measureFrom(10 * SECOND);
            broadcast.run(3_600 * SECOND);
            assertTrue(broadcast.maxSkew() < 45, "skew " + broadcast.maxSkew());
            assertEquals(107_700, broadcast.measured(), 100);
        }
    }

    /** Every ten seconds nothing comes through for 200 ms. */
    @ParameterizedTest(name = "sound {0} ppm, pictures {1} ppm, {2} ms")
    @CsvSource({"100, -100, 10", "-100, 100, 50", "-100, -100, 150"})
    void norDoLossAndJitterAndWhatIsWaitedFor(double sound, double pictures, int delay) {
        Impairment lossy =
                Impairment.NONE.withLoss(0.05).withDelay(Duration.ofMillis(delay), JITTER);
        try (SimulatedBroadcast broadcast = new SimulatedBroadcast(sound, pictures, lossy, true)) {
            broadcast.measureFrom(10 * SECOND);
            for (int second = 10; second < 120; second += 10) {
                broadcast.run(second * SECOND);
                broadcast.interrupt(200);
            }
            broadcast.run(120 * SECOND);
            assertTrue(broadcast.maxSkew() < 80, "skew " + broadcast.maxSkew());
            assertTrue(broadcast.sound().figures().recovered() > 100, "packets were waited for");
        }
    }
}
