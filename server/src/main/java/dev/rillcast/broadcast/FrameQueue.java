package dev.rillcast.broadcast;

import dev.rillcast.media.Frame;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The hand-over from the UDP door's thread to the broadcast's. Bounded; when it overflows, video is
 * dropped up to the next key frame and audio loses its oldest frames, and the drops are counted.
 */
final class FrameQueue {
    private final int maxFrames;
    private final int maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final ArrayDeque<Frame> frames = new ArrayDeque<>();
    private int bytes;
    private long dropped;
    private boolean awaitingKey;
    private boolean handedOver;
    private boolean closed;

    FrameQueue(int maxFrames, int maxBytes) {
        this.maxFrames = maxFrames;
        this.maxBytes = maxBytes;
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
            boolean useless = awaitingKey && frame.codec().video() && !frame.key();
            if (useless || frame.length() > maxBytes) {
                dropped++;
                awaitingKey |= frame.codec().video();
                return false;
            }
            boolean room = makeRoom(frame);
            if (room) {
                awaitingKey &= !frame.codec().video();
                add(frame);
            }
            return room && !awaitingKey;
        } finally {
            lock.unlock();
        }
    }

    private void add(Frame frame) {
        frames.addLast(frame);
        bytes += frame.length();
    }

    /** Wakes the taker, with or without frames; {@link #offer} alone does not. */
    void handOver() {
        lock.lock();
        try {
            handedOver = true;
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Drops the waiting video, or else the oldest audio, until the frame fits. */
    private boolean makeRoom(Frame frame) {
        if (fits(frame)) {
            return true;
        }
        boolean waited = false;
        for (Iterator<Frame> each = frames.iterator(); each.hasNext(); ) {
            Frame old = each.next();
            if (old.codec().video()) {
                each.remove();
                drop(old);
                waited = true;
            }
        }
        while (!fits(frame) && !frames.isEmpty()) {
            drop(frames.removeFirst());
        }
        awaitingKey |= waited;
        if (awaitingKey && frame.codec().video() && !frame.key()) {
            dropped++;
            return false;
        }
        return true;
    }

    private boolean fits(Frame frame) {
        return frames.size() < maxFrames && bytes + frame.length() <= maxBytes;
    }

    private void drop(Frame frame) {
        bytes -= frame.length();
        dropped++;
    }

    /**
     * Waits for the next frame. Without a time limit: a timer for each wait costs a wake-up of its
     * own.
     *
     * @return null at a {@link #handOver} without a frame, or when the queue was closed
     */
    @Nullable Frame take() throws InterruptedException {
        lock.lock();
        try {
            while (frames.isEmpty() && !handedOver && !closed) {
                filled.await();
            }
            handedOver = false;
            Frame frame = frames.pollFirst();
            if (frame != null) {
                bytes -= frame.length();
            }
            return frame;
        } finally {
            lock.unlock();
        }
    }

    /** Ends it: what waits is dropped, and {@link #take} returns null at once from now on. */
    void close() {
        lock.lock();
        try {
            closed = true;
            frames.clear();
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
