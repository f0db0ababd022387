package dev.rillcast.peer;

import static dev.rillcast.peer.SimulcastSender.MS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.peer.SimulcastSender.Layer;
import dev.rillcast.peer.SimulcastSender.Sent;
import dev.rillcast.rtp.SenderReport;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which layer of a simulcast goes on, in simulated time. */
class SimulcastLayersTest {
    /** The largest is not the last, as names and order mean nothing. */
    private final Layer small = new Layer(320, 180, 200, 5_000_000_000L);

    private final Layer large = new Layer(1_280, 720, 1_000, 6_000_000_000L);
    private final Layer middle = new Layer(640, 360, 500, 4_500_000_000L);
    private final SimulcastSender sender = new SimulcastSender(small, large, middle);

    private static final int SMALL = 0;
    private static final int LARGE = 1;
    private static final int MIDDLE = 2;

    private int taken() {
        return sender.taken.getLast().layer();
    }

    private void start() {
        sender.run(4_000);
        sender.report();
        sender.run(1_000);
        assertEquals(LARGE, taken());
    }

    /** The longest time in which nothing went on. */
    private long longestGap() {
        long longest = 0;
        for (int i = 1; i < sender.taken.size(); i++) {
            long gap = sender.taken.get(i).at() - sender.taken.get(i - 1).at();
            longest = Math.max(longest, gap);
        }
        return longest / MS;
    }

    private void assertEachBeginsWithItsKeyFrame() {
        for (int i = 0; i < sender.taken.size(); i++) {
            Sent sent = sender.taken.get(i);
            if (i == 0 || sender.taken.get(i - 1).layer() != sent.layer()) {
                assertTrue(sent.key(), sent::toString);
            }
        }
    }

    @Test
    void theFirstKeyFrameOfAnyLayerBegins() {
        sender.run(40);
        assertEquals(List.of(SMALL), sender.taken.stream().map(Sent::layer).toList());
    }

    @Test
    void theLargestIsTakenOnceItHasFlowedForAWhile() {
        sender.run(1_000);
        assertEquals(SMALL, taken());
        sender.run(1_000);
        assertEquals(LARGE, taken());
        assertEquals(1, sender.taken.stream().map(Sent::layer).distinct().count() - 1);
        assertEquals(40, longestGap());
        assertEachBeginsWithItsKeyFrame();
    }

    @Test
    void aLayerThatBeginsLaterHasToBeSteadyFirst() {
        large.active = false;
        sender.run(5_000);
        assertEquals(MIDDLE, taken());
        large.active = true;
        sender.run(1_400);
        assertEquals(MIDDLE, taken());
        sender.run(400);
        assertEquals(LARGE, taken());
    }

    @Test
    void whenTheTakenLayerStopsTheNextLargestGoesOnWithinASecond() {
        start();
        large.active = false;
        sender.run(700);
        assertEquals(MIDDLE, taken());
        assertTrue(longestGap() <= 640, () -> longestGap() + " ms");
        assertEachBeginsWithItsKeyFrame();
        middle.active = false;
        sender.run(700);
        assertEquals(SMALL, taken());
    }

    @Test
    void whenAllStopNothingChanges() {
        start();
        List.of(small, middle, large).forEach(layer -> layer.active = false);
        sender.run(3_000);
        List.of(small, middle, large).forEach(layer -> layer.active = true);
        sender.run(40);
        assertEquals(LARGE, sender.takenSince(sender.now - 40 * MS));
    }

    @Test
    void aSceneThatStandsStillIsNoStop() {
        start();
        sender.interval = 700 * MS; // a screen that hardly changes
        sender.run(10_000);
        assertEquals(LARGE, taken());
        assertEquals(2, sender.taken.stream().map(Sent::layer).distinct().count());
    }

    @Test
    void aLayerThatGivesNoKeyFrameDoesNotHoldUpTheOther() {
        large.answering = false;
        sender.run(10_000);
        assertEquals(MIDDLE, taken());
        assertEquals(40, longestGap());
        large.answering = true;
        sender.run(6_000);
        assertEquals(LARGE, taken());
    }

    @Test
    void withoutKnownSizesTheBitRateDecides() {
        Layer thin = new Layer(0, 0, 300, 1_000_000);
        Layer thick = new Layer(0, 0, 900, 2_000_000);
        Layer alike = new Layer(0, 0, 330, 3_000_000);
        SimulcastSender unknown = new SimulcastSender(thin, alike);
        unknown.run(5_000);
        assertEquals(SMALL, unknown.taken.getLast().layer(), "a little more is not enough");
        unknown = new SimulcastSender(thin, thick);
        unknown.run(5_000);
        assertEquals(LARGE, unknown.taken.getLast().layer());
    }

    @Test
    void onlyTheTakenLayerAndTheOneToBeTakenAreWorthAskingFor() {
        assertTrue(sender.layers.wanted(SMALL) && sender.layers.wanted(LARGE), "nothing is known");
        start();
        assertTrue(sender.layers.wanted(LARGE));
        assertFalse(sender.layers.wanted(SMALL) || sender.layers.wanted(MIDDLE));
        assertFalse(sender.layers.awaitsKeyFrame(LARGE));
        large.active = false;
        sender.run(530);
        assertTrue(sender.layers.awaitsKeyFrame(MIDDLE) && sender.layers.wanted(MIDDLE));
    }

    @Test
    void allLayersAreOnOneTimeLine() {
        start();
        large.active = false;
        sender.run(3_000);
        large.active = true;
        sender.run(3_000);
        assertEquals(LARGE, taken());
        Sent first = sender.taken.getFirst();
        for (Sent sent : sender.taken) {
            long expected = first.timestamp() + (sent.at() - first.at()) * 9 / 100_000;
            assertTrue(Math.abs(expected - sent.timestamp()) <= 90, sent::toString);
        }
    }

    @Test
    void picturesNeverGoBackInTime() {
        start();
        for (int i = 0; i < 5; i++) {
            large.active = !large.active;
            sender.run(2_500);
        }
        for (int i = 1; i < sender.taken.size(); i++) {
            assertTrue(sender.taken.get(i).timestamp() >= sender.taken.get(i - 1).timestamp() + 90);
        }
    }

    @Test
    void reportsAreThoseOfTheTakenLayerInTheTimeOfItsFrames() {
        assertNull(sender.layers.report(SMALL, new SenderReport(1, 2)));
        start();
        sender.reports.clear();
        sender.report();
        assertEquals(1, sender.reports.size());
        Sent last = sender.taken.getLast();
        long since = (sender.now - last.at()) * 9 / 100_000;
        long reported = sender.reports.getFirst().timestamp();
        assertTrue(Math.abs(last.timestamp() + since - reported) <= 90);
    }
}
