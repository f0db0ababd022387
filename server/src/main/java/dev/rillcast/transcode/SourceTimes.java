package dev.rillcast.transcode;

import dev.rillcast.media.Frame;

/**
 * Where the frames that a child got have their places: by their times on the child's line, which
 * begins with its first frame. May be used by several threads.
 */
final class SourceTimes {
    /** More than can be within a child: some seconds. */
    private static final int SIZE = 512;

    /** When the frame was meant, and when it came. */
    record Time(long ticks, long timestamp, long begun, long arrival) {}

    private final Time[] ring = new Time[SIZE];
    private long count;

    /** Each at a later time than the one before it. */
    synchronized void add(long ticks, Frame frame) {
        ring[(int) (count++ % SIZE)] =
                new Time(ticks, frame.timestamp(), frame.begun(), frame.arrival());
    }

    /**
     * The frame nearest to a time.
     *
     * @throws IllegalStateException when there was no frame yet
     */
    synchronized Time nearest(long ticks) {
        if (count == 0) {
            throw new IllegalStateException("a picture before the first frame");
        }
        long low = Math.max(0, count - SIZE);
        long high = count - 1;
        while (low < high) { // to the first that is not before it
            long middle = (low + high) >>> 1;
            if (at(middle).ticks() < ticks) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Time after = at(low);
        Time before = low > Math.max(0, count - SIZE) ? at(low - 1) : after;
        return ticks - before.ticks() < after.ticks() - ticks ? before : after;
    }

    private Time at(long index) {
        return ring[(int) (index % SIZE)];
    }
}
