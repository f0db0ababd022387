package dev.rillcast.signal;

/** Counts a client's messages in each second. Not safe for several threads at once. */
final class MessageRate {
    private static final long SECOND = 1_000_000_000;

    private final int perSecond;
    private long since;
    private int count;

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
        if (count == 0 || now - since >= SECOND) {
            since = now;
            count = 0;
        }
        return ++count <= perSecond;
    }
}
