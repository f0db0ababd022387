package dev.rillcast.bench.network;

import java.util.List;
import java.util.stream.IntStream;

/** The steps between the pictures of a stream, and those of them in which it stood still. */
record Steps(List<Long> times) {
    static final long FREEZE = 200;

    /** When they do not begin at the same moment, and after a pause, times may differ. */
    private static final long NEAR = 500;

    /** A time at which it stood still, and how long, both in milliseconds. */
    record Freeze(long at, long length) {}

    /** Those longer than {@link #FREEZE}. */
    List<Freeze> freezes() {
        return IntStream.range(1, times.size())
                .mapToObj(i -> new Freeze(at(i - 1), times.get(i) - times.get(i - 1)))
                .filter(step -> step.length > FREEZE)
                .toList();
    }

    /** Those that the other, which this was made of, does not have itself. */
    List<Freeze> freezesBeside(Steps other) {
        return freezes().stream()
                .filter(mine -> other.freezes().stream().noneMatch(its -> covers(its, mine)))
                .toList();
    }

    private static boolean covers(Freeze cause, Freeze effect) {
        return Math.abs(cause.at - effect.at) < NEAR && effect.length - cause.length < FREEZE / 2;
    }

    private long at(int index) {
        return times.get(index) - times.getFirst();
    }
}
