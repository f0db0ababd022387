package dev.rillcast.bench.result;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * All runs of a bench, in the shape in which they are kept: this record as JSON, with the medians.
 *
 * @param bench its name
 * @param when it ended
 * @param command the line that repeats it
 * @param machine where it ran, fact by fact
 */
@JsonPropertyOrder({"bench", "when", "command", "machine", "clean", "medians", "runs"})
public record Results(
        String bench, String when, String command, Map<String, String> machine, List<Run> runs) {

    public Results {
        machine = Collections.unmodifiableMap(new LinkedHashMap<>(machine));
        runs = List.copyOf(runs);
    }

    /** Of runs that have just ended, on this machine. */
    public static Results now(String bench, String command, List<Run> runs)
            throws IOException, InterruptedException {
        String when = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        return new Results(bench, when, command, Machine.here(), runs);
    }

    /** Whether no run had a fault. */
    @JsonProperty
    public boolean clean() {
        return runs.stream().allMatch(Run::clean);
    }

    /** These runs, and those of the same bench that came later. */
    public Results and(Results later) {
        List<Run> all = new ArrayList<>(runs);
        all.addAll(later.runs);
        String both = command.contains(later.command) ? command : command + "; " + later.command;
        return new Results(bench, later.when, both, machine, all);
    }

    /** Of what clean runs have shown. */
    @JsonProperty
    List<Median> medians() {
        return Median.of(runs).stream().filter(median -> median.figure().measured()).toList();
    }

    /** Reads what {@link #write} wrote. */
    public static Results read(Path file) {
        return JsonMapper.shared().readValue(file, Results.class);
    }

    public void write(Path file) {
        JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValue(file, this);
    }
}
