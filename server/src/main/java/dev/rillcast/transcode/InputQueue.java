package dev.rillcast.transcode;

import dev.rillcast.media.Discontinuity;
import dev.rillcast.media.Frame;
import dev.rillcast.media.MediaItem;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Hands frames from the door's thread to the one that feeds the child. It is bounded: when it
 * overflows, all that waits is dropped, and it goes on with a key frame.
 *
 * <p>To keep the delay short it may drop earlier: when what comes out of the child is more than 300
 * ms of media behind what went in. That counts what lies in sockets and in the child, too. Frames
 * are taken again, from a key frame on, when the child has caught up.
 *
 * <p>{@link #offer} never waits; the other methods are for the transcoder's threads.
 */
final class InputQueue {
    static final int MAX_FRAMES = 400;
    static final int MAX_BYTES = 4 << 20;

    // In ticks of 1/90,000 s.
    static final long MAX_LAG = 27_000; // 300 ms
    private static final long CAUGHT_UP = 4_500; // 50 ms
    private static final long START = 270_000; // 3 s in which a new child may catch up
    private static final long SECOND = 90_000;
    private static final long PATIENCE = SECOND; // for pictures that may never come out

    private final boolean dropFrames;
    private final LongSupplier clock;
    private final long[] intervals;
    private final long[] out; // latest time of each rendition
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final ArrayDeque<MediaItem> items = new ArrayDeque<>();
    private int bytes;
    private int frames;
    private long dropped;
    private long used;
    private boolean awaitingKey = true;
    private boolean closed;

    private long latest; // times of the last two frames that were taken
    private long previous;
    private long first; // of this child
    private boolean running; // there is a child
    private boolean steady; // which has caught up once
    private boolean catchingUp;
    private long stopped; // the time at which taking frames ended

    private int unanswered; // frames since a picture came out
    private long answeredUpTo;
    private long unansweredSince; // by the clock: the first of them, or the latest picture

    /**
     * @param dropFrames whether the delay is to be kept short
     * @param clock {@link System#nanoTime}
     */
    InputQueue(List<Rendition> renditions, boolean dropFrames, LongSupplier clock) {
        this.dropFrames = dropFrames;
        this.clock = clock;
        intervals = renditions.stream().mapToLong(each -> interval(each)).toArray();
        out = new long[renditions.size()];
    }

    /** A picture at a constant rate may come out so much later than it came in. */
    private static long interval(Rendition rendition) {
        return rendition.frameRate().isPresent()
                ? Math.round(SECOND / rendition.frameRate().getAsDouble())
                : 0;
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
            if (tooLate()) {
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
            // What was dropped before it will not come out: nobody waits for that.
            awaitingKey = false;
            Arrays.setAll(out, i -> Math.max(out[i], frame.timestamp()));
            latest = frame.timestamp();
        }
        previous = latest;
        latest = frame.timestamp();
        if (unanswered++ == 0) {
            unansweredSince = clock.getAsLong();
        }
        items.addLast(frame);
        frames++;
        bytes += frame.length();
        filled.signal();
    }

    private boolean tooLate() {
        steady |= latest - first > START;
        return dropFrames && running && steady && !awaitingKey && behind() > MAX_LAG;
    }

    private boolean caughtUp(long now) {
        if (behind() <= CAUGHT_UP || Math.abs(now - stopped) > PATIENCE) {
            catchingUp = false;
            return true;
        }
        return false;
    }

    /**
     * By how much what came out is behind what came in. The last frame does not count: for a
     * constant rate FFmpeg must know the next before it gives one out.
     */
    private long behind() {
        long behind = 0;
        for (int i = 0; i < out.length; i++) {
            behind = Math.max(behind, previous - intervals[i] - out[i]);
        }
        return behind;
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
            running = false;
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
        Arrays.fill(out, key.timestamp());
        first = key.timestamp();
        // Frames may wait behind it already, but none of another connection.
        latest = key.timestamp();
        previous = latest;
        for (Iterator<MediaItem> each = items.iterator(); each.hasNext(); ) {
            if (!(each.next() instanceof Frame frame)) {
                break;
            }
            previous = latest;
            latest = frame.timestamp();
        }
        running = true;
        steady = false;
        unanswered = 1 + frames;
        answeredUpTo = key.timestamp();
        unansweredSince = clock.getAsLong();
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
            out[rendition] = Math.max(out[rendition], timestamp);
            steady |= behind() <= CAUGHT_UP;
            unanswered = 0;
            unansweredSince = clock.getAsLong();
            answeredUpTo = latest;
        } finally {
            lock.unlock();
        }
    }

    /**
     * For how long the child has owed pictures, in nanoseconds; 0 if it owes none, as when the
     * source makes a pause.
     *
     * @param firstPicture whether none has come out yet
     */
    long owed(boolean firstPicture) {
        lock.lock();
        try {
            long pause = SECOND + 2 * Arrays.stream(intervals).max().orElse(0);
            boolean owes =
                    firstPicture
                            || behind() > pause
                            || (unanswered >= 3 && latest - answeredUpTo > pause);
            return owes ? clock.getAsLong() - unansweredSince : 0;
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
