package dev.rillcast.bench.network;

import dev.rillcast.link.Impairment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One link of the matrix, alike in both directions.
 *
 * @param loss the share of packets that are lost
 * @param burst how many at once on average; 1: each by itself
 * @param delay one way, in milliseconds
 * @param jitter added to it, in milliseconds
 */
record Cell(double loss, double burst, int delay, int jitter) {
    private static final double[] LOSSES = {0, 0.01, 0.03, 0.05, 0.1, 0.2};
    private static final int[] DELAYS = {10, 50, 150};
    private static final int[] JITTERS = {0, 30};
    private static final double BURST = 4;

    /** All, by jitter, delay and loss. */
    static List<Cell> all() {
        List<Cell> cells = new ArrayList<>();
        for (int jitter : JITTERS) {
            for (int delay : DELAYS) {
                for (double loss : LOSSES) {
                    cells.add(new Cell(loss, 1, delay, jitter));
                    if (loss > 0) {
                        cells.add(new Cell(loss, BURST, delay, jitter));
                    }
                }
            }
        }
        return cells;
    }

    /** Those that there are aims for, and a clear link. */
    static List<Cell> few() {
        return List.of(
                new Cell(0, 1, 10, 0),
                new Cell(0.05, 1, 50, 0),
                new Cell(0.05, BURST, 50, 30),
                new Cell(0.1, 1, 50, 0));
    }

    Impairment impairment() {
        return Impairment.NONE
                .withBursts(loss, burst)
                .withDelay(Duration.ofMillis(delay), Duration.ofMillis(jitter));
    }

    /** What is lost, in words. */
    String losses() {
        String share = Math.round(loss * 100) + " %";
        return burst > 1 ? share + " in bursts" : share;
    }

    @Override
    public String toString() {
        return "%s lost, %d ms, jitter %d ms".formatted(losses(), delay, jitter);
    }
}
