package dev.rillcast.rtp;

/**
 * How late packets come by themselves, that others have overtaken on their way. Owned by the UDP
 * door's thread.
 */
final class Reordering {
    private static final long ASSUMED = 10_000_000;

    private long lateness = ASSUMED;

    /** One came that much after the first that overtook it. */
    void late(long by) {
        lateness = by > lateness ? by : lateness - (lateness - by) / 32;
    }

    /** One that was missing was lost, not late. */
    void lost() {
        lateness -= lateness / 16;
    }

    /** What did not come for so long is lost, in all likelihood. */
    long lateness() {
        return lateness;
    }
}
