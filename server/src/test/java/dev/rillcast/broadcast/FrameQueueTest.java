package dev.rillcast.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class FrameQueueTest {
    private static final int SIZE = 100;

    private final FrameQueue queue = new FrameQueue(4, 1_000);

    @Test
    void framesComeOutAsTheyWentIn() throws Exception {
        assertTrue(queue.offer(key(0)));
        assertTrue(queue.offer(audio(1)));
        assertTrue(queue.offer(inter(2)));
        assertEquals(List.of(0L, 1L, 2L), taken());
        assertEquals(0, queue.dropped());
    }

    @Test
    void overflowDropsVideoUpToTheNextKeyFrameAndKeepsAudio() throws Exception {
        assertTrue(queue.offer(key(0)));
        assertTrue(queue.offer(inter(1)));
        assertTrue(queue.offer(audio(2)));
        assertTrue(queue.offer(inter(3)));
        assertFalse(queue.offer(inter(4)), "a key frame is wanted");
        assertFalse(queue.offer(audio(5)), "a key frame is still wanted");
        assertFalse(queue.offer(inter(6)));
        assertTrue(queue.offer(key(7)));
        assertTrue(queue.offer(inter(8)));
        assertEquals(List.of(2L, 5L, 7L, 8L), taken());
        assertEquals(5, queue.dropped());
    }

    @Test
    void aKeyFrameThatOverflowsTakesThePlaceOfWhatWaits() throws Exception {
        for (int i = 0; i < 4; i++) {
            assertTrue(queue.offer(i == 0 ? key(i) : inter(i)));
        }
        assertTrue(queue.offer(key(4)));
        assertEquals(List.of(4L), taken());
        assertEquals(4, queue.dropped());
    }

    @Test
    void audioAloneLosesItsOldest() throws Exception {
        for (int i = 0; i < 6; i++) {
            assertTrue(queue.offer(audio(i)));
        }
        assertEquals(List.of(2L, 3L, 4L, 5L), taken());
        assertEquals(2, queue.dropped());
    }

    @Test
    void bytesAreBoundedToo() throws Exception {
        assertTrue(queue.offer(frame(Codec.H264, true, 0, 900)));
        assertFalse(queue.offer(frame(Codec.H264, false, 1, 101)));
        assertFalse(queue.offer(frame(Codec.H264, true, 2, 1_001)), "larger than the queue");
        assertEquals(List.of(), taken());
        assertTrue(queue.offer(frame(Codec.H264, true, 3, 1_000)));
        assertEquals(List.of(3L), taken());
        assertEquals(3, queue.dropped());
    }

    @Test
    void aTakerWaitsUntilFramesAreHandedOver() throws Exception {
        Thread producer =
                Thread.startVirtualThread(
                        () -> {
                            queue.offer(audio(9));
                            queue.handOver();
                        });
        Frame frame = queue.take();
        assertEquals(9, frame == null ? -1 : frame.timestamp());
        producer.join();
    }

    @Test
    void closingDropsWhatWaitsAndFreesTheTaker() throws Exception {
        Thread closer = Thread.startVirtualThread(queue::close);
        assertNull(queue.take());
        closer.join();
        assertTrue(queue.offer(key(0)), "nothing is asked for any more");
        assertNull(queue.take());
        assertTrue(queue.closed());
    }

    private List<Long> taken() throws InterruptedException {
        List<Long> timestamps = new ArrayList<>();
        queue.handOver();
        for (Frame frame = queue.take(); frame != null; frame = queue.take()) {
            timestamps.add(frame.timestamp());
            queue.handOver();
        }
        return timestamps;
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
