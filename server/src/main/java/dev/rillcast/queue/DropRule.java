package dev.rillcast.queue;

import dev.rillcast.media.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Which frames wait in a {@link FrameQueue} and which are dropped. Guarded by its lock, but for
 * {@link #slow}.
 *
 * <p>When too much waits, all waiting video is dropped, audio loses its oldest frames, and the
 * ingest is slow. A queue with less patience drops what has waited too long before it comes to
 * that. Either way video goes on with a key frame.
 */
final class DropRule {
    /** So long does the audio wait for the key frame that a stream goes on with. */
    static final long KEY_FRAME_LIMIT = 2_000_000_000;

    /** An ingest has caught up when it has taken everything for so long. */
    static final long CALM = 10_000_000_000L;

    /** So late may a frame be that was late when it came, beyond that. */
    static final long GRACE = 100_000_000;

    private final int maxFrames;
    private final int maxBytes;
    private final long patience;
    private final Backlog backlog;
    private long dropped;
    private boolean idle = true; // nobody takes frames yet, so their waiting says nothing
    private boolean awaitingKey;
    private boolean silent; // audio waits for the key frame, too
    private long silentUntil;
    private long lag; // of the latest picture when it came
    private long overflowAt;
    private volatile boolean slow;

    /**
     * @param patience nanoseconds that a frame may be old and still wait
     */
    DropRule(Backlog backlog, int maxFrames, int maxBytes, long patience) {
        this.backlog = backlog;
        this.maxFrames = maxFrames;
        this.maxBytes = maxBytes;
        this.patience = patience;
    }

    /**
     * Puts a frame behind those that wait, or drops it; and drops of those what must go.
     *
     * @return false if a key frame is wanted
     */
    boolean offer(Frame frame, long now) {
        dropLate(frame, now);
        if (useless(frame) || frame.length() > maxBytes) {
            dropped++;
            awaitingKey |= frame.codec().video();
            return false;
        }
        boolean room = makeRoom(frame);
        if (room) {
            awaitingKey &= !frame.codec().video();
            silent &= awaitingKey;
            backlog.add(frame);
        }
        return room && !awaitingKey;
    }

    /** Whether nothing can be done with a frame before the next key frame. */
    private boolean useless(Frame frame) {
        if (frame.codec().video()) {
            return awaitingKey && !frame.key();
        }
        return silent && frame.arrival() - silentUntil < 0;
    }

    /** Drops what has waited too long, and the video behind it up to a key frame that has not. */
    private void dropLate(Frame next, long now) {
        if (next.codec().video()) {
            lag = now - next.arrival();
        }
        Frame oldest = backlog.oldest();
        if (oldest == null || idle || !late(oldest, now)) {
            return;
        }
        Frame key = backlog.lastKey();
        boolean goesOn = key != null && !late(key, now);
        int pictures = dropVideo(goesOn ? key : null);
        awaitingKey |= pictures > 0 && !goesOn;
        dropped += backlog.dropOldest(frame -> late(frame, now));
    }

    /** What a transcoder has made late is not the ingest's fault, nor would dropping it help. */
    private boolean late(Frame frame, long now) {
        long bound = frame.codec().video() ? Math.max(patience, lag + GRACE) : patience;
        return now - frame.arrival() > bound;
    }

    /** Drops the waiting video, or else the oldest audio, until the frame fits. */
    private boolean makeRoom(Frame frame) {
        if (fits(frame)) {
            return true;
        }
        slow = true;
        overflowAt = frame.arrival();
        awaitingKey |= dropVideo(null) > 0;
        dropped += backlog.dropOldest(_ -> !fits(frame));
        if (awaitingKey && frame.codec().video() && !frame.key()) {
            dropped++;
            return false;
        }
        return true;
    }

    private boolean fits(Frame frame) {
        return backlog.frames() < maxFrames && backlog.bytes() + frame.length() <= maxBytes;
    }

    private int dropVideo(@Nullable Frame end) {
        int pictures = backlog.dropVideo(end);
        dropped += pictures;
        return pictures;
    }

    /** A frame was taken from the queue. */
    void taken(Frame frame) {
        if (slow && backlog.frames() == 0) {
            slow = frame.arrival() - overflowAt <= CALM;
        }
    }

    /** Nobody takes frames: drops those that wait. */
    void end() {
        idle = true;
        dropped += backlog.dropOldest(_ -> true);
    }

    /** The same of one that comes meanwhile. */
    void drop() {
        dropped++;
    }

    /**
     * Frames are taken from now on.
     *
     * @param video whether video must begin with a key frame, and the audio with it
     */
    void begin(boolean video, long now) {
        idle = false;
        slow = false; // what was too much before says nothing of this connection
        awaitingKey = video;
        silent = video;
        silentUntil = now + KEY_FRAME_LIMIT;
    }

    /** Demands that video goes on with a key frame. */
    void awaitKey() {
        awaitingKey = true;
    }

    /** Whether too much waited, and the ingest has not caught up since; on any thread. */
    boolean slow() {
        return slow;
    }

    long dropped() {
        return dropped;
    }
}
