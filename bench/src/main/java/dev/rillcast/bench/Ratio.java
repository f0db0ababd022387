package dev.rillcast.bench;

import dev.rillcast.bench.result.Figure;
import dev.rillcast.bench.result.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command line of the guard that holds on machines of any speed. */
@Command(
        name = "bench/ratio",
        mixinStandardHelpOptions = true,
        header = "Compares a stream's CPU with that of a yardstick in the same seconds.",
        description = {
            "A few streams of video for ten seconds. In the same seconds the bench opens and copies as many"
                    + " packets by itself, so that a slow or a busy machine makes both dearer. One line says what"
                    + " came out; it is a report and fails nothing.",
            ""
        })
final class Ratio implements Callable<Integer> {
    private static final int SETTLE_SECONDS = 4;
    private static final int END_SECONDS = 10;

    /** Of the yardstick's work at a time. */
    private static final int PIECE = 20;

    @Option(names = "--streams", description = "At once (default ${DEFAULT-VALUE}).")
    private int streams = 8;

    @Option(names = "--seconds", description = "Of the load (default ${DEFAULT-VALUE}).")
    private int seconds = 10;

    @Option(
            names = "--most",
            description =
                    "Beyond so many times the yardstick a stream is dear (default ${DEFAULT-VALUE}).")
    private double most = 60;

    @Mixin private final ResultOptions results = new ResultOptions();

    /** Exits with 0 if anything could be measured. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Ratio()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path home = Path.of(System.getProperty("rillcast.bench.home"));
        Path tools = Path.of(System.getProperty("rillcast.bench.tools"));
        Path folder = Files.createDirectories(home.resolve("target/bench/ratio"));
        Runtime.getRuntime().addShutdownHook(new Thread(Ratio::endChildren, "end"));
        try (SinkProcess sink = SinkProcess.start();
                ServerProcess server =
                        ServerProcess.start(home, folder.resolve("server.log"), sink.port());
                Publisher publisher =
                        Publisher.start(
                                Subject.of(server),
                                sink,
                                tools,
                                folder,
                                "s",
                                streams,
                                SETTLE_SECONDS + seconds + END_SECONDS,
                                false)) {
            Run run = measure(server);
            var _ = publisher.stop(END_SECONDS);
            int _ = results.show("%d streams for %d s".formatted(streams, seconds), List.of(run));
        }
        return 0;
    }

    private Run measure(ServerProcess server)
            throws IOException, InterruptedException, GeneralSecurityException {
        Yardstick yardstick = new Yardstick();
        long start = System.nanoTime();
        while (System.nanoTime() - start < SETTLE_SECONDS * 1_000_000_000L) {
            double _ = yardstick.milliseconds(PIECE); // until it is compiled
        }
        double[] pieces = new double[seconds];
        Usage before = Usage.of(server.pid());
        long from = System.nanoTime();
        for (int i = 0; i < seconds; i++) {
            pieces[i] = yardstick.milliseconds(PIECE);
            Thread.sleep(Math.max(0, 1_000L * (i + 1) - (System.nanoTime() - from) / 1_000_000));
        }
        Usage used = Usage.of(server.pid()).since(before);
        double took = (System.nanoTime() - from) / 1e9;
        double stream = 1_000 * (used.cpu() - used.jit()) / (streams * took);
        double measure = Arrays.stream(pieces).sorted().skip(seconds / 2).findFirst().orElseThrow();
        return run(stream, measure);
    }

    private Run run(double stream, double measure) {
        double ratio = stream / measure;
        String verdict = ratio <= most ? "as it should be" : "DEAR: more than " + most;
        System.out.printf(
                "A stream takes %.1f times the yardstick (%.2f ms a second): %s%n",
                ratio, measure, verdict);
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.atMost(most, "a stream's CPU, in yardsticks", ratio));
        figures.add(Figure.of("a stream's CPU without the JIT, ms per second", stream));
        figures.add(Figure.of("yardstick, ms per second", measure));
        return new Run("video only", figures, List.of());
    }

    private static void endChildren() {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
    }
}
