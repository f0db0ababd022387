package dev.rillcast.link;

import java.util.Random;
import java.util.function.LongConsumer;

/** One direction of the link, for all clients. Guarded by the emulator. */
final class Direction {
    private final Shaper shaper;
    private Impairment impairment = Impairment.NONE;
    private boolean cut;
    private long sent;
    private long lost;
    private long bytes;

    Direction(Random random) {
        shaper = new Shaper(impairment, random);
    }

    void change(Impairment other) {
        impairment = other;
        shaper.change(other);
    }

    void cut(boolean now) {
        cut = now;
    }

    boolean isCut() {
        return cut;
    }

    /** A datagram. */
    void pass(long now, int size, LongConsumer deliverAt) {
        sent++;
        bytes += size;
        if (cut || !shaper.pass(now, size, deliverAt)) {
            lost++;
        }
    }

    /** What was on its way is gone. */
    void lose() {
        lost++;
    }

    /** What this link does to TCP, which loses nothing: whoever sends too fast waits. */
    Impairment ofStreams() {
        return new Impairment(
                0,
                1,
                impairment.delay(),
                impairment.jitter(),
                0,
                0,
                impairment.rate(),
                impairment.queue());
    }

    Traffic traffic() {
        return new Traffic(sent, lost, bytes);
    }
}
