package dev.rillcast.tally;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often each of several things has happened since the server's start. Any thread may count and
 * read; neither waits.
 *
 * @param <E> the things
 */
public final class Counts<E extends Enum<E>> {
    private final Map<E, LongAdder> counts; // never changes, so it needs no lock

    public Counts(Class<E> things) {
        counts = new EnumMap<>(things);
        for (E each : things.getEnumConstants()) {
            counts.put(each, new LongAdder());
        }
    }

    public void add(E thing) {
        adder(thing).increment();
    }

    public long of(E thing) {
        return adder(thing).sum();
    }

    private LongAdder adder(E thing) {
        LongAdder adder = counts.get(thing);
        if (adder == null) {
            throw new IllegalArgumentException("not counted here: " + thing);
        }
        return adder;
    }
}
