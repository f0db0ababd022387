package dev.rillcast.bench;

import dev.rillcast.bench.result.Figure;
import dev.rillcast.bench.result.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command line of the bench of starts. */
@Command(
        name = "bench/start",
        mixinStandardHelpOptions = true,
        header = "Measures how long the server takes to start, and what it needs while it is idle.",
        description = {
            "From the launcher's start to the line that says that it is ready. The server's log is in"
                    + " target/bench/start.",
            ""
        })
final class Start implements Callable<Integer> {
    private static final int IDLE_MILLIS = 2_000;

    @Option(names = "--runs", description = "Starts (default ${DEFAULT-VALUE}).")
    private int runs = 5;

    @Mixin private final ResultOptions results = new ResultOptions();

    public static void main(String[] args) {
        System.exit(new CommandLine(new Start()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("rillcast.bench.home"));
        Path folder = Files.createDirectories(home.resolve("target/bench/start"));
        List<Run> starts = new ArrayList<>();
        for (int i = 1; i <= runs; i++) {
            System.err.printf("start %d of %d…%n", i, runs);
            try (ServerProcess server =
                    ServerProcess.startWithIngest(home, folder.resolve("server.log"))) {
                double cpu = server.cpuSeconds();
                Thread.sleep(IDLE_MILLIS);
                starts.add(
                        new Run(
                                "a server without streams",
                                List.of(
                                        Figure.atMost(
                                                1, "start to ready, s", server.secondsToReady()),
                                        Figure.of("CPU until then, s", cpu),
                                        Figure.atMost(
                                                120, "memory when idle, MB", server.megabytes())),
                                List.of()));
            }
        }
        return results.show("%d starts".formatted(runs), starts);
    }
}
