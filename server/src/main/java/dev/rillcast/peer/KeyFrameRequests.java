package dev.rillcast.peer;

/**
 * How often a stream may be asked for a key frame (RFC 4585 6.3.1): each is large, and on a link
 * that loses packets because it is full it makes things worse. Owned by the UDP door's thread.
 */
final class KeyFrameRequests {
    private static final long SHORTEST = 300_000_000;
    private static final long LONGEST = 2_400_000_000L;

    private long last;
    private long pause;
    private boolean unanswered;

    KeyFrameRequests(long now) {
        startAnew(now);
    }

    /** There is another way to the sender; those that went by the one of before were lost. */
    void startAnew(long now) {
        answered();
        last = now - SHORTEST;
    }

    boolean allowed(long now) {
        return now - last >= pause;
    }

    /** One was asked for; if that was in vain before, the next has to wait twice as long. */
    void made(long now) {
        pause = unanswered ? Math.min(2 * pause, LONGEST) : SHORTEST;
        unanswered = true;
        last = now;
    }

    /** A key frame has come. */
    void answered() {
        pause = SHORTEST;
        unanswered = false;
    }
}
