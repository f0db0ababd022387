package dev.rillcast.bench;

import dev.rillcast.bench.result.Figure;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What has been done to a server so far, and how often. Safe for all threads. */
final class SoakTally {
    private static final String FAILED = "failed: ";

    private final Map<String, Integer> counts = new TreeMap<>();

    synchronized void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    synchronized int of(String what) {
        return counts.getOrDefault(what, 0);
    }

    /** It did not come to be. */
    void fail(String why) {
        count(FAILED + why);
    }

    synchronized int failed() {
        return counts.entrySet().stream()
                .filter(each -> each.getKey().startsWith(FAILED))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    synchronized List<Figure> figures() {
        return counts.entrySet().stream().map(e -> Figure.of(e.getKey(), e.getValue())).toList();
    }
}
