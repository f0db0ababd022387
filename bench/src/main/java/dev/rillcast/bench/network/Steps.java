package dev.rillcast.bench.network;

import java.util.List;
import java.util.stream.IntStream;

/** The steps between the pictures of a stream, and those of them in which it stood still. */
record Steps(List<Long> times) {
    static final long FREEZE = 200;

    /** After a pause, times may differ. */
    private static final long NEAR = 500;

    /**
     * It stood still.
     *
     * @param before so many milliseconds before the end, which all who watch a stream see
     * @param length of it, in milliseconds
     */
    record Freeze(long before, long length) {}

    /** Those longer than {@link #FREEZE}. */
    List<Freeze> freezes() {
        return IntStream.range(1, times.size())
                .mapToObj(i -> freeze(i))
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
        return Math.abs(cause.before - effect.before) < NEAR
                && effect.length - cause.length < FREEZE / 2;
    }

    private Freeze freeze(int index) {
        long end = times.get(index);
        return new Freeze(times.getLast() - end, end - times.get(index - 1));
    }
}
