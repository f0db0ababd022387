package dev.rillcast.bench;

import dev.rillcast.bench.result.Run;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command line of the soak. */
@Command(
        name = "bench/soak",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Wears the server for a while, and looks whether anything is left behind.",
        description = {
            "Broadcasts come and go at random, by the SDK's protocol and by WHIP: their network is cut, lossy"
                    + " or another one, their ingest is lost, stalls or refuses, some are transcoded, and some"
                    + " leave without a word. Then memory, threads, file handles and children are compared"
                    + " with those after a first round.",
            ""
        },
        footer = {
            "",
            "A run is NOT CLEAN if anything has grown beyond its margin, or the server logs an error.",
            "Logs are in target/bench/soak."
        })
final class Soak implements Callable<Integer> {
    @Option(
            names = "--minutes",
            description = "Of the round that counts (default ${DEFAULT-VALUE}).")
    private double minutes = 10;

    @Option(
            names = "--warm-up",
            description = "Minutes of the first one (default ${DEFAULT-VALUE}).")
    private double warmUp = 2;

    @Option(names = "--broadcasts", description = "At once (default ${DEFAULT-VALUE}).")
    private int broadcasts = 10;

    @Option(names = "--seed", description = "Of what happens (default ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Mixin private final ResultOptions results = new ResultOptions();

    /** Exits with 1 if the run was not clean. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Soak()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path home = Path.of(System.getProperty("rillcast.bench.home"));
        Runtime.getRuntime().addShutdownHook(new Thread(Soak::endChildren, "end"));
        SoakRun soak = new SoakRun(home, home.resolve("target/bench/soak"), broadcasts, seed);
        Run run = soak.measure(seconds(warmUp), seconds(minutes));
        return results.show("%s minutes, after %s".formatted(minutes, warmUp), List.of(run));
    }

    private static int seconds(double minutes) {
        return (int) Math.round(60 * minutes);
    }

    private static void endChildren() {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
    }
}
