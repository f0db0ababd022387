package dev.rillcast.admission;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether another broadcast may begin: not beyond a number of them, and not while the processors
 * are too busy. Those that run are never in question. Safe for all threads.
 *
 * <p>The load is that of the last seconds, so that a short peak refuses nobody. It comes to know of
 * a broadcast as slowly; until then each that has begun counts with what one is thought to cost, so
 * that hundreds that come back at the same moment are not all let in.
 */
public final class Admission {
    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

    /** In nanoseconds; what is so long ago counts a third. */
    private static final double MEMORY = 6e9;

    /** A broadcast's share of one processor: what one with AAC takes, and its handshake. */
    private static final double COST = 0.01;

    private static final int ANY_LOAD = 100;

    private final int streams;
    private final int cpu;
    private final double cost;
    private double load; // all shares are of all processors
    private double expected; // beyond the load, of those that have just begun
    private long measured;
    private long refusals;
    private boolean full;

    /**
     * @param streams how many may run; 0: any number
     * @param cpu the load from which on none begins, in percent; 100: they always may
     * @param processors of the machine, or what the container may use of it
     * @param now of {@link System#nanoTime}, as in all that follows
     */
    public Admission(int streams, int cpu, int processors, long now) {
        this.streams = streams;
        this.cpu = cpu;
        this.cost = COST / processors;
        this.measured = now;
    }

    /** One that lets all in. */
    public static Admission ofAll() {
        return new Admission(0, ANY_LOAD, 1, 0);
    }

    /**
     * Takes the load since the last time; to be called each second or so.
     *
     * @param share of all processors, 0 to 1; less than 0 if it is not known
     */
    public synchronized void measured(double share, long now) {
        double kept = Math.exp((measured - now) / MEMORY);
        measured = now;
        expected *= kept;
        if (share >= 0) {
            load = share + (load - share) * kept;
        }
    }

    /**
     * Whether one may begin. The load refuses none as long as no other runs: then it is not of our
     * making.
     *
     * @param running how many run
     * @return why it may not, as a sentence for its publisher
     */
    public synchronized Optional<String> refusal(int running) {
        Optional<String> why = why(running);
        if (why.isPresent()) {
            refusals++;
            if (!full) { // the first of many, perhaps
                LOG.warn("a broadcast was refused: {}", why.get());
            }
        }
        full = why.isPresent();
        return why;
    }

    /** One has begun. */
    public synchronized void begun() {
        expected += cost;
    }

    private Optional<String> why(int running) {
        if (streams > 0 && running >= streams) {
            return Optional.of(
                    "the server has no room for another broadcast: %d run, as many as may"
                            .formatted(running));
        }
        if (cpu < ANY_LOAD && running > 0 && 100 * (load + expected) >= cpu) {
            return Optional.of(
                    "the server is too busy for another broadcast; try again in a while");
        }
        return Optional.empty();
    }

    /** The load of the last seconds: a share of all processors, 0 to 1. */
    public synchronized double load() {
        return load;
    }

    /** The load from which on none begins, in percent; 100: they always may. */
    public int maxLoad() {
        return cpu;
    }

    /** How many may run; 0: any number. */
    public int maxStreams() {
        return streams;
    }

    /** How many were refused so far. */
    public synchronized long refusals() {
        return refusals;
    }
}
