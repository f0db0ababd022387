package dev.rillcast.bench;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command line of the signalling bench. */
@Command(
        name = "bench/signal",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        subcommands = Calls.class,
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

    @Mixin private final SignalRuns runs = new SignalRuns();
    @Mixin private final ResultOptions results = new ResultOptions();

    /** Exits with 1 if a run was not clean, whether or not the aims are met. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Signal()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        List<SignalFigures> figures = runs.measure(users, () -> new AskingUsers(rate));
        String head = "%d users, %d requests/s for %d s".formatted(users, rate, runs.seconds());
        return results.show(head, figures.stream().map(SignalFigures::run).toList());
    }
}
