package dev.rillcast.broadcast;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * How far a broadcast is: which outputs still run, whether its publisher is lost, whether it is
 * over, and why. Safe for all threads.
 */
final class Course {
    /** In the gap no packet wakes the outputs. */
    private static final long GAP_TICK = 20_000_000;

    private final Duration gap;
    private final int outputs;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Guarded by lock:
    private final Set<Output> running;
    private final Set<Output> refused = new HashSet<>(); // their first attempt has failed
    private @Nullable Failure failure;
    private @Nullable String lostBy; // why the publisher's connection was lost; null: it was not
    private long lostAt;
    private boolean over;

    /**
     * @param gap how long a publisher that is lost is waited for
     */
    Course(Collection<Output> running, Duration gap) {
        this.running = new HashSet<>(running);
        this.outputs = running.size();
        this.gap = gap;
    }

    /**
     * Waits for the end's begin.
     *
     * @param inGap to be done again and again while the publisher is lost
     */
    void awaitOver(Runnable inGap) throws InterruptedException {
        lock.lock();
        try {
            while (!over && !running.isEmpty()) {
                if (lostBy == null) {
                    changed.await();
                } else if (System.nanoTime() - lostAt >= gap.toNanos()) {
                    fail(new Failure(Failure.Kind.PUBLISHER_LOST, lostBy));
                } else {
                    long _ = changed.awaitNanos(GAP_TICK);
                    inGap.run();
                }
            }
            over = true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until no output runs any more. */
    void awaitOutputs() {
        lock.lock();
        try {
            while (!running.isEmpty()) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Begins the end. */
    void end() {
        lock.lock();
        try {
            over = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Begins the end with a reason; the first one counts. */
    void fail(Failure why) {
        lock.lock();
        try {
            if (failure == null && !over) {
                failure = why;
            }
            end();
        } finally {
            lock.unlock();
        }
    }

    /** Why it ends, if not as it should. */
    Optional<Failure> failure() {
        lock.lock();
        try {
            return Optional.ofNullable(failure);
        } finally {
            lock.unlock();
        }
    }

    /**
     * An output has ended.
     *
     * @return whether others go on; if none does, its reason is the broadcast's
     */
    boolean ended(Output output, Optional<Failure> why) {
        lock.lock();
        try {
            running.remove(output);
            boolean others = !over && !running.isEmpty();
            if (!others) {
                why.ifPresent(this::fail);
            }
            changed.signalAll();
            return others;
        } finally {
            lock.unlock();
        }
    }

    /**
     * An output was refused, or has lost its ingest. With no target ever reached, whoever starts it
     * should hear of that at once.
     *
     * @param published whether any output was ever taken
     * @return whether it should try again
     */
    boolean refused(Output output, Failure why, boolean published) {
        lock.lock();
        try {
            refused.add(output);
            if (!published && refused.size() == outputs) {
                fail(why);
            }
            return !over;
        } finally {
            lock.unlock();
        }
    }

    /**
     * @param reason why the publisher's connection was lost; null: it is there
     * @param now {@link System#nanoTime()}
     */
    void lostBy(@Nullable String reason, long now) {
        lock.lock();
        try {
            lostBy = reason;
            lostAt = now;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
