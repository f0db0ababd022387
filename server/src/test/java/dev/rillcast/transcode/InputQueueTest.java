package dev.rillcast.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Discontinuity;
import dev.rillcast.media.Frame;
import dev.rillcast.media.MediaItem;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Frames are told by their numbers; 30 come in a second. */
class InputQueueTest {
    private static final long STEP = 3_000;
    private static final long START = 777_000;
    private static final Rendition PLAIN =
            new Rendition(OptionalInt.empty(), OptionalDouble.empty(), Optional.empty());

    private long now = 1_000;
    private final InputQueue waiting = new InputQueue(List.of(PLAIN), false, () -> now);
    private final InputQueue dropping = new InputQueue(List.of(PLAIN), true, () -> now);

    private static Frame key(long number) {
        return frame(number, true, 100);
    }

    private static Frame delta(long number) {
        return frame(number, false, 100);
    }

    private static Frame frame(long number, boolean key, int length) {
        return new Frame(Codec.VP8, key, START + number * STEP, 0, new byte[length], 0, length);
    }

    private static long number(@Nullable MediaItem item) {
        return (assertInstanceOf(Frame.class, item).timestamp() - START) / STEP;
    }

    private static void came(InputQueue queue, long number) {
        queue.came(0, START + number * STEP);
    }

    /** A queue whose child has begun with frame 0, which has come out. */
    private static InputQueue begun(InputQueue queue) throws InterruptedException {
        assertTrue(queue.offer(key(0)));
        assertEquals(0, number(queue.awaitKey()));
        came(queue, 0);
        return queue;
    }

    @Test
    void beginsWithAKeyFrameAndAsksForIt() throws Exception {
        assertFalse(waiting.offer(delta(0)));
        assertFalse(waiting.offer(delta(1)));
        assertTrue(waiting.offer(key(2)));
        assertTrue(waiting.offer(delta(3)));
        assertEquals(2, number(waiting.awaitKey()));
        assertEquals(3, number(waiting.take()));
        assertEquals(2, waiting.dropped());
    }

    @Test
    void keepsAllFramesUpToItsBound() throws Exception {
        begun(waiting);
        for (int i = 1; i <= InputQueue.MAX_FRAMES; i++) {
            assertTrue(waiting.offer(delta(i)));
        }
        assertFalse(waiting.offer(delta(401)));
        assertEquals(InputQueue.MAX_FRAMES + 1, waiting.dropped());
        assertFalse(waiting.offer(delta(402)));
        assertTrue(waiting.offer(key(403)));
        assertEquals(403, number(waiting.take()));
    }

    @Test
    void isBoundedInBytesToo() throws Exception {
        begun(waiting);
        for (int i = 1; i <= 4; i++) {
            assertTrue(waiting.offer(frame(i, false, 1 << 20)));
        }
        assertTrue(waiting.offer(frame(5, true, 1 << 20)), "a key frame goes on");
        assertEquals(5, number(waiting.take()));
        assertFalse(waiting.offer(frame(6, true, (4 << 20) + 1)), "larger than the queue");
    }

    @Test
    void dropsWhatWaitsWhenWhatComesOutIsTooFarBehind() throws Exception {
        begun(dropping);
        for (int i = 1; i <= 10; i++) {
            assertTrue(dropping.offer(delta(i)));
        }
        assertEquals(1, number(dropping.take()));
        assertTrue(dropping.offer(delta(11)), "the last frame does not count");
        assertTrue(dropping.offer(delta(12)), "no key frame is asked for before it can be used");
        assertEquals(11, dropping.dropped(), "2 to 12");
    }

    @Test
    void goesOnWithAKeyFrameWhenTheChildHasCaughtUp() throws Exception {
        begun(dropping);
        for (int i = 1; i <= 12; i++) {
            assertTrue(dropping.offer(delta(i)));
        }
        assertTrue(dropping.offer(key(13)), "too early");
        came(dropping, 9);
        assertFalse(dropping.offer(delta(14)), "now it is asked for");
        assertTrue(dropping.offer(key(15)));
        assertTrue(dropping.offer(delta(16)));
        assertEquals(15, number(dropping.take()));
        assertEquals(14, dropping.dropped());
    }

    @Test
    void goesOnAfterASecondWhenPicturesNeverComeOut() throws Exception {
        begun(dropping);
        for (int i = 1; i <= 12; i++) {
            dropping.offer(delta(i));
        }
        for (int i = 13; i <= 42; i++) {
            assertTrue(dropping.offer(delta(i)));
        }
        assertFalse(dropping.offer(delta(43)));
        assertTrue(dropping.offer(key(44)));
        assertTrue(dropping.offer(delta(45)), "what was lost before is not waited for again");
    }

    @Test
    void leavesANewChildTimeToCatchUp() throws Exception {
        assertTrue(dropping.offer(key(0)));
        assertEquals(0, number(dropping.awaitKey()));
        for (int i = 1; i <= 60; i++) {
            assertTrue(dropping.offer(delta(i)));
        }
        assertEquals(0, dropping.dropped());
        assertEquals(1, number(dropping.take()));
    }

    @Test
    void allowsAConstantRateItsInterval() throws Exception {
        Rendition slow = new Rendition(OptionalInt.empty(), OptionalDouble.of(1), Optional.empty());
        InputQueue queue = begun(new InputQueue(List.of(slow), true, () -> now));
        for (int i = 1; i <= 30 + 10; i++) {
            assertTrue(queue.offer(delta(i)));
        }
        assertEquals(0, queue.dropped());
        assertTrue(queue.offer(delta(41)));
        assertTrue(queue.offer(delta(42)));
        assertEquals(42, queue.dropped());
    }

    @Test
    void aPauseOfTheSourceIsNoDelay() throws Exception {
        begun(dropping);
        for (int i = 1; i <= 3; i++) {
            assertTrue(dropping.offer(delta(i)));
        }
        for (int i = 100; i <= 105; i++) {
            assertTrue(dropping.offer(delta(i)));
        }
        assertEquals(0, dropping.dropped());
        for (int i = 106; i <= 112; i++) {
            assertTrue(dropping.offer(delta(i)));
        }
        assertTrue(dropping.dropped() > 0, "three from before count on");
    }

    @Test
    void tellsADiscontinuityOnceAndGoesOnWithAKeyFrame() throws Exception {
        begun(waiting);
        assertTrue(waiting.offer(delta(1)));
        waiting.discontinue();
        waiting.discontinue();
        assertFalse(waiting.offer(delta(1_000)));
        assertTrue(waiting.offer(key(1_001)));
        assertEquals(1, number(waiting.take()));
        assertInstanceOf(Discontinuity.class, waiting.take());
        assertEquals(1_001, number(waiting.awaitKey()));
    }

    @Test
    void theNextChildGetsNothingThatWasMeantForTheLast() throws Exception {
        begun(waiting);
        waiting.offer(delta(1));
        waiting.offer(delta(2));
        waiting.offer(key(3));
        waiting.offer(delta(4));
        assertEquals(3, number(waiting.awaitKey()));
        assertEquals(4, number(waiting.take()));
        assertEquals(2, waiting.dropped());
    }

    @Test
    void takesAFrameBackThatIsForTheNextChild() throws Exception {
        begun(waiting);
        Frame key = key(1);
        waiting.offer(key);
        waiting.giveBack(assertInstanceOf(Frame.class, waiting.take()));
        assertEquals(key, waiting.awaitKey());
    }

    @Test
    void aPauseOfTheSourceIsNoDebtOfTheChild() throws Exception {
        begun(waiting);
        assertTrue(waiting.offer(delta(1)));
        assertTrue(waiting.offer(delta(2)));
        now += 1_000;
        assertEquals(0, waiting.owed(false));
        assertTrue(waiting.offer(delta(200)));
        now += 7;
        assertEquals(1_007, waiting.owed(false), "three frames wait, for more than a second");
        came(waiting, 200);
        now += 7;
        assertEquals(0, waiting.owed(false));
    }

    @Test
    void afterAPauseTheChildHasAllItsTime() throws Exception {
        begun(waiting);
        now += 1_000_000;
        assertTrue(waiting.offer(delta(300)));
        assertTrue(waiting.offer(delta(301)));
        assertTrue(waiting.offer(delta(302)));
        now += 7;
        assertEquals(7, waiting.owed(false));
    }

    @Test
    void whatCameInBeforeTheLastPictureIsOwedToo() throws Exception {
        begun(waiting);
        for (int i = 1; i < 60; i++) {
            assertTrue(waiting.offer(delta(i)));
        }
        came(waiting, 10);
        now += 7;
        assertEquals(7, waiting.owed(false));
    }

    @Test
    void theFirstPictureIsOwedFromTheStart() throws Exception {
        assertTrue(waiting.offer(key(0)));
        now += 1_000;
        assertEquals(0, number(waiting.awaitKey()));
        now += 7;
        assertEquals(7, waiting.owed(true));
    }

    @Test
    void hasNothingWhenItIsClosed() throws Exception {
        waiting.offer(key(0));
        waiting.close();
        assertNull(waiting.awaitKey());
        assertNull(waiting.take());
        assertTrue(waiting.offer(delta(1)), "and wants nothing");
    }
}
