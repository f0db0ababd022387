package dev.rillcast.bench.all;

import dev.rillcast.bench.result.FigureTable;
import dev.rillcast.bench.result.History;
import dev.rillcast.bench.result.Results;
import dev.rillcast.bench.result.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line that runs all benches. */
@Command(
        name = "bench/run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Runs all benches, keeps what they have shown, and writes the table of figures.",
        description = {
            "Builds what is missing, starts everything on the loopback interface, and takes about 35 minutes. All"
                    + " runs go to bench/results/DATE.json; the medians of the clean ones, with those of the last"
                    + " time beside, to docs/performance.md. What the benches print is in target/bench/run.",
            ""
        },
        footer = {
            "",
            "The machine should have nothing else to do; how busy it was is among the figures.",
            "Exits with 1 if a bench failed or a run was not clean, whether or not the aims are met."
        })
final class AllBenches implements Callable<Integer> {
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmm");

    /**
     * So many times as long as on a quiet machine a bench may take; and to build what is missing.
     */
    private static final int SLOW = 4;

    private static final int START_SECONDS = 120;
    private static final int END_SECONDS = 10;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "BENCH",
            description = "Of start, load, ramp, signal, calls, sound, transcode, network, soak.")
    private List<String> only = List.of();

    @Option(names = "--runs", description = "Of each (default: 3, or 1 with --quick).")
    private int runs;

    @Option(
            names = "--quick",
            description = "Less of everything, in 6 minutes, for a look; the table stays as it is.")
    private boolean quick;

    @Option(
            names = "--against",
            converter = Rival.Converter.class,
            paramLabel = "'name=…,pid=…,whip=URL,play=URL'",
            description =
                    "Measures another server in turn with ours, under the same load: its process, where to"
                            + " publish by WHIP, and where to play the stream by RTMP, both with {stream}; or"
                            + " sink=PORT, to which it pushes the stream.")
    private List<Rival> rivals = List.of();

    private final Path home = Path.of(System.getProperty("rillcast.bench.home"));
    private final Path logs = home.resolve("target/bench/run");

    public static void main(String[] args) {
        System.exit(new CommandLine(new AllBenches()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Plan plan = plan();
        Files.createDirectories(logs);
        Map<String, Results> benches = new LinkedHashMap<>();
        boolean failed = false;
        int left = plan.seconds();
        for (int i = 0; i < plan.steps().size(); i++) {
            Step step = plan.steps().get(i);
            System.err.printf(
                    "[%d of %d, about %d min left] %s%n",
                    i + 1, plan.steps().size(), (left + 59) / 60, step);
            Path json = logs.resolve(i + ".json");
            if (run(step, json)) {
                Results results = Results.read(json);
                results.runs().stream().filter(run -> !run.clean()).forEach(AllBenches::warn);
                benches.merge(results.bench(), results, Results::and);
            } else {
                failed = true;
            }
            left -= step.seconds();
        }
        keep(List.copyOf(benches.values()));
        return failed || !benches.values().stream().allMatch(Results::clean) ? 1 : 0;
    }

    private Plan plan() {
        int times = runs > 0 ? runs : quick ? 1 : 3;
        Plan plan = quick ? Plan.quick(times, rivals) : Plan.whole(times, rivals);
        for (String name : only) {
            if (plan.only(List.of(name)).steps().isEmpty()) {
                throw new CommandLine.ParameterException(
                        new CommandLine(this), "--only: there are " + Plan.names());
            }
        }
        return only.isEmpty() ? plan : plan.only(only);
    }

    /** Whether it has left a file, as it does even if no run was clean. */
    private boolean run(Step step, Path json) throws InterruptedException {
        Path log = json.resolveSibling(json.getFileName() + ".log");
        List<String> command = new ArrayList<>();
        command.add(home.resolve("bench").resolve(step.bench()).toString());
        command.addAll(step.arguments());
        command.addAll(List.of("--json", json.toString()));
        try {
            Files.deleteIfExists(json);
            await(command, log, SLOW * step.seconds() + START_SECONDS);
        } catch (IOException e) {
            System.err.println(e.getMessage());
        }
        boolean done = Files.exists(json);
        if (!done) {
            System.err.printf("FAILED: %s; see %s%n", step, home.relativize(log));
        }
        return done;
    }

    /** Ends it after so many seconds, and with this program. */
    private static void await(List<String> command, Path log, int limit)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .redirectOutput(log.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        Thread end = new Thread(process::destroy, "end");
        Runtime.getRuntime().addShutdownHook(end);
        if (!process.waitFor(limit, TimeUnit.SECONDS)) {
            process.destroy();
            boolean _ = process.waitFor(END_SECONDS, TimeUnit.SECONDS);
        }
        Runtime.getRuntime().removeShutdownHook(end);
    }

    private static void warn(Run run) {
        System.err.printf("NOT CLEAN, %s: %s%n", run.of(), String.join(", ", run.faults()));
    }

    private void keep(List<Results> benches) throws IOException {
        LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC);
        String when = now.truncatedTo(ChronoUnit.SECONDS).toInstant(ZoneOffset.UTC).toString();
        History.Series series = new History.Series(when, benches);
        Path folder = Files.createDirectories(home.resolve("bench/results"));
        Path file = quick ? logs.resolve("quick.json") : folder.resolve(NAME.format(now) + ".json");
        series.write(file);
        List<History.Series> all = new ArrayList<>(History.read(folder).series());
        if (quick) {
            all.add(series);
        }
        String table = FigureTable.of(new History(all));
        System.out.println(table);
        if (!quick) {
            FigureTable.writeInto(home.resolve("docs/performance.md"), table);
        }
        System.out.println("All runs: " + home.relativize(file));
    }
}
