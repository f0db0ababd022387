package dev.rillcast.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.link.Impairment;
import dev.rillcast.link.Shaper;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sender of at most 2.5 Mbit/s does as it is told, in simulated time. */
class ReceiverEstimateTest {
    private static final long MS = 1_000_000;
    private static final long WANTED = 2_500_000;
    private static final long CAP = 1_000_000;
    private static final int PAYLOAD = 1_100;
    private static final Impairment CLEAR =
            Impairment.NONE.withDelay(Duration.ofMillis(25), Duration.ofMillis(10));

    private record Arriving(long at, long sent, int size) {}

    private final Shaper link = new Shaper(CLEAR, new Random(1));
    private final ArrayDeque<Arriving> arrivals = new ArrayDeque<>();
    private ReceiverEstimate estimate = ReceiverEstimate.ofSendTimes(0);
    private boolean sendTimes;
    private long now;
    private long allowed = 300_000;
    private int lost;
    private long came;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aClearLinkIsFilledWithinFourSeconds(boolean times) {
        begin(times);
        run(4);
        assertEquals(WANTED, allowed);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCapIsKeptWithinFiveSecondsWithoutLossAndLeftWithinFifteen(boolean times) {
        begin(times);
        run(10);
        link.change(CLEAR.withRate(CAP));
        run(5);
        lost = 0;
        came = 0;
        run(20);
        assertEquals(0, lost);
        assertTrue(came * 8 > CAP * 15, "came " + came * 8 / 20);
        assertTrue(came * 8 < CAP * 20, "came " + came * 8 / 20);
        link.change(CLEAR);
        run(15);
        assertTrue(allowed > WANTED * 0.95, "after the cap " + allowed);
    }

    private void begin(boolean times) {
        sendTimes = times;
        estimate = times ? ReceiverEstimate.ofSendTimes(0) : ReceiverEstimate.ofTimestamps(0);
    }

    private void run(int seconds) {
        for (long end = now + seconds * 1_000L * MS; now < end; now += MS) {
            if (now / MS % 33 == 0) {
                sendPicture();
            }
            if (now / MS % 3 == 0) {
                while (!arrivals.isEmpty() && arrivals.element().at <= now) {
                    Arriving packet = arrivals.remove();
                    estimate.delayed(packet.sent, now);
                    estimate.received(packet.size);
                    came += packet.size;
                }
                estimate.tick(now);
                if (estimate.due(now)) {
                    allowed = Math.min(WANTED, estimate.bitrate());
                }
            }
        }
    }

    private void sendPicture() {
        long sent = now;
        for (long left = allowed * 33 / 8_000; left > 0; left -= PAYLOAD) {
            long time = sendTimes ? (sent << 18) / 1_000_000_000 & 0xFF_FFFF : now / MS * 90;
            int size = (int) Math.min(PAYLOAD, left);
            if (!link.pass(sent, size, at -> arrivals.add(new Arriving(at, time, size)))) {
                lost++;
            }
            sent += PAYLOAD * 8_000_000_000L / (allowed * 5 / 2);
        }
    }
}
