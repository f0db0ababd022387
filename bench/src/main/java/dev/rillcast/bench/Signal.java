package dev.rillcast.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the signalling bench. */
@Command(
        name = "bench/signal",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Measures what users cost who are signed in, and prints one table.",
        description = {
            "Starts the server by its launcher and signs users in, each with a WebSocket of its own, over the"
                    + " loopback interface. They keep silent but for one request after the other, which the"
                    + " server reads, checks and answers. Ends what it started, on Ctrl-C too. The server's"
                    + " log is in target/bench/signal.",
            ""
        },
        footer = {
            "",
            "JDK_JAVA_OPTIONS adds options for the server's JVM (and the bench's own).",
            "A run is NOT CLEAN if a socket or an answer was lost; its figures are no measure then."
        })
final class Signal implements Callable<Integer> {
    @Option(names = "--users", description = "At once (default ${DEFAULT-VALUE}).")
    private int users = 5_000;

    @Option(
            names = "--rate",
            description = "Requests in a second, of all together (default ${DEFAULT-VALUE}).")
    private int rate = 200;

    @Option(names = "--seconds", description = "That requests last (default ${DEFAULT-VALUE}).")
    private int seconds = 30;

    @Option(
            names = "--warm-up",
            description = "Seconds of requests before (default ${DEFAULT-VALUE}).")
    private int warmUp = 15;

    @Option(names = "--runs", description = "Fresh servers in turn (default ${DEFAULT-VALUE}).")
    private int runs = 3;

    /** Exits with 1 if a run was not clean, whether or not the aims are met. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Signal()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path home = Path.of(System.getProperty("rillcast.bench.home"));
        Path folder = home.resolve("target/bench/signal");
        Runtime.getRuntime().addShutdownHook(new Thread(Signal::endChildren, "end"));
        List<SignalFigures> figures = new ArrayList<>();
        for (int i = 1; i <= runs; i++) {
            System.err.printf("run %d of %d…%n", i, runs);
            figures.add(new SignalRun(home, folder, users, rate, seconds, warmUp).measure());
        }
        String head = "%d users, %d requests/s for %d s".formatted(users, rate, seconds);
        System.out.print(SignalFigures.table(head, figures));
        return figures.stream().allMatch(run -> run.faults().isEmpty()) ? 0 : 1;
    }

    private static void endChildren() {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
    }
}
