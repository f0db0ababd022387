package dev.rillcast.broadcast;

import dev.rillcast.broadcast.NotSentException.Reason;
import dev.rillcast.media.DataMessage;
import dev.rillcast.media.Frame;
import dev.rillcast.media.MediaItem;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The hand-over from the UDP door's thread to the broadcast's. Bounded; when it overflows, video is
 * dropped up to the next key frame and audio loses its oldest frames, and the drops are counted.
 * Data messages keep their place between the frames and are never dropped, but refused when too
 * many wait.
 */
final class FrameQueue {
    static final int MAX_MESSAGES = 64;
    static final int MAX_MESSAGE_BYTES = 256 << 10;

    private final int maxFrames;
    private final int maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final ArrayDeque<MediaItem> items = new ArrayDeque<>();
    private int bytes; // of the frames
    private int messages;
    private int messageBytes;
    private boolean live;
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
        items.addLast(frame);
        bytes += frame.length();
    }

    /**
     * Puts a message behind the frames that wait, and wakes the taker.
     *
     * @throws NotSentException when too many wait, or it is closed
     */
    void offer(DataMessage message) throws NotSentException {
        lock.lock();
        try {
            if (closed) {
                throw new NotSentException(Reason.OVER, "the broadcast is over");
            }
            if (messages >= MAX_MESSAGES || messageBytes + message.length() > MAX_MESSAGE_BYTES) {
                throw new NotSentException(
                        Reason.TOO_MUCH,
                        "at most %d messages of metadata wait, with %d kB in all"
                                .formatted(MAX_MESSAGES, MAX_MESSAGE_BYTES >> 10));
            }
            items.addLast(message);
            messages++;
            messageBytes += message.length();
            handedOver = true;
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Lets messages out from now on; until then they wait, and frames pass them. */
    void live() {
        lock.lock();
        try {
            live = true;
        } finally {
            lock.unlock();
        }
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
        for (Iterator<MediaItem> each = items.iterator(); each.hasNext(); ) {
            if (each.next() instanceof Frame old && old.codec().video()) {
                each.remove();
                drop(old);
                waited = true;
            }
        }
        for (Frame oldest; !fits(frame) && (oldest = pollFrame()) != null; ) {
            drop(oldest);
        }
        awaitingKey |= waited;
        if (awaitingKey && frame.codec().video() && !frame.key()) {
            dropped++;
            return false;
        }
        return true;
    }

    private boolean fits(Frame frame) {
        return items.size() - messages < maxFrames && bytes + frame.length() <= maxBytes;
    }

    private void drop(Frame frame) {
        bytes -= frame.length();
        dropped++;
    }

    private @Nullable Frame pollFrame() {
        for (Iterator<MediaItem> each = items.iterator(); each.hasNext(); ) {
            if (each.next() instanceof Frame frame) {
                each.remove();
                return frame;
            }
        }
        return null;
    }

    private @Nullable MediaItem poll() {
        MediaItem item = live ? items.pollFirst() : pollFrame();
        switch (item) {
            case Frame frame -> bytes -= frame.length();
            case DataMessage message -> {
                messages--;
                messageBytes -= message.length();
            }
            case null -> {}
        }
        return item;
    }

    /**
     * Waits for the next frame or message. Without a time limit: a timer for each wait costs a
     * wake-up of its own.
     *
     * @return null at a {@link #handOver} without either, or when the queue was closed
     */
    @Nullable MediaItem take() throws InterruptedException {
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
    void close() {
        lock.lock();
        try {
            closed = true;
            items.clear();
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
