package dev.rillcast.transcode;

import dev.rillcast.media.Discontinuity;
import dev.rillcast.media.Frame;
import dev.rillcast.media.MediaItem;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands frames from the door's thread to the one that feeds the child. It is bounded: when it
 * overflows, all that waits is dropped, and it goes on with a key frame.
 *
 * <p>To keep the delay short it may drop earlier: when what comes out of the child is more than 300
 * ms of media behind what went in. Frames are taken again, from a key frame on, when the child has
 * caught up.
 *
 * <p>{@link #offer} never waits; the other methods are for the transcoder's threads.
 */
final class InputQueue {
    static final int MAX_FRAMES = 400;
    static final int MAX_BYTES = 4 << 20;

    /** So long are frames dropped for pictures that may never come out; 1 s in ticks. */
    private static final long PATIENCE = 90_000;

    private final boolean dropFrames;
    private final MediaDelay delay;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final ArrayDeque<MediaItem> items = new ArrayDeque<>();
    private int bytes;
    private int frames;
    private long dropped;
    private long used;
    private boolean awaitingKey = true;
    private boolean closed;

    private boolean catchingUp;
    private long stopped; // the time at which taking frames ended

    /**
     * @param dropFrames whether the delay is to be kept short
     * @param clock {@link System#nanoTime}
     */
    InputQueue(List<Rendition> renditions, boolean dropFrames, LongSupplier clock) {
        this.dropFrames = dropFrames;
        delay = new MediaDelay(renditions, clock);
    }

    /**
     * @return false if frames had to be dropped, so that a key frame is wanted
     */
    boolean offer(Frame frame) {
        lock.lock();
        try {
            if (closed) {
                return true;
            }
            if (catchingUp && !caughtUp(frame.timestamp())) {
                dropped++;
                return true; // a key frame is of no use yet
            }
            if (awaitingKey && !frame.key()) {
                dropped++;
                return false;
            }
            if (dropFrames && !awaitingKey && delay.tooLong()) {
                catchingUp = true;
                stopped = frame.timestamp();
                dropWaiting();
                dropped++;
                return true;
            }
            if (frames == MAX_FRAMES || bytes + frame.length() > MAX_BYTES) {
                dropWaiting();
                if (!frame.key() || frame.length() > MAX_BYTES) {
                    dropped++;
                    return false;
                }
            }
            add(frame);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void add(Frame frame) {
        if (awaitingKey) {
            awaitingKey = false;
            delay.resume(frame.timestamp());
        }
        delay.went(frame.timestamp());
        items.addLast(frame);
        frames++;
        bytes += frame.length();
        filled.signal();
    }

    private boolean caughtUp(long now) {
        catchingUp = !delay.caughtUp() && Math.abs(now - stopped) <= PATIENCE;
        return !catchingUp;
    }

    private void dropWaiting() {
        items.removeIf(item -> item instanceof Frame);
        dropped += frames;
        frames = 0;
        bytes = 0;
        awaitingKey = true;
    }

    /** Says that the frames to come are of another connection: they begin with a key frame. */
    void discontinue() {
        lock.lock();
        try {
            if (!closed && !(items.peekLast() instanceof Discontinuity)) {
                items.addLast(new Discontinuity(System.nanoTime()));
                awaitingKey = true;
                catchingUp = false;
                filled.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for the key frame that the next child begins with; what was meant for the last one is
     * dropped.
     *
     * @return null when the queue was closed
     */
    @Nullable Frame awaitKey() throws InterruptedException {
        lock.lock();
        try {
            delay.end();
            catchingUp = false;
            for (Frame key = pollKey(); !closed; key = pollKey()) {
                if (key != null) {
                    begin(key);
                    return key;
                }
                filled.await();
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Frame pollKey() {
        for (MediaItem item; (item = poll()) != null; ) {
            if (item instanceof Frame frame) {
                if (frame.key()) {
                    return frame;
                }
                dropped++;
            }
        }
        awaitingKey = true;
        return null;
    }

    private void begin(Frame key) {
        delay.begin(key.timestamp());
        for (MediaItem item : items) { // which wait behind it already
            if (!(item instanceof Frame frame)) {
                break; // another connection's
            }
            delay.went(frame.timestamp());
        }
    }

    /** Takes a frame back that is for the next child. */
    void giveBack(Frame frame) {
        lock.lock();
        try {
            items.addFirst(frame);
            frames++;
            bytes += frame.length();
        } finally {
            lock.unlock();
        }
    }

    /** Counts a frame that the child got. */
    void used() {
        lock.lock();
        try {
            used++;
        } finally {
            lock.unlock();
        }
    }

    long usedFrames() {
        lock.lock();
        try {
            return used;
        } finally {
            lock.unlock();
        }
    }

    /** Counts a frame that was given out and can't be used. */
    void refuse() {
        lock.lock();
        try {
            dropped++;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for the next frame or discontinuity.
     *
     * @return null when the queue was closed
     */
    @Nullable MediaItem take() throws InterruptedException {
        lock.lock();
        try {
            for (MediaItem item = poll(); !closed; item = poll()) {
                if (item != null) {
                    return item;
                }
                filled.await();
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable MediaItem poll() {
        MediaItem item = items.pollFirst();
        if (item instanceof Frame frame) {
            frames--;
            bytes -= frame.length();
        }
        return item;
    }

    /** Says that a picture came out, by its time on the line of the frames. */
    void came(int rendition, long timestamp) {
        lock.lock();
        try {
            delay.came(rendition, timestamp);
        } finally {
            lock.unlock();
        }
    }

    /** As {@link MediaDelay#owed} has it. */
    long owed(boolean firstPicture) {
        lock.lock();
        try {
            return delay.owed(firstPicture);
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            items.clear();
            frames = 0;
            bytes = 0;
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }
}
