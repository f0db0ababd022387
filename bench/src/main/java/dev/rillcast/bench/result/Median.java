package dev.rillcast.bench.result;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The middle one of what the clean runs have shown; a run that was not clean does not count.
 *
 * @param of what was measured
 * @param figure its value is not a number if no run was clean
 * @param runs how many values there were
 */
record Median(String of, Figure figure, int runs) {
    private record Key(String of, String figure) {}

    /** Of all figures, in the order in which they first came. */
    static List<Median> of(List<Run> runs) {
        Map<Key, List<Figure>> figures = new LinkedHashMap<>();
        Map<Key, Figure> any = new LinkedHashMap<>();
        for (Run run : runs) {
            for (Figure figure : run.figures()) {
                Key key = new Key(run.of(), figure.name());
                any.putIfAbsent(key, figure);
                List<Figure> its = figures.computeIfAbsent(key, _ -> new ArrayList<>());
                if (run.clean()) {
                    its.add(figure);
                }
            }
        }
        List<Median> medians = new ArrayList<>();
        figures.forEach(
                (key, its) -> {
                    Figure figure = Objects.requireNonNull(any.get(key)).with(middle(its));
                    medians.add(new Median(key.of, figure, its.size()));
                });
        return medians;
    }

    /** Whether it tells of the same, of another time. */
    boolean isOf(Median other) {
        return of.equals(other.of) && figure.name().equals(other.figure.name());
    }

    /** Of an even number the mean of the two in the middle. */
    private static double middle(List<Figure> figures) {
        double[] sorted = figures.stream().mapToDouble(Figure::value).sorted().toArray();
        int from = (sorted.length - 1) / 2;
        return sorted.length == 0
                ? Double.NaN
                : Arrays.stream(sorted, from, sorted.length / 2 + 1).average().orElseThrow();
    }
}
