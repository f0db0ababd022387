package dev.rillcast.rtp;

/**
 * How much a network bears, for senders that don't work that out themselves
 * (draft-alvestrand-rmcat-remb-03). Owned by the UDP door's thread.
 *
 * <p>A queue on the way that does not empty for a while says that it is too much: then we ask for
 * less than what comes through. Else the estimate grows. Loss is left to the sender, which reads of
 * it in the reports.
 */
public final class ReceiverEstimate {
    /** In bit/s; generous, for what is too much shows within half a second. */
    private static final long START = 3_000_000;

    private static final long LEAST = 100_000;
    private static final long MOST = 50_000_000;

    /** What happens to be late now and then makes no queue: each such time has its least delay. */
    private static final long SPAN = 200_000_000;

    private static final long QUEUE = 40_000_000;

    /** A queue needs some time to empty once less is sent. */
    private static final long HOLD = 600_000_000;

    /** After less than this the last limit is still near: it is felt for with care. */
    private static final long CAREFUL = 3_000_000_000L;

    /**
     * The delay of an empty network is the least of this time, since clocks drift and ways change.
     */
    private static final long BASE_SPAN = 10_000_000_000L;

    private static final long RESTART = 2_000_000_000L;
    private static final long INTERVAL = 500_000_000;
    private static final long NONE = Long.MAX_VALUE;

    private final Unwrapper time;
    private final double tick;
    private double bitrate = START;
    private boolean limited;
    private boolean less;
    private long lastTold;
    private long lastLess;
    private long spanStart;
    private long bytes;
    private long bytesBefore;
    private long spanBefore;
    private long least = NONE;
    private long base = NONE;
    private long baseNow = NONE;
    private long baseStart;
    private long lastDelay = NONE;

    private ReceiverEstimate(int bits, double ticksPerSecond, long now) {
        time = new Unwrapper(bits);
        tick = 1e9 / ticksPerSecond;
        lastTold = now - INTERVAL;
        lastLess = now - CAREFUL;
        spanStart = now;
        baseStart = now;
    }

    /** One that is told when packets were sent, in 24 bits, 18 of them behind the point. */
    public static ReceiverEstimate ofSendTimes(long now) {
        return new ReceiverEstimate(24, 1 << 18, now);
    }

    /** One that has to do with the time stamps of pictures. */
    public static ReceiverEstimate ofTimestamps(long now) {
        return new ReceiverEstimate(32, 90_000, now);
    }

    /** A packet came, of whatever stream. */
    public void received(int length) {
        bytes += length;
    }

    /**
     * A packet came that says when it was sent.
     *
     * @param sent in the ticks of this estimate's kind, not unwrapped
     */
    public void delayed(long sent, long arrival) {
        long delay = arrival - (long) (time.unwrap(sent) * tick);
        if (lastDelay != NONE && Math.abs(delay - lastDelay) > RESTART) { // another source or clock
            base = NONE;
            baseNow = NONE;
            least = NONE;
        }
        lastDelay = delay;
        least = Math.min(least, delay);
    }

    /** To be called every few milliseconds. */
    public void tick(long now) {
        long span = now - spanStart;
        if (span < SPAN) {
            return;
        }
        if (least != NONE) {
            noteBase(now);
            adapt(now, span, least - base > QUEUE);
        }
        bytesBefore = bytes;
        spanBefore = span;
        spanStart = now;
        bytes = 0;
        least = NONE;
    }

    private void noteBase(long now) {
        if (now - baseStart > BASE_SPAN) {
            base = baseNow;
            baseNow = NONE;
            baseStart = now;
        }
        baseNow = Math.min(baseNow, least);
        base = Math.min(base, baseNow);
    }

    private void adapt(long now, long span, boolean queued) {
        double came = (bytes + bytesBefore) * 8e9 / (span + spanBefore);
        long since = now - lastLess;
        if (queued && since >= HOLD) {
            // What was asked for lately was still too much, though perhaps more than that was sent.
            double lower = since < CAREFUL ? 0.85 * bitrate : bitrate;
            bitrate = Math.max(LEAST, Math.min(0.85 * came, lower));
            limited = true;
            less = true;
            lastLess = now;
        } else if (!queued) {
            double growth = (since < CAREFUL ? 0.08 : 0.2) * span / 1e9;
            double limit = limited ? 1.5 * came : Math.max(1.5 * came, (double) START);
            bitrate = Math.max(bitrate, Math.min(Math.min(bitrate * (1 + growth), limit), MOST));
        }
    }

    /** Whether the sender is to be told now; then it counts as told. */
    public boolean due(long now) {
        boolean due = less || now - lastTold >= INTERVAL;
        if (due) {
            less = false;
            lastTold = now;
        }
        return due;
    }

    /** In bit/s. */
    public long bitrate() {
        return (long) bitrate;
    }
}
