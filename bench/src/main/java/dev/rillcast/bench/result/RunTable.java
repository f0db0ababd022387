package dev.rillcast.bench.result;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Runs for the terminal: of each thing a table with a column for each run, and their medians. */
public final class RunTable {
    private RunTable() {}

    /**
     * @param head what was done, above all
     */
    public static String of(String head, List<Run> runs) {
        StringBuilder text = new StringBuilder(head).append('\n');
        List<Median> medians = Median.of(runs);
        for (String of : runs.stream().map(Run::of).distinct().toList()) {
            List<Run> its = runs.stream().filter(run -> run.of().equals(of)).toList();
            text.append('\n').append(line(of, "aim", names(its), "median", ""));
            for (Median median : medians) {
                if (median.of().equals(of)) {
                    text.append(row(median.figure(), its));
                }
            }
            for (int i = 0; i < its.size(); i++) {
                if (!its.get(i).clean()) {
                    String faults = String.join(", ", its.get(i).faults());
                    text.append("NOT CLEAN, run %d: %s\n".formatted(i + 1, faults));
                }
            }
        }
        return text.toString();
    }

    private static List<String> names(List<Run> runs) {
        return IntStream.rangeClosed(1, runs.size()).mapToObj(i -> "run " + i).toList();
    }

    private static String row(Figure median, List<Run> runs) {
        List<String> cells = runs.stream().map(run -> cell(run, median.name())).toList();
        String middle = Figure.number(median.value());
        return line(median.name(), median.aim(), cells, middle, median.verdict());
    }

    private static String cell(Run run, String figure) {
        return run.figures().stream()
                .filter(its -> its.name().equals(figure))
                .map(its -> Figure.number(its.value()))
                .findFirst()
                .orElse("–");
    }

    private static String line(
            String what, String aim, List<String> cells, String median, String verdict) {
        String runs = cells.stream().map("%10s"::formatted).collect(Collectors.joining());
        String line = "%-46s %8s%s%10s %s".formatted(what, aim, runs, median, verdict);
        return line.stripTrailing() + "\n";
    }
}
