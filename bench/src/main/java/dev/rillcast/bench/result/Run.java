package dev.rillcast.bench.result;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What one run has shown.
 *
 * @param of what was measured; runs of the same belong together
 * @param figures those that could be measured
 * @param faults what makes it no measure, in words; empty for a clean one
 */
public record Run(String of, List<Figure> figures, List<String> faults) {
    public Run {
        figures = figures.stream().filter(Figure::measured).toList();
        faults = List.copyOf(faults);
    }

    /** Whether its figures count. */
    @JsonProperty
    public boolean clean() {
        return faults.isEmpty();
    }
}
