package dev.rillcast.link;

import java.util.Random;
import java.util.function.LongConsumer;

/**
 * What becomes of the packets of one direction: which are lost, and when the others arrive. It
 * knows no clock and no sockets, so it serves with simulated time, too; the same seed, packets and
 * times give the same again. For one thread.
 */
public final class Shaper {
    /** The jitter is that of a busy air: what is sent together is late together. */
    private static final long JITTER_SPELL = 20_000_000;

    private static final double BITS = 8e9; // of a byte, times the nanoseconds of a second

    private final Random random;
    private Impairment impairment;
    private boolean bad;
    private long free = Long.MIN_VALUE / 2; // no difference to it may overflow
    private long last = Long.MIN_VALUE;
    private long spellEnd = Long.MIN_VALUE;
    private long jitter;

    public Shaper(Impairment impairment, Random random) {
        this.impairment = impairment;
        this.random = random;
    }

    /** From now on the link is another; what waits for the rate goes on waiting. */
    public void change(Impairment other) {
        impairment = other;
        spellEnd = Long.MIN_VALUE;
    }

    /**
     * Takes a packet in.
     *
     * @param now nanoseconds; never less than before
     * @param size bytes of the payload
     * @param deliverAt is told when it arrives: not at all, once or twice; where two packets have
     *     the same time, the one that was told first comes first
     * @return whether it arrives at all
     */
    public boolean pass(long now, int size, LongConsumer deliverAt) {
        if (isLost()) {
            return false;
        }
        long sent = now;
        if (impairment.rate() > 0) {
            if (isFull(now)) {
                return false;
            }
            sent = Math.max(now, free) + (long) (size * BITS / impairment.rate());
            free = sent;
        }
        long at = arrival(sent);
        deliverAt.accept(at);
        if (draw(impairment.duplicated())) {
            deliverAt.accept(at);
        }
        return true;
    }

    /** Whether a packet would have to wait too long for the rate. */
    boolean isFull(long now) {
        return impairment.rate() > 0 && free - now > impairment.queue().toNanos();
    }

    /**
     * By itself, or by Gilbert's model of bursts: a good and a bad state, and what meets the bad
     * one is lost. It is left after so many packets on average as a burst is long, and entered as
     * often as the share of the lost asks for.
     */
    private boolean isLost() {
        double loss = impairment.loss();
        if (impairment.burst() <= 1 || loss <= 0 || loss >= 1) {
            bad = false;
            return draw(loss);
        }
        double leave = 1 / impairment.burst();
        double enter = leave * loss / (1 - loss);
        bad = bad ? !draw(leave) : draw(enter);
        return bad;
    }

    /** What overtakes is neither delayed nor varied, as netem does it. */
    private long arrival(long sent) {
        if (draw(impairment.reordered())) {
            return sent;
        }
        if (impairment.jitter().isPositive() && (spellEnd == Long.MIN_VALUE || sent >= spellEnd)) {
            spellEnd = sent + JITTER_SPELL;
            jitter = random.nextLong(impairment.jitter().toNanos() + 1);
        } else if (impairment.jitter().isZero()) {
            jitter = 0;
        }
        last = Math.max(last, sent + impairment.delay().toNanos() + jitter);
        return last;
    }

    /** No number is drawn for what can't be, so that one impairment does not change another's. */
    private boolean draw(double share) {
        return share > 0 && random.nextDouble() < share;
    }
}
