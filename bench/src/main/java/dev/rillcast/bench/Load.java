package dev.rillcast.bench;

import dev.rillcast.bench.result.Run;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command line of the load bench. */
@Command(
        name = "bench/load",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Measures the server under load and prints a table for each kind of it.",
        description = {
            "Starts the server by its launcher, an RTMP sink in a process of its own, and the independent"
                    + " publisher whipload; all on the loopback interface. Ends what it started, on Ctrl-C"
                    + " too. Logs are in target/bench.",
            ""
        },
        footer = {
            "",
            "JDK_JAVA_OPTIONS adds options for the server's JVM (and the bench's own).",
            "A run is NOT CLEAN if anything was lost or dropped; its figures are no measure then, and no part"
                    + " of the median."
        })
final class Load implements Callable<Integer> {
    @Option(names = "--streams", description = "At once (default ${DEFAULT-VALUE}).")
    private int streams = 50;

    @Option(names = "--seconds", description = "Of the CPU window (default ${DEFAULT-VALUE}).")
    private int seconds = 20;

    @Option(
            names = "--warm-up",
            description = "Seconds that streams run before (default ${DEFAULT-VALUE}).")
    private int warmUp = 30;

    @Option(
            names = "--latency-seconds",
            description =
                    "For how long the latency is recorded, after the CPU window; 0: not at all"
                            + " (default ${DEFAULT-VALUE}).")
    private int latencySeconds = 10;

    @Option(
            names = "--case",
            description = "${COMPLETION-CANDIDATES}, comma-separated (default: all).",
            split = ",")
    private List<LoadCase> cases = List.of(LoadCase.values());

    @Option(names = "--runs", description = "Of each, in turn (default ${DEFAULT-VALUE}).")
    private int runs = 1;

    @Option(
            names = "--ramp",
            description =
                    "Looks instead for the largest number of streams with AAC of which nothing is lost.")
    private boolean ramp;

    @ArgGroup(
            exclusive = false,
            heading = "%nAnother server, which must run already and have nothing else to do:%n")
    private @Nullable OtherServer other;

    @Mixin private final ResultOptions results = new ResultOptions();

    /** Exits with 1 if a run was not clean, whether or not the aims are met. */
    public static void main(String[] args) {
        System.exit(
                new CommandLine(new Load())
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(Load::endChildren, "end"));
        if (ramp) {
            return results.show("720p30, 1.5 Mbit/s", List.of(new Ramp(run(LoadCase.AAC)).climb()));
        }
        List<Run> figures = new ArrayList<>();
        for (int i = 1; i <= runs; i++) {
            for (LoadCase each : cases) {
                LoadRun run = run(each);
                System.err.printf("%s, run %d of %d…%n", each.title(), i, runs);
                figures.add(other == null ? run.measure() : run.measure(other));
            }
        }
        String head = "%d streams of 720p30, 1.5 Mbit/s, for %d s".formatted(streams, seconds);
        return results.show(head, figures);
    }

    private LoadRun run(LoadCase what) {
        Path home = Path.of(System.getProperty("rillcast.bench.home"));
        Path tools = Path.of(System.getProperty("rillcast.bench.tools"));
        Path folder = home.resolve("target/bench").resolve(what.name().toLowerCase(Locale.ROOT));
        return new LoadRun(home, folder, tools, what, streams, seconds, warmUp, latencySeconds);
    }

    private static void endChildren() {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
    }
}
