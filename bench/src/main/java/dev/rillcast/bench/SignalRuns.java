package dev.rillcast.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** What the measures of signalling have in common on the command line. */
final class SignalRuns {
    @Option(names = "--seconds", description = "Of the measure (default ${DEFAULT-VALUE}).")
    private int seconds = 30;

    @Option(
            names = "--warm-up",
            description = "Seconds of the same before (default ${DEFAULT-VALUE}).")
    private int warmUp = 15;

    @Option(names = "--runs", description = "Fresh servers in turn (default ${DEFAULT-VALUE}).")
    private int runs = 3;

    int seconds() {
        return seconds;
    }

    <F> List<F> measure(int users, Supplier<Crowd<F>> crowd)
            throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("rillcast.bench.home"));
        Path folder = home.resolve("target/bench/signal");
        Runtime.getRuntime().addShutdownHook(new Thread(SignalRuns::endChildren, "end"));
        List<F> figures = new ArrayList<>();
        for (int i = 1; i <= runs; i++) {
            System.err.printf("run %d of %d…%n", i, runs);
            figures.add(new SignalRun(home, folder, users, seconds, warmUp).measure(crowd.get()));
        }
        return figures;
    }

    private static void endChildren() {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
    }
}
