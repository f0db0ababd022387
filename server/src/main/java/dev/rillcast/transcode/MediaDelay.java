package dev.rillcast.transcode;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * How far what comes out of a child is behind what is meant for it, by the times of the pictures.
 * That counts what lies in queues, in sockets and in the child. Used under a lock.
 */
final class MediaDelay {
    // In ticks of 1/90,000 s.
    static final long MAX = 27_000; // 300 ms
    private static final long CAUGHT_UP = 4_500; // 50 ms
    private static final long START = 270_000; // 3 s in which a new child may catch up
    private static final long SECOND = 90_000;
    private static final long PAUSE = 45_000; // a longer step is one that the source made

    private final LongSupplier clock;
    private final long[] intervals;
    private final long[] out; // latest time of each rendition
    private long first; // times of frames: the child's first one
    private long latest;
    private long previous;
    private boolean running; // there is a child
    private boolean steady; // which has caught up once

    private int unanswered; // frames since a picture came out
    private long answeredUpTo;
    private long unansweredSince; // by the clock: the first of them, or the latest picture

    /**
     * @param clock {@link System#nanoTime}
     */
    MediaDelay(List<Rendition> renditions, LongSupplier clock) {
        this.clock = clock;
        intervals = renditions.stream().mapToLong(MediaDelay::interval).toArray();
        out = new long[renditions.size()];
    }

    /** A picture at a constant rate may come out so much later than it came in. */
    private static long interval(Rendition rendition) {
        return rendition.frameRate().isPresent()
                ? Math.round(SECOND / rendition.frameRate().getAsDouble())
                : 0;
    }

    /** There is no child. */
    void end() {
        running = false;
    }

    /** A child begins with the frame of this time. */
    void begin(long timestamp) {
        running = true;
        steady = false;
        first = timestamp;
        latest = timestamp;
        previous = timestamp;
        Arrays.fill(out, timestamp);
        unanswered = 1;
        answeredUpTo = timestamp;
        unansweredSince = clock.getAsLong();
    }

    /** Frames before this one were dropped: they will not come out, and nobody waits for them. */
    void resume(long timestamp) {
        Arrays.setAll(out, i -> Math.max(out[i], timestamp));
        latest = timestamp;
    }

    /** The next frame for the child. */
    void went(long timestamp) {
        long step = timestamp - latest;
        if (step > PAUSE) {
            Arrays.setAll(out, i -> out[i] + step);
        }
        previous = latest;
        latest = timestamp;
        if (unanswered++ == 0) {
            unansweredSince = clock.getAsLong();
        }
    }

    /** A picture came out. */
    void came(int rendition, long timestamp) {
        out[rendition] = Math.max(out[rendition], timestamp);
        steady |= caughtUp();
        unanswered = 0;
        answeredUpTo = latest;
        unansweredSince = clock.getAsLong();
    }

    /** Whether it is more than 300 ms; a new child has some time. */
    boolean tooLong() {
        steady |= latest - first > START;
        return running && steady && behind() > MAX;
    }

    boolean caughtUp() {
        return behind() <= CAUGHT_UP;
    }

    /**
     * The last frame does not count: for a constant rate FFmpeg must know the next before it gives
     * one out.
     */
    private long behind() {
        long behind = 0;
        for (int i = 0; i < out.length; i++) {
            behind = Math.max(behind, previous - intervals[i] - out[i]);
        }
        return behind;
    }

    /**
     * For how long the child has owed pictures, in nanoseconds; 0 if it owes none, as when the
     * source makes a pause.
     *
     * @param firstPicture whether none has come out yet
     */
    long owed(boolean firstPicture) {
        long patience = SECOND + 2 * Arrays.stream(intervals).max().orElse(0);
        boolean owes =
                firstPicture
                        || behind() > patience
                        || (unanswered >= 3 && latest - answeredUpTo > patience);
        return owes ? clock.getAsLong() - unansweredSince : 0;
    }
}
