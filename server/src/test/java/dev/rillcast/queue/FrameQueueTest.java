package dev.rillcast.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Codec;
import dev.rillcast.media.DataMessage;
import dev.rillcast.media.Discontinuity;
import dev.rillcast.media.Frame;
import dev.rillcast.media.MediaItem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class FrameQueueTest {
    private static final int SIZE = 100;
    private static final long DISCONTINUITY = -1_000;

    private final FrameQueue queue = new FrameQueue(4, 1_000, Long.MAX_VALUE);

    @Test
    void framesComeOutAsTheyWentIn() throws Exception {
        assertTrue(offer(key(0)));
        assertTrue(offer(audio(1)));
        assertTrue(offer(inter(2)));
        assertEquals(List.of(0L, 1L, 2L), taken());
        assertEquals(0, queue.dropped());
    }

    @Test
    void overflowDropsVideoUpToTheNextKeyFrameAndKeepsAudio() throws Exception {
        assertTrue(offer(key(0)));
        assertTrue(offer(inter(1)));
        assertTrue(offer(audio(2)));
        assertTrue(offer(inter(3)));
        assertFalse(offer(inter(4)), "a key frame is wanted");
        assertFalse(offer(audio(5)), "a key frame is still wanted");
        assertFalse(offer(inter(6)));
        assertTrue(offer(key(7)));
        assertTrue(offer(inter(8)));
        assertEquals(List.of(2L, 5L, 7L, 8L), taken());
        assertEquals(5, queue.dropped());
    }

    @Test
    void aKeyFrameThatOverflowsTakesThePlaceOfWhatWaits() throws Exception {
        for (int i = 0; i < 4; i++) {
            assertTrue(offer(i == 0 ? key(i) : inter(i)));
        }
        assertTrue(offer(key(4)));
        assertEquals(List.of(4L), taken());
        assertEquals(4, queue.dropped());
    }

    @Test
    void audioAloneLosesItsOldest() throws Exception {
        for (int i = 0; i < 6; i++) {
            assertTrue(offer(audio(i)));
        }
        assertEquals(List.of(2L, 3L, 4L, 5L), taken());
        assertEquals(2, queue.dropped());
    }

    @Test
    void bytesAreBoundedToo() throws Exception {
        assertTrue(offer(frame(Codec.H264, true, 0, 900)));
        assertFalse(offer(frame(Codec.H264, false, 1, 101)));
        assertFalse(offer(frame(Codec.H264, true, 2, 1_001)), "larger than the queue");
        assertEquals(List.of(), taken());
        assertTrue(offer(frame(Codec.H264, true, 3, 1_000)));
        assertEquals(List.of(3L), taken());
        assertEquals(3, queue.dropped());
    }

    @Test
    void aTakerWaitsUntilFramesAreHandedOver() throws Exception {
        Thread producer =
                Thread.startVirtualThread(
                        () -> {
                            offer(audio(9));
                            queue.handOver();
                        });
        assertEquals(9, place(queue.take()));
        producer.join();
    }

    @Test
    void messagesKeepTheirPlaceBetweenTheFrames() throws Exception {
        queue.live();
        offer(key(1));
        queue.offer(message(1));
        queue.offer(message(2));
        offer(audio(2));
        queue.offer(message(3));
        assertEquals(List.of(1L, -1L, -2L, 2L, -3L), taken());
    }

    @Test
    void framesPassTheMessagesThatWaitForTheFirstFrame() throws Exception {
        queue.offer(message(1));
        offer(key(1));
        queue.offer(message(2));
        offer(audio(2));
        assertEquals(1, place(queue.take()));
        queue.live();
        assertEquals(List.of(-1L, -2L, 2L), taken());
    }

    @Test
    void aMessageThatMustWaitWakesNobodyTwice() throws Exception {
        queue.offer(message(1));
        assertNull(queue.take());
        offer(audio(1));
        assertEquals(1, place(queue.take()));
    }

    @Test
    void overflowDropsNoMessage() throws Exception {
        queue.live();
        for (int i = 0; i < 6; i++) {
            offer(audio(i));
            queue.offer(message(i + 1));
        }
        assertEquals(List.of(-1L, -2L, 2L, -3L, 3L, -4L, 4L, -5L, 5L, -6L), taken());
    }

    @Test
    void messagesAreBoundedByCountAndBytes() throws Exception {
        queue.live();
        for (int i = 0; i < FrameQueue.MAX_MESSAGES; i++) {
            queue.offer(message(i));
        }
        String tooMuch = "at most 64 messages of metadata wait, with 256 kB in all";
        assertEquals(tooMuch, refusal(message(1)));
        assertEquals(FrameQueue.MAX_MESSAGES, taken().size());
        queue.offer(message(FrameQueue.MAX_MESSAGE_BYTES));
        assertEquals(tooMuch, refusal(message(1)));
        assertEquals(1, taken().size());
        queue.close();
        assertEquals("the broadcast is over", refusal(message(1)));
    }

    private String refusal(DataMessage message) {
        return String.valueOf(
                assertThrows(NotSentException.class, () -> queue.offer(message)).getMessage());
    }

    @Test
    void closingDropsWhatWaitsAndFreesTheTaker() throws Exception {
        Thread closer = Thread.startVirtualThread(queue::close);
        assertNull(queue.take());
        closer.join();
        assertTrue(offer(key(0)), "nothing is asked for any more");
        assertNull(queue.take());
        assertTrue(queue.closed());
    }

    private boolean offer(Frame frame) {
        return queue.offer(frame, frame.arrival());
    }

    private List<Long> taken() throws InterruptedException {
        List<Long> timestamps = new ArrayList<>();
        queue.handOver();
        for (MediaItem item = queue.take(); item != null; item = queue.take()) {
            timestamps.add(place(item));
            queue.handOver();
        }
        return timestamps;
    }

    @Test
    void whileItIsShutFramesAreDroppedAndMessagesWait() throws Exception {
        queue.live();
        var _ = offer(key(1));
        queue.shut();
        queue.offer(message(2));
        assertTrue(offer(key(3)), "nobody is to be asked for a key frame");
        queue.offer(new Discontinuity(0));
        queue.offer(new Discontinuity(0));
        queue.open(true, 0);
        assertFalse(offer(inter(4)));
        assertTrue(offer(key(5)));
        queue.handOver();
        assertEquals(List.of(DISCONTINUITY, 5L), taken(), "messages wait for the first frame");
        queue.live();
        queue.handOver();
        assertEquals(List.of(-2L), taken());
        assertEquals(3, queue.dropped());
    }

    @Test
    void audioWaitsForTheKeyFrameThatTheStreamGoesOnWithButNotForLong() throws Exception {
        queue.shut();
        queue.open(true, 0);
        assertFalse(offer(audioAt(0)));
        assertFalse(offer(audioAt(DropRule.KEY_FRAME_LIMIT - 1)));
        assertFalse(offer(audioAt(DropRule.KEY_FRAME_LIMIT)), "still wanted");
        assertFalse(offer(inter(2)));
        assertTrue(offer(key(3)));
        assertTrue(offer(audioAt(1)));
        queue.handOver();
        assertEquals(List.of(DropRule.KEY_FRAME_LIMIT, 3L, 1L), taken());
    }

    private static Frame audioAt(long arrival) {
        return new Frame(Codec.OPUS, true, arrival, arrival, new byte[SIZE], 0, SIZE);
    }

    /** A frame's timestamp, a message's length below zero. */
    private static long place(@Nullable MediaItem item) {
        return switch (item) {
            case Frame frame -> frame.timestamp();
            case DataMessage message -> -message.length();
            case Discontinuity _ -> DISCONTINUITY;
            case null -> 0;
        };
    }

    private static DataMessage message(int length) {
        return new DataMessage("onMetaData", new byte[length]);
    }

    private static Frame key(long timestamp) {
        return frame(Codec.H264, true, timestamp, SIZE);
    }

    private static Frame inter(long timestamp) {
        return frame(Codec.H264, false, timestamp, SIZE);
    }

    private static Frame audio(long timestamp) {
        return frame(Codec.OPUS, true, timestamp, SIZE);
    }

    private static Frame frame(Codec codec, boolean key, long timestamp, int size) {
        return new Frame(codec, key, timestamp, 0, new byte[size], 0, size);
    }
}
