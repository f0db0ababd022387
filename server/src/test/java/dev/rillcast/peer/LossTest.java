package dev.rillcast.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.link.Impairment;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What becomes of 720p30 with 1.5 Mbit/s on links that lose packets; simulated time. */
class LossTest {
    private static final int BITRATE = 1_500_000;
    private static final Duration MAX_DELAY = Duration.ofMillis(400);
    private static final Impairment LINK =
            Impairment.NONE.withDelay(Duration.ofMillis(50), Duration.ZERO);

    @Test
    void atFivePercentLossEveryPictureComesAndHardlyOneKeepsTheOthersWaiting() {
        LossyLink link = run(LINK.withLoss(0.05), 60, true);
        assertEquals(link.sent(), link.given(), "no freeze: each picture is there");
        assertTrue(link.sent() > 1_790, "pictures sent: " + link.sent());
        assertTrue(link.held() <= 3, link.held() + " of them were waited for more than 300 ms");
        assertTrue(link.longestGap() <= 420 * LossyLink.MS, "longest wait " + link.longestGap());
        assertTrue(link.figures().recovered() > 250, link.figures().toString());
    }

    @Test
    void atTenPercentLossNearlyEveryPictureComes() {
        assertGiven(0.97, run(LINK.withLoss(0.1), 60, true));
    }

    @Test
    void theSameIsTrueOfASenderThatSendsThePacketItselfAgain() {
        assertGiven(0.97, run(LINK.withLoss(0.1), 30, false));
    }

    @Test
    void jitterMakesRoundTripsLongerButNoHoles() {
        Impairment jitter = LINK.withDelay(Duration.ofMillis(50), Duration.ofMillis(30));
        assertGiven(0.97, run(jitter.withLoss(0.05), 30, true));
        assertGiven(0.95, run(jitter.withLoss(0.1), 30, true));
    }

    @Test
    void burstsAreRecoveredLikeTheRest() {
        assertGiven(0.97, run(LINK.withBursts(0.05, 5), 30, true));
    }

    @Test
    void packetsThatAreLateOrComeTwiceAreNotAskedFor() {
        Duration delay = Duration.ofMillis(20);
        Impairment link = new Impairment(0, 1, delay, delay, 0.02, 0.02, 0, Duration.ZERO);
        LossyLink shuffled = run(link, 30, true);
        assertEquals(shuffled.sent(), shuffled.given());
        assertTrue(shuffled.sentAgain() < 100, shuffled.sentAgain() + " were sent again");
    }

    @Test
    void withoutLossNothingIsAskedForButTheFirstKeyFrame() {
        LossyLink link = run(LINK, 20, true);
        assertEquals(link.sent(), link.given());
        assertEquals(0, link.sentAgain());
        assertEquals(0, link.figures().keyFramesAsked());
    }

    @Test
    void anOutageEndsWithAKeyFrame() {
        LossyLink link = link(LINK, true).run(Duration.ofSeconds(5));
        link.change(LINK.withLoss(1), LINK.withLoss(1));
        link.run(Duration.ofSeconds(3));
        link.change(LINK, LINK);
        int before = link.given();
        link.run(Duration.ofMillis(500));
        assertTrue(link.given() > before, "the picture is back");
        assertEquals(1, link.figures().keyFramesAsked());
    }

    @Test
    void nothingComesOutBrokenWhateverTheLinkDoes() {
        for (int seed = 0; seed < 6; seed++) {
            Random random = new Random(seed);
            LossyLink link = link(any(random), random.nextBoolean());
            for (int i = 0; i < 4; i++) {
                link.run(Duration.ofSeconds(2)).change(any(random), any(random));
            }
            link.change(LINK, LINK);
            int before = link.given();
            link.run(Duration.ofSeconds(4));
            assertTrue(link.given() > before, "the picture is back, seed " + seed);
        }
    }

    private static Impairment any(Random random) {
        return new Impairment(
                random.nextDouble() * 0.4,
                1 + random.nextInt(8),
                Duration.ofMillis(random.nextInt(250)),
                Duration.ofMillis(random.nextInt(80)),
                random.nextDouble() * 0.1,
                random.nextDouble() * 0.1,
                random.nextBoolean() ? 0 : 1_200_000 + random.nextInt(2_000_000),
                Duration.ofMillis(100 + random.nextInt(300)));
    }

    @Test
    void onALinkThatIsFullNoMoreIsAskedForThanComes() {
        LossyLink link = run(LINK.withRate(1_000_000), 20, true);
        int packets = (int) link.figures().packets();
        int start = 512; // what may be asked for before
        assertTrue(
                link.asked() < packets + start,
                link.asked() + " requests, " + packets + " packets");
    }

    /** Both ways are alike: requests are lost as well as packets. */
    private static LossyLink run(Impairment impairment, int seconds, boolean repairs) {
        LossyLink link = link(impairment, repairs).run(Duration.ofSeconds(seconds));
        return link.finish();
    }

    private static LossyLink link(Impairment impairment, boolean repairs) {
        Random random = new Random(7);
        long roundTrip = impairment.delay().plus(impairment.jitter().dividedBy(2)).toNanos() * 2;
        VideoSender sender = new VideoSender(random, BITRATE, roundTrip, repairs);
        return new LossyLink(sender, impairment, impairment, MAX_DELAY, random);
    }

    private static void assertGiven(double share, LossyLink link) {
        double given = (double) link.given() / link.sent();
        assertTrue(given >= share, "of the pictures came " + given + "; " + link.figures());
    }
}
