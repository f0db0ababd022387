package dev.rillcast.queue;

import dev.rillcast.media.DataMessage;
import dev.rillcast.media.Discontinuity;
import dev.rillcast.media.Frame;
import dev.rillcast.media.MediaItem;
import dev.rillcast.queue.NotSentException.Reason;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The hand-over from the UDP door's thread, and a transcoder's, to an output's. Bounded: the {@link
 * DropRule} says which frames are dropped, and they are counted. Data messages keep their place
 * between the frames and are never dropped, but refused when too many wait. While the ingest is
 * away the queue is shut: frames are dropped, messages wait.
 */
public final class FrameQueue {
    static final int MAX_MESSAGES = 64;
    static final int MAX_MESSAGE_BYTES = 256 << 10;

    /** A frame may wait so long, if frames may be dropped; the rest of half a second is TCP's. */
    static final long PATIENCE = 350_000_000;

    /** About three seconds of both tracks at 60 frames/s. */
    private static final int MAX_FRAMES = 400;

    private static final int MAX_BYTES = 4 << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    // Guarded by lock:
    private final Backlog backlog = new Backlog();
    private final DropRule rule;
    private boolean live;
    private boolean shut;
    private boolean handedOver;
    private boolean closed;
    private long begun = Long.MIN_VALUE; // the latest connection; no frame of before is wanted

    /**
     * @param dropFrames whether frames may be dropped rather than delayed
     */
    public FrameQueue(boolean dropFrames) {
        this(MAX_FRAMES, MAX_BYTES, dropFrames ? PATIENCE : Long.MAX_VALUE);
    }

    /**
     * @param patience nanoseconds that a frame may be old when it still waits
     */
    FrameQueue(int maxFrames, int maxBytes, long patience) {
        rule = new DropRule(backlog, maxFrames, maxBytes, patience);
    }

    /**
     * Puts a frame behind those that wait; {@link #handOver} wakes the taker.
     *
     * @param now of {@link System#nanoTime}
     * @return false if frames had to be dropped, so that a key frame is wanted
     */
    public boolean offer(Frame frame, long now) {
        lock.lock();
        try {
            if (closed) {
                return true;
            }
            if (shut || frame.arrival() < begun) {
                rule.drop();
                return true;
            }
            return rule.offer(frame, now);
        } finally {
            lock.unlock();
        }
    }

    /** Says that the frames to come are of another connection. */
    public void offer(Discontinuity discontinuity) {
        lock.lock();
        try {
            begun = discontinuity.moment();
            if (!closed) {
                backlog.add(discontinuity);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Puts a message behind the frames that wait, and wakes the taker.
     *
     * @throws NotSentException when too many wait, or it is closed
     */
    public void offer(DataMessage message) throws NotSentException {
        lock.lock();
        try {
            if (closed) {
                throw new NotSentException(Reason.OVER, "the broadcast is over");
            }
            if (backlog.messages() >= MAX_MESSAGES
                    || backlog.messageBytes() + message.length() > MAX_MESSAGE_BYTES) {
                throw new NotSentException(
                        Reason.TOO_MUCH,
                        "at most %d messages of metadata wait, with %d kB in all"
                                .formatted(MAX_MESSAGES, MAX_MESSAGE_BYTES >> 10));
            }
            backlog.add(message);
            handedOver = true;
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Lets messages out from now on; until then they wait, and frames pass them. */
    public void live() {
        lock.lock();
        try {
            live = true;
        } finally {
            lock.unlock();
        }
    }

    /** Drops the frames that wait and those that come; messages wait. */
    public void shut() {
        lock.lock();
        try {
            shut = true;
            live = false;
            rule.end();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes frames for an ingest that is there, again after {@link #shut}.
     *
     * @param video whether there is video, which begins with a key frame then, and the audio with
     *     it
     * @param now of {@link System#nanoTime}
     */
    public void open(boolean video, long now) {
        lock.lock();
        try {
            shut = false;
            rule.begin(video, now);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Demands that video goes on with a key frame, as another picture was sent instead.
     *
     * @return false if it can't be, since frames wait
     */
    public boolean awaitKey() {
        lock.lock();
        try {
            boolean none = backlog.frames() == 0;
            if (none) {
                rule.awaitKey();
            }
            return none;
        } finally {
            lock.unlock();
        }
    }

    /** Wakes the taker, with or without frames; {@link #offer} alone does not. */
    public void handOver() {
        lock.lock();
        try {
            handedOver = true;
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable MediaItem poll() {
        MediaItem item = live ? backlog.poll() : backlog.pollMedia();
        if (item instanceof Frame frame) {
            rule.taken(frame);
        }
        return item;
    }

    /**
     * Waits for the next frame or message. Without a time limit: a timer for each wait costs a
     * wake-up of its own.
     *
     * @return null at a {@link #handOver} without either, or when the queue was closed
     */
    public @Nullable MediaItem take() throws InterruptedException {
        lock.lock();
        try {
            MediaItem item = poll();
            while (item == null && !handedOver && !closed) {
                filled.await();
                item = poll();
            }
            handedOver = false;
            return item;
        } finally {
            lock.unlock();
        }
    }

    /** Ends it: what waits is dropped, and {@link #take} returns null at once from now on. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            backlog.clear();
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether it was ended. */
    public boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Whether too much waited, and the ingest has not caught up since. */
    public boolean slow() {
        return rule.slow();
    }

    /**
     * How old the oldest frame is that waits, in nanoseconds; 0 if none does.
     *
     * @param now of {@link System#nanoTime}
     */
    public long waiting(long now) {
        lock.lock();
        try {
            Frame oldest = backlog.oldest();
            return oldest == null ? 0 : Math.max(0, now - oldest.arrival());
        } finally {
            lock.unlock();
        }
    }

    /** How many frames wait. */
    public int waiting() {
        lock.lock();
        try {
            return backlog.frames();
        } finally {
            lock.unlock();
        }
    }

    /** Frames that did not get through. */
    public long dropped() {
        lock.lock();
        try {
            return rule.dropped();
        } finally {
            lock.unlock();
        }
    }
}
