package dev.rillcast.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How long the answers to requests took, and what went wrong. Safe for all threads. */
final class SignalAnswers {
    private double[] millis = new double[1_024];
    private int count;
    private final Map<String, Integer> faults = new TreeMap<>();

    synchronized void took(long nanos) {
        if (count == millis.length) {
            millis = Arrays.copyOf(millis, 2 * count);
        }
        millis[count++] = nanos / 1e6;
    }

    synchronized void fault(String what) {
        faults.merge(what, 1, Integer::sum);
    }

    synchronized int count() {
        return count;
    }

    /** Forgets the answers so far, not the faults. */
    synchronized void restart() {
        count = 0;
    }

    synchronized Quantiles millis() {
        return new Quantiles(Arrays.copyOf(millis, count));
    }

    synchronized List<String> faults() {
        return faults.entrySet().stream().map(f -> f.getValue() + " " + f.getKey()).toList();
    }
}
