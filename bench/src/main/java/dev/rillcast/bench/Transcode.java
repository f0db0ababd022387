package dev.rillcast.bench;

import dev.rillcast.bench.rtc.Film;
import dev.rillcast.media.Codec;
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

/** The command line of the transcoding bench. */
@Command(
        name = "bench/transcode",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Measures what transcoding costs, and prints a table for each codec.",
        description = {
            "Starts the server by its launcher and an RTMP sink, and publishes 720p30 by WebRTC, which the server"
                    + " makes H.264 of, veryfast at 1.5 Mbit/s. At the same time the bare ffmpeg command does the"
                    + " same from a file, at the same pace. All on the loopback interface. Ends what it started,"
                    + " on Ctrl-C too. Films and logs are in target/bench/transcode.",
            ""
        },
        footer = {
            "",
            "JDK_JAVA_OPTIONS adds options for the server's JVM (and the bench's own).",
            "A run is NOT CLEAN if a frame was lost or dropped; it is no part of the median."
        })
final class Transcode implements Callable<Integer> {
    private static final int WARM_UP_LATENCY = 1;

    @Option(
            names = "--codec",
            description = "VP8, VP9, AV1, H264, comma-separated (default: VP8).",
            split = ",")
    private List<Codec> codecs = List.of(Codec.VP8);

    @Option(names = "--runs", description = "For each codec (default ${DEFAULT-VALUE}).")
    private int runs = 3;

    @Option(
            names = "--seconds",
            description = "Of the CPU window of a run (default ${DEFAULT-VALUE}).")
    private int seconds = 20;

    @Option(
            names = "--latency-seconds",
            description = "For how long latency is recorded behind it (default ${DEFAULT-VALUE}).")
    private int latencySeconds = 10;

    @Option(
            names = "--warm-up",
            description = "Seconds of a run that does not count (default ${DEFAULT-VALUE}).")
    private int warmUp = 15;

    @Option(
            names = "--free",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Whether the bare command runs once more, not paced (default: yes).")
    private boolean free = true;

    @Mixin private final ResultOptions results = new ResultOptions();

    /** Exits with 1 if a run was not clean, whether or not the aims are met. */
    public static void main(String[] args) {
        System.exit(
                new CommandLine(new Transcode())
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path home = Path.of(System.getProperty("rillcast.bench.home"));
        Path folder = home.resolve("target/bench/transcode");
        Files.createDirectories(folder);
        Runtime.getRuntime().addShutdownHook(new Thread(Transcode::endChildren, "end"));
        List<TranscodeFigures> figures = new ArrayList<>();
        for (Codec codec : codecs) {
            figures.addAll(measure(codec, home, folder));
        }
        figures.stream()
                .map(TranscodeFigures::command)
                .distinct()
                .forEach(command -> System.err.println("bare: " + command));
        String head = "720p30, %d runs of %d s".formatted(runs, seconds);
        return results.show(head, figures.stream().map(TranscodeFigures::run).toList());
    }

    /** With a fresh server for each codec. */
    private List<TranscodeFigures> measure(Codec codec, Path home, Path folder)
            throws IOException, InterruptedException {
        Films films = new Films(folder, "1280x720");
        Path file = films.file(codec);
        Film film = films.film(codec);
        List<TranscodeFigures> figures = new ArrayList<>();
        try (SinkProcess sink = SinkProcess.start();
                ServerProcess server =
                        ServerProcess.start(home, folder.resolve("server.log"), sink.port())) {
            if (warmUp > 0) {
                System.err.printf("%s, warm-up…%n", codec);
                TranscodeFigures _ =
                        new TranscodeRun(
                                        server,
                                        sink,
                                        film,
                                        file,
                                        folder,
                                        warmUp,
                                        WARM_UP_LATENCY,
                                        false)
                                .measure("warm");
            }
            TranscodeRun run =
                    new TranscodeRun(
                            server, sink, film, file, folder, seconds, latencySeconds, free);
            for (int i = 1; i <= runs; i++) {
                System.err.printf("%s, run %d of %d…%n", codec, i, runs);
                figures.add(run.measure("run" + i));
            }
        }
        return figures;
    }

    private static void endChildren() {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
    }
}
