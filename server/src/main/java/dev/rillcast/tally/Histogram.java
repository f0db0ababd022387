package dev.rillcast.tally;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * How long something took, each time: counted by bounds that it did not exceed. Any thread may
 * record and read; to record allocates nothing and takes two atomic additions.
 */
public final class Histogram {
    private static final double NANOS = 1e9;

    private final long[] bounds; // nanoseconds, ascending
    private final AtomicLongArray counts; // the last one: beyond all bounds
    private final LongAdder sum = new LongAdder(); // nanoseconds

    /**
     * @param bounds in seconds, ascending
     */
    public Histogram(double... bounds) {
        this.bounds = new long[bounds.length];
        for (int i = 0; i < bounds.length; i++) {
            this.bounds[i] = Math.round(bounds[i] * NANOS);
        }
        this.counts = new AtomicLongArray(bounds.length + 1);
    }

    /**
     * @param nanos below zero counts as zero
     */
    public void record(long nanos) {
        int bucket = 0;
        while (bucket < bounds.length && nanos > bounds[bucket]) {
            bucket++;
        }
        counts.getAndIncrement(bucket);
        sum.add(Math.max(0, nanos));
    }

    /** How many buckets there are; the last one has no bound. */
    public int buckets() {
        return counts.length();
    }

    /** What is in a bucket did not last longer than this many seconds; of the last one infinite. */
    public double bound(int bucket) {
        return bucket < bounds.length ? bounds[bucket] / NANOS : Double.POSITIVE_INFINITY;
    }

    /** How many are in a bucket, and in none before it. */
    public long count(int bucket) {
        return counts.get(bucket);
    }

    /** All of them together, in seconds. */
    public double sum() {
        return sum.sum() / NANOS;
    }
}
