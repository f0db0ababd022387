package dev.rillcast.signal;

/** Counts in each second what a client sends. Not safe for several threads at once. */
final class MessageRate {
    private static final long SECOND = 1_000_000_000;

    private final int perSecond;
    private long since;
    private long count;

    /**
     * @param perSecond messages, or whatever else is counted
     */
    MessageRate(int perSecond) {
        this.perSecond = perSecond;
    }

    /**
     * Counts one message.
     *
     * @param now in nanoseconds
     * @return whether it is still within what is allowed
     */
    boolean allows(long now) {
        return allows(now, 1);
    }

    /** Counts so much at once. */
    boolean allows(long now, int amount) {
        if (count == 0 || now - since >= SECOND) {
            since = now;
            count = 0;
        }
        count += amount;
        return count <= perSecond;
    }
}
