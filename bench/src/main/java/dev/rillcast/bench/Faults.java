package dev.rillcast.bench;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What makes a run no measure, and how often. Safe for all threads. */
final class Faults {
    private final Map<String, Long> counts = new TreeMap<>();

    void add(String what) {
        add(1, what);
    }

    /** A count of 0 is no fault. */
    synchronized void add(long count, String what) {
        if (count != 0) {
            counts.merge(what, count, Long::sum);
        }
    }

    synchronized void restart() {
        counts.clear();
    }

    synchronized List<String> list() {
        return counts.entrySet().stream().map(f -> f.getValue() + " " + f.getKey()).toList();
    }
}
