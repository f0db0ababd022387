package dev.rillcast.bench.result;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code bench/run} has kept, one file for each time.
 *
 * @param series in the order of their times
 */
public record History(List<Series> series) {
    private static final String FILE = "\\d{4}-\\d\\d-\\d\\d(-\\d{4})?\\.json";

    /**
     * What benches have shown one after the other.
     *
     * @param when it ended
     */
    @JsonPropertyOrder({"when", "benches"})
    public record Series(String when, List<Results> benches) {
        public void write(Path file) {
            JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValue(file, this);
        }
    }

    /** Reads all files that are named by a date, or a date and a time. */
    public static History read(Path folder) throws IOException {
        List<Series> series = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.getFileName().toString().matches(FILE))
                    .map(file -> JsonMapper.shared().readValue(file, Series.class))
                    .forEach(series::add);
        }
        series.sort(Comparator.comparing(Series::when));
        return new History(series);
    }

    /** The benches that there are, in the order in which they ran last. */
    List<Results> last() {
        List<Results> last = new ArrayList<>();
        for (Series each : series.reversed()) {
            for (Results results : each.benches) {
                if (last.stream().noneMatch(newer -> newer.bench().equals(results.bench()))) {
                    last.add(results);
                }
            }
        }
        return last;
    }

    /** What was the median of this before. */
    Optional<Double> before(Results results, Median median) {
        return series.reversed().stream()
                .flatMap(each -> each.benches.stream())
                .filter(older -> older.bench().equals(results.bench()))
                .filter(older -> older.when().compareTo(results.when()) < 0)
                .flatMap(older -> older.medians().stream())
                .filter(older -> older.isOf(median))
                .map(older -> older.figure().value())
                .findFirst();
    }
}
