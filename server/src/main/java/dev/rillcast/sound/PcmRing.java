package dev.rillcast.sound;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Five seconds of sound between a stream, which comes by a clock of its own and in bursts, and the
 * line that it goes out on. One thread writes and waits while there is no room, so that the stream
 * waits, too; another reads.
 */
public final class PcmRing implements PcmSource {
    private static final int RATE = 48_000;
    private static final int CAPACITY = 5 * RATE;

    /** After silence so much must wait, or the next hiccup would be the next silence. */
    private static final int LEAST = RATE;

    /** Servers begin with a burst: what waits at most while so much is heard, is to wait on. */
    private static final int OPENING = 2 * RATE;

    /** Sound that begins anew is faded in for 10 ms. */
    private static final int FADE = RATE / 100;

    /** When nobody has read for so long, the sound goes by unheard, as it would on the radio. */
    private static final long UNHEARD = 2_000_000_000;

    private static final long TICK = 100_000_000;

    private final LongSupplier clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    // Guarded by lock; counts of samples per channel:
    private final float[][] planes = new float[Samples.CHANNELS][CAPACITY];
    private long written;
    private long read;
    private long openingEnd = OPENING; // of what is read
    private long fadeFrom; // likewise
    private int aim = LEAST;
    private int channels = 1;
    private boolean dry = true;
    private long lastRead; // nanoseconds, as is the next
    private long passedAt = Long.MIN_VALUE;

    /**
     * @param clock {@link System#nanoTime}
     */
    public PcmRing(LongSupplier clock) {
        this.clock = clock;
        this.lastRead = clock.getAsLong();
    }

    /** Another stream follows, whose burst is another. */
    public void begin() {
        lock.lock();
        try {
            if (dry) {
                read = written; // a rest that was too short to be heard
            }
            open();
        } finally {
            lock.unlock();
        }
    }

    private void open() {
        aim = LEAST;
        openingEnd = read + OPENING;
    }

    /**
     * Appends sound; waits for room. What is not a number is silence.
     *
     * @param interleaved the samples of all channels in turn
     * @param count per channel
     * @param sources channels, 1 or 2; once there were two, one goes out as two
     */
    public void write(float[] interleaved, int count, int sources) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            channels = Math.max(channels, sources);
            for (int i = 0; i < count; i++) {
                awaitRoom();
                int at = (int) (written++ % CAPACITY);
                planes[0][at] = sane(interleaved[i * sources]);
                planes[1][at] = sane(interleaved[i * sources + sources - 1]);
            }
            if (read < openingEnd) {
                aim = Math.max(aim, waiting());
            }
        } finally {
            lock.unlock();
        }
    }

    private static float sane(float sample) {
        return Float.isNaN(sample) ? 0 : Math.clamp(sample, -1, 1);
    }

    private void awaitRoom() throws InterruptedException {
        while (written - read == CAPACITY) {
            long _ = room.awaitNanos(TICK);
            long now = clock.getAsLong();
            if (now - lastRead > UNHEARD) {
                long micros = TimeUnit.NANOSECONDS.toMicros(now - Math.max(lastRead, passedAt));
                read = Math.min(written, read + micros * RATE / 1_000_000);
                passedAt = now;
            }
        }
    }

    /** How much was written so far. */
    public long written() {
        lock.lock();
        try {
            return written;
        } finally {
            lock.unlock();
        }
    }

    /** How much of that is over: was read, or went by unheard. */
    public long heard() {
        lock.lock();
        try {
            return read;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the writer must wait. */
    public boolean full() {
        return waiting() == CAPACITY;
    }

    @Override
    public int channels() {
        lock.lock();
        try {
            return channels;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int waiting() {
        lock.lock();
        try {
            return (int) (written - read);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int aim() {
        lock.lock();
        try {
            return aim;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read(float[][] out, int count) {
        lock.lock();
        try {
            lastRead = clock.getAsLong();
            int waiting = (int) (written - read);
            if (dry) {
                if (waiting < LEAST) {
                    return 0;
                }
                dry = false;
                fadeFrom = read;
            } else if (waiting == 0) {
                dry = true;
                open();
                return 0;
            }
            return take(out, Math.min(count, waiting));
        } finally {
            lock.unlock();
        }
    }

    private int take(float[][] out, int count) {
        for (int i = 0; i < count; i++) {
            int at = (int) (read % CAPACITY);
            float gain = Math.min(1, (float) (read - fadeFrom) / FADE);
            read++;
            for (int channel = 0; channel < channels; channel++) {
                out[channel][i] = planes[channel][at] * gain;
            }
        }
        if (CAPACITY - (written - read) >= RATE / 4) { // few wake-ups of the writer
            room.signal();
        }
        return count;
    }
}
