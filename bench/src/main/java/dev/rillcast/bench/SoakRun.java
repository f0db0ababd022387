package dev.rillcast.bench;

import dev.rillcast.bench.SoakSeat.Stage;
import dev.rillcast.bench.result.Figure;
import dev.rillcast.bench.result.Run;
import dev.rillcast.bench.rtc.Film;
import dev.rillcast.link.LinkEmulator;
import dev.rillcast.media.Codec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * One run: a fresh server, a round to warm up, and the one that counts. After each, all have gone.
 *
 * @param home the checkout
 * @param folder for logs and films
 * @param broadcasts at once
 * @param seed of all that happens
 */
record SoakRun(Path home, Path folder, int broadcasts, long seed) {
    /** A session may be resumed for 30 s, and a peer that is silent is given up after 30. */
    private static final int REST_SECONDS = 40;

    private static final int LONGEST_REST_SECONDS = 180;
    private static final int STEP_SECONDS = 5;
    private static final Pattern ERROR = Pattern.compile("(?m)^(\\S+ \\S+ ERROR .*|\\tat .*)$");

    /** The share that may be refused, as there is no transcoder free, or not come about in time. */
    private static final double MOST_FAILURES = 0.1;

    Run measure(int warmUpSeconds, int seconds) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path log = folder.resolve("server.log");
        try (SinkProcess sink = SinkProcess.start();
                HttpClient client = HttpClient.newHttpClient();
                LinkEmulator whipIngest = LinkEmulator.open(at(sink.port()), seed);
                ServerProcess server = ServerProcess.start(home, log, settings(whipIngest))) {
            Random random = new Random(seed);
            SoakState before =
                    round(stage(server, client, whipIngest), sink, random, warmUpSeconds);
            Stage stage = stage(server, client, whipIngest);
            SoakState after = round(stage, sink, random, seconds);
            client.shutdownNow();
            return new Run(
                    "%d broadcasts at once, seed %d".formatted(broadcasts, seed),
                    figures(before, after, stage.tally()),
                    faults(before, after, stage.tally(), Files.readString(log)));
        }
    }

    private static Map<String, String> settings(LinkEmulator whipIngest) {
        String output = "rtmp://127.0.0.1:" + whipIngest.address().getPort() + "/live/{stream}";
        return Map.of(
                "RILLCAST_INGEST_ENABLED", "false",
                "RILLCAST_OUTPUTS_ALLOW", "127.0.0.1",
                "RILLCAST_WHIP_OUTPUT", output,
                "JDK_JAVA_OPTIONS", "-XX:NativeMemoryTracking=summary");
    }

    private static InetSocketAddress at(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private Stage stage(ServerProcess server, HttpClient client, LinkEmulator whipIngest)
            throws IOException, InterruptedException {
        Films files = new Films(folder, "320x180");
        Film plain = files.film(Codec.H264);
        List<Film> films = List.of(plain, plain, plain, plain, files.film(Codec.VP8));
        return new Stage(server, client, films, files.sound(), whipIngest, new SoakTally());
    }

    /** Lets them come and go for so long; how the server is when all have gone. */
    private SoakState round(Stage stage, SinkProcess sink, Random random, int seconds)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + 1_000_000_000L * seconds;
        List<SoakSeat> seats = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        try {
            for (int i = 0; i < broadcasts; i++) {
                SoakSeat seat = new SoakSeat("s" + i, stage, at(sink.port()), random.nextLong());
                seats.add(seat);
                threads.add(Thread.ofPlatform().name("seat-" + i).start(() -> run(seat, deadline)));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        } finally {
            threads.forEach(Thread::interrupt);
            seats.forEach(SoakSeat::close);
        }
        return rest(stage.server());
    }

    private static void run(SoakSeat seat, long deadline) {
        try {
            seat.run(deadline);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private SoakState rest(ServerProcess server) throws IOException, InterruptedException {
        Thread.sleep(1_000L * REST_SECONDS);
        SoakState state = SoakState.of(server, folder);
        for (int s = REST_SECONDS; state.busy() && s < LONGEST_REST_SECONDS; s += STEP_SECONDS) {
            Thread.sleep(1_000L * STEP_SECONDS);
            state = SoakState.of(server, folder);
        }
        return state;
    }

    private static List<Figure> figures(SoakState before, SoakState after, SoakTally tally) {
        List<Figure> figures = new ArrayList<>(tally.figures());
        for (SoakMeasure measure : SoakMeasure.values()) {
            double from = before.of(measure);
            String title = measure.title();
            figures.add(Figure.of(title + ", before", from));
            figures.add(
                    Figure.atMost(from + measure.margin(), title + ", after", after.of(measure)));
        }
        return figures;
    }

    private static List<String> faults(
            SoakState before, SoakState after, SoakTally tally, String log) {
        List<String> faults = new ArrayList<>();
        for (SoakMeasure measure : SoakMeasure.values()) {
            double more = after.of(measure) - before.of(measure);
            if (more > measure.margin()) {
                faults.add("%.1f more of %s".formatted(more, measure.title()));
            }
        }
        if (after.busy()) {
            faults.add("broadcasts still run: " + after.virtual());
        }
        if (tally.of(SoakSeat.FAILED) > MOST_FAILURES * tally.of("broadcasts")) {
            faults.add(tally.of(SoakSeat.FAILED) + " broadcasts did not come about");
        }
        long errors = ERROR.matcher(log).results().count();
        if (errors > 0) {
            faults.add(errors + " errors in the server's log");
        }
        return faults;
    }
}
