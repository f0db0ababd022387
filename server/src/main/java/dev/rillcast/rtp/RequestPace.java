package dev.rillcast.rtp;

/**
 * When to ask again for a packet that did not come. Owned by the UDP door's thread.
 *
 * <p>libwebrtc sends a packet again once in its own measure of the round trip and 5 ms, and ignores
 * who asks sooner: one request that is lost, or a moment too soon, costs a whole round trip. So
 * where round trips are long, the first request is said twice, and those after the first round trip
 * follow each other quickly: the sender takes the first that it may. Others answer each request;
 * when their packets come twice, we ask them once.
 */
final class RequestPace {
    /** From here on round trips are long. */
    private static final long LONG = 50_000_000;

    private static final long SECOND_SAYING = 20_000_000;
    private static final long MARGIN = 6_000_000;
    private static final long QUICK = 10_000_000;

    /** So many at the pace of a short round trip; then more slowly, to outlive an outage. */
    private static final int STEADY = 3;

    private static final int MOST = 48;
    private static final long NEVER = Long.MAX_VALUE;

    private final RoundTrip roundTrip;
    private int answers;
    private int twice;
    private boolean eager;

    RequestPace(RoundTrip roundTrip) {
        this.roundTrip = roundTrip;
    }

    void answered() {
        if (++answers > 64) { // what was long ago counts less
            answers /= 2;
            twice /= 2;
        }
    }

    /** What had come before came once more. */
    void cameTwice() {
        twice++;
    }

    /** Says before each round whether there is credit for more than the least. */
    void eager(boolean credit) {
        eager = credit && roundTrip.mean() >= LONG && 3 * twice <= answers + 3;
    }

    /** Whether that many requests were not all for one answer. */
    boolean repeated(int requests) {
        return requests > (eager ? 2 : 1);
    }

    /** How long after the last request the next one is due, that many having been made. */
    long pause(int requests) {
        long round = roundTrip.mean() + MARGIN;
        if (requests >= MOST) {
            return NEVER;
        }
        if (eager && requests <= 2) {
            return requests == 1 ? SECOND_SAYING : round - SECOND_SAYING;
        }
        if (eager) {
            return QUICK;
        }
        for (int i = STEADY; i < requests && round < LONG; i++) {
            round += round / 2;
        }
        return round;
    }
}
