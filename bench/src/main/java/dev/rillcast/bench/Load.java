package dev.rillcast.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the load bench. */
@Command(
        name = "bench/load",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Measures the server under load and prints one table.",
        description = {
            "Starts the server by its launcher, an RTMP sink in a process of its own, and the independent"
                    + " publisher whipload; all on the loopback interface. Ends what it started, on Ctrl-C"
                    + " too. Logs are in target/bench.",
            ""
        },
        footer = {
            "",
            "JDK_JAVA_OPTIONS adds options for the server's JVM (and the bench's own).",
            "A run is NOT CLEAN if anything was lost or dropped; its figures are no measure then."
        })
final class Load implements Callable<Integer> {
    private enum Case {
        AAC("H.264 + AAC", 8),
        VIDEO("video only", 1.5);

        private final String title;
        private final double cpuAim;

        Case(String title, double cpuAim) {
            this.title = title;
            this.cpuAim = cpuAim;
        }
    }

    @Option(names = "--streams", description = "At once (default ${DEFAULT-VALUE}).")
    private int streams = 25;

    @Option(names = "--seconds", description = "Of the CPU window (default ${DEFAULT-VALUE}).")
    private int seconds = 30;

    @Option(
            names = "--warm-up",
            description = "Seconds that streams run before (default ${DEFAULT-VALUE}).")
    private int warmUp = 20;

    @Option(
            names = "--latency-seconds",
            description =
                    "For how long the latency is recorded, after the CPU window; 0: not at all"
                            + " (default ${DEFAULT-VALUE}).")
    private int latencySeconds = 10;

    @Option(
            names = "--case",
            description = "${COMPLETION-CANDIDATES}, comma-separated (default: both).",
            split = ",")
    private List<Case> cases = List.of(Case.values());

    /** Exits with 1 if a run was not clean, whether or not the aims are met. */
    public static void main(String[] args) {
        System.exit(
                new CommandLine(new Load())
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path home = Path.of(System.getProperty("rillcast.bench.home"));
        Path tools = Path.of(System.getProperty("rillcast.bench.tools"));
        Runtime.getRuntime().addShutdownHook(new Thread(Load::endChildren, "end"));
        List<Figures> runs = new ArrayList<>();
        for (Case each : cases) {
            System.err.printf("%s…%n", each.title);
            Path folder =
                    home.resolve("target/bench").resolve(each.name().toLowerCase(Locale.ROOT));
            LoadRun run =
                    new LoadRun(
                            home,
                            folder,
                            tools,
                            streams,
                            seconds,
                            warmUp,
                            latencySeconds,
                            each == Case.AAC);
            runs.add(run.measure());
        }
        String head = "%d streams of 720p30 1.5 Mbit/s for %d s".formatted(streams, seconds);
        List<String> titles = cases.stream().map(c -> c.title).toList();
        List<Double> aims = cases.stream().map(c -> c.cpuAim).toList();
        System.out.print(Table.of(head, titles, aims, runs));
        return runs.stream().allMatch(run -> run.faults().isEmpty()) ? 0 : 1;
    }

    private static void endChildren() {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
    }
}
