package dev.rillcast.rtp;

/**
 * Turns counters that wrap (sequence numbers of 16 bits, time stamps of 32) into ones that do not.
 */
final class Unwrapper {
    private final int bits;
    private long last = -1;

    Unwrapper(int bits) {
        this.bits = bits;
    }

    /**
     * The value nearest to the last one given; what lies before the first value comes out below it,
     * never below 0 and always equal to {@code value} modulo 2^bits.
     */
    long unwrap(long value) {
        if (last < 0) {
            last = value + (1L << bits); // leaves room for what was sent earlier and comes later
            return last;
        }
        long nearest = nearest(value);
        last = nearest < 0 ? nearest + (1L << bits) : nearest;
        return last;
    }

    /** As {@link #unwrap}, without taking the value as the last one. */
    long nearest(long value) {
        int shift = 64 - bits;
        long difference = (value - last) << shift >> shift;
        return last + difference;
    }

    boolean started() {
        return last >= 0;
    }
}
