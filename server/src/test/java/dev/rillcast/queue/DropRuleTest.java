package dev.rillcast.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Codec;
import dev.rillcast.media.DataMessage;
import dev.rillcast.media.Discontinuity;
import dev.rillcast.media.Frame;
import dev.rillcast.media.MediaItem;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a queue drops what has waited too long, and when its ingest is slow. Times are in ms. */
class DropRuleTest {
    private static final long MS = 1_000_000;
    private static final long PATIENCE = 300;

    private final FrameQueue queue = new FrameQueue(20, 10_000, PATIENCE * MS);

    @BeforeEach
    void open() {
        queue.open(false, 0);
        queue.live();
    }

    @Test
    void videoThatHasWaitedTooLongIsDroppedUpToAKeyFrame() throws Exception {
        offer(key(0), inter(100), inter(200));
        assertTrue(offerOne(inter(300)));
        assertFalse(offerOne(inter(301)), "a key frame is wanted");
        assertFalse(offerOne(inter(340)), "still");
        assertTrue(offerOne(key(380)));
        assertTrue(offerOne(inter(400)));
        assertEquals(List.of("key 380", "inter 400"), taken());
        assertEquals(6, queue.dropped());
    }

    @Test
    void audioLosesOnlyWhatHasWaitedTooLong() throws Exception {
        offer(key(0), audio(10), inter(40), audio(60), inter(200), audio(210), audio(330));
        assertEquals(List.of("audio 60", "audio 210", "audio 330"), taken());
        assertEquals(4, queue.dropped());
        offer(audio(400), audio(600));
        assertFalse(offerOne(audio(701)), "video still wants one");
        assertEquals(List.of("audio 600", "audio 701"), taken());
    }

    @Test
    void videoGoesOnWithAKeyFrameThatWaitsAndIsNotLate() throws Exception {
        offer(key(0), inter(40), key(80), inter(120), key(160), audio(170), inter(200));
        assertTrue(offerOne(inter(320)), "no other is wanted");
        assertEquals(List.of("key 160", "audio 170", "inter 200", "inter 320"), taken());
        assertEquals(4, queue.dropped());
    }

    @Test
    void aKeyFrameThatHasWaitedTooLongItselfIsDroppedToo() throws Exception {
        offer(key(0), key(10), inter(40));
        assertFalse(offerOne(inter(311)));
        assertEquals(List.of(), taken());
    }

    @Test
    void messagesAndDiscontinuitiesStay() throws Exception {
        assertTrue(offerOne(key(0)));
        queue.offer(new DataMessage("onCuePoint", new byte[1]));
        queue.offer(new Discontinuity(0));
        offer(inter(50), audio(400));
        assertEquals(List.of("message", "discontinuity", "audio 400"), taken());
    }

    @Test
    void aMessageInFrontHidesNoFrameThatIsLate() throws Exception {
        queue.offer(new DataMessage("onCuePoint", new byte[1]));
        offer(key(0), audio(400));
        assertEquals(List.of("message", "audio 400"), taken());
    }

    @Test
    void whatATranscoderMadeLateIsNotDroppedForThat() throws Exception {
        for (long i = 0; i < 10; i++) {
            assertTrue(offerAt(i == 0 ? key(0) : inter(40 * i), 40 * i + 1_000));
            assertEquals(1, taken().size());
        }
        assertTrue(offerAt(inter(400), 1_400));
        assertTrue(offerAt(inter(440), 1_440));
        assertTrue(offerAt(inter(500), 1_500));
        assertFalse(offerAt(inter(501), 1_501), "the ingest's own delay");
    }

    @Test
    void nothingIsLateWhileNobodyTakesFrames() throws Exception {
        FrameQueue before = new FrameQueue(20, 10_000, PATIENCE * MS);
        assertTrue(before.offer(key(0), 0));
        assertTrue(before.offer(inter(5_000), 5_000 * MS));
        before.open(false, 5_000 * MS);
        assertFalse(before.offer(inter(5_040), 5_040 * MS));
        assertEquals(3, before.dropped());
    }

    @Test
    void aQueueThatKeepsFramesDropsNoneForItsAge() throws Exception {
        FrameQueue keeping = new FrameQueue(20, 10_000, Long.MAX_VALUE);
        keeping.open(false, 0);
        assertTrue(keeping.offer(key(0), 0));
        assertTrue(keeping.offer(inter(1_000_000), 1_000_000 * MS));
        assertEquals(0, keeping.dropped());
    }

    @Test
    void anIngestIsSlowFromTheOverflowUntilItHasTakenEverythingForTenSeconds() throws Exception {
        FrameQueue keeping = new FrameQueue(4, 10_000, Long.MAX_VALUE);
        keeping.open(false, 0);
        for (int i = 0; i < 4; i++) {
            assertTrue(keeping.offer(audio(i), 0));
        }
        assertFalse(keeping.slow());
        assertTrue(keeping.offer(audio(100), 0));
        assertTrue(keeping.slow());
        for (int i = 0; i < 4; i++) {
            var _ = keeping.take();
        }
        assertTrue(keeping.slow(), "it may be full again soon");
        long calm = 100 + DropRule.CALM / MS;
        assertTrue(keeping.offer(audio(calm), 0));
        assertTrue(keeping.offer(audio(calm + 1), 0));
        var _ = keeping.take();
        assertTrue(keeping.slow());
        var _ = keeping.take();
        assertFalse(keeping.slow());
    }

    @Test
    void ofAnotherConnectionNothingIsKnown() {
        FrameQueue keeping = new FrameQueue(1, 10_000, Long.MAX_VALUE);
        assertTrue(keeping.offer(audio(0), 0));
        assertTrue(keeping.offer(audio(1), 0));
        assertTrue(keeping.slow());
        keeping.open(false, 0);
        assertFalse(keeping.slow());
    }

    private void offer(Frame... frames) {
        for (Frame frame : frames) {
            var _ = offerOne(frame);
        }
    }

    /** As it arrives. */
    private boolean offerOne(Frame frame) {
        return queue.offer(frame, frame.arrival());
    }

    private boolean offerAt(Frame frame, long millis) {
        return queue.offer(frame, millis * MS);
    }

    private List<String> taken() throws InterruptedException {
        List<String> taken = new ArrayList<>();
        queue.handOver();
        for (MediaItem item = queue.take(); item != null; item = queue.take()) {
            taken.add(
                    switch (item) {
                        case Frame frame -> kind(frame) + " " + frame.arrival() / MS;
                        case DataMessage _ -> "message";
                        case Discontinuity _ -> "discontinuity";
                    });
            queue.handOver();
        }
        return taken;
    }

    private static String kind(Frame frame) {
        return !frame.codec().video() ? "audio" : frame.key() ? "key" : "inter";
    }

    private static Frame key(long millis) {
        return frame(Codec.H264, true, millis);
    }

    private static Frame inter(long millis) {
        return frame(Codec.H264, false, millis);
    }

    private static Frame audio(long millis) {
        return frame(Codec.OPUS, true, millis);
    }

    private static Frame frame(Codec codec, boolean key, long millis) {
        return new Frame(codec, key, 0, millis * MS, new byte[100], 0, 100);
    }
}
