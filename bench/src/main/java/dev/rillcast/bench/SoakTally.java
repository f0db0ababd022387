package dev.rillcast.bench;

import dev.rillcast.bench.result.Figure;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What has been done to a server so far, and how often. Safe for all threads. */
final class SoakTally {
    private final Map<String, Integer> counts = new TreeMap<>();

    synchronized void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    synchronized int of(String what) {
        return counts.getOrDefault(what, 0);
    }

    /** What it was is told to who looks on. */
    void count(String what, Exception why) {
        System.err.println(what + ": " + why.getMessage());
        count(what);
    }

    synchronized List<Figure> figures() {
        return counts.entrySet().stream().map(e -> Figure.of(e.getKey(), e.getValue())).toList();
    }
}
