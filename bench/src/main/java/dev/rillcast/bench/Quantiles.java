package dev.rillcast.bench;

import java.util.Arrays;

/** Numbers in order. */
final class Quantiles {
    private final double[] sorted;

    Quantiles(double[] values) {
        sorted = values.clone();
        Arrays.sort(sorted);
    }

    int count() {
        return sorted.length;
    }

    /**
     * The value below which the given part of them lies; NaN if there are none.
     *
     * @param part from 0 to 1
     */
    double at(double part) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[Math.min((int) (part * sorted.length), sorted.length - 1)];
    }
}
