package dev.rillcast.broadcast;

import dev.rillcast.broadcast.NotSentException.Reason;
import dev.rillcast.media.DataMessage;
import dev.rillcast.media.Discontinuity;
import dev.rillcast.media.Frame;
import dev.rillcast.media.MediaItem;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The hand-over from the UDP door's thread to an output's. Bounded; when it overflows, video is
 * dropped up to the next key frame and audio loses its oldest frames, and the drops are counted.
 * Data messages keep their place between the frames and are never dropped, but refused when too
 * many wait. While the ingest is away the queue is shut: frames are dropped, messages wait.
 */
final class FrameQueue {
    static final int MAX_MESSAGES = 64;
    static final int MAX_MESSAGE_BYTES = 256 << 10;

    /** So long does the audio wait for the key frame that a stream goes on with. */
    static final long KEY_FRAME_LIMIT = 2_000_000_000;

    private final int maxFrames;
    private final int maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final ArrayDeque<MediaItem> items = new ArrayDeque<>();
    private int frames;
    private int bytes; // of the frames
    private int messages;
    private int messageBytes;
    private boolean live;
    private long dropped;
    private boolean shut;
    private boolean awaitingKey;
    private boolean silent; // audio waits for the key frame, too
    private long silentUntil;
    private boolean handedOver;
    private boolean closed;
    private long begun = Long.MIN_VALUE; // the latest connection; no frame of before is wanted

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
            if (shut || frame.arrival() < begun) {
                dropped++;
                return true;
            }
            if (useless(frame) || frame.length() > maxBytes) {
                dropped++;
                awaitingKey |= frame.codec().video();
                return false;
            }
            boolean room = makeRoom(frame);
            if (room) {
                awaitingKey &= !frame.codec().video();
                silent &= awaitingKey;
                add(frame);
            }
            return room && !awaitingKey;
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing can be done with a frame before the next key frame. */
    private boolean useless(Frame frame) {
        if (frame.codec().video()) {
            return awaitingKey && !frame.key();
        }
        return silent && frame.arrival() - silentUntil < 0;
    }

    private void add(Frame frame) {
        items.addLast(frame);
        frames++;
        bytes += frame.length();
    }

    /** Says that the frames to come are of another connection. */
    void offer(Discontinuity discontinuity) {
        lock.lock();
        try {
            begun = discontinuity.moment();
            if (!closed && !(items.peekLast() instanceof Discontinuity)) {
                items.addLast(discontinuity);
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

    /** Drops the frames that wait and those that come; messages wait. */
    void shut() {
        lock.lock();
        try {
            shut = true;
            live = false;
            items.removeIf(item -> item instanceof Frame);
            dropped += frames;
            frames = 0;
            bytes = 0;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes frames again after {@link #shut}.
     *
     * @param video whether there is video, which begins with a key frame then, and the audio with
     *     it
     * @param now of {@link System#nanoTime}
     */
    void open(boolean video, long now) {
        lock.lock();
        try {
            shut = false;
            awaitingKey = video;
            silent = video;
            silentUntil = now + KEY_FRAME_LIMIT;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Demands that video goes on with a key frame, as another picture was sent instead.
     *
     * @return false if it can't be, since frames wait
     */
    boolean awaitKey() {
        lock.lock();
        try {
            awaitingKey |= frames == 0;
            return frames == 0;
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
        return frames < maxFrames && bytes + frame.length() <= maxBytes;
    }

    private void drop(Frame frame) {
        frames--;
        bytes -= frame.length();
        dropped++;
    }

    private @Nullable MediaItem pollMedia() {
        for (Iterator<MediaItem> each = items.iterator(); each.hasNext(); ) {
            MediaItem item = each.next();
            if (!(item instanceof DataMessage)) {
                each.remove();
                return item;
            }
        }
        return null;
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
        MediaItem item = live ? items.pollFirst() : pollMedia();
        switch (item) {
            case Frame frame -> {
                frames--;
                bytes -= frame.length();
            }
            case DataMessage message -> {
                messages--;
                messageBytes -= message.length();
            }
            case Discontinuity _ -> {}
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
