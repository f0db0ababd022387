package dev.rillcast.bench;

import java.util.Arrays;

/** How long things took. Safe for all threads. */
final class Times {
    private double[] millis = new double[1_024];
    private int count;

    synchronized void took(long nanos) {
        if (count == millis.length) {
            millis = Arrays.copyOf(millis, 2 * count);
        }
        millis[count++] = nanos / 1e6;
    }

    synchronized int count() {
        return count;
    }

    synchronized void restart() {
        count = 0;
    }

    synchronized Quantiles millis() {
        return new Quantiles(Arrays.copyOf(millis, count));
    }
}
