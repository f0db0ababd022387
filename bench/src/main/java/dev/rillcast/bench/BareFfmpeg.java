package dev.rillcast.bench;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The command that a child of the server is compared with: the same executable, decoder (of one
 * thread, too) and arguments of the encoder, from a file to nowhere, and with the same priority.
 */
record BareFfmpeg(
        int nice, String executable, List<String> decoder, List<String> encoder, Path film) {
    /** What {@code -benchmark} says of its whole life, in seconds. */
    private static final Pattern TIMES = Pattern.compile("utime=([\\d.]+)s stime=([\\d.]+)s");

    private static final Pattern PICTURES = Pattern.compile("(?m)^frame=(\\d+)$");
    private static final int LIMIT_SECONDS = 120;

    /**
     * Reads from the kernel what a child was started with; empty as long as it is not ffmpeg yet.
     *
     * @throws IOException if it does not run any more
     */
    static Optional<BareFfmpeg> like(ProcessHandle child, Path film) throws IOException {
        byte[] line = Files.readAllBytes(Path.of("/proc", child.pid() + "", "cmdline"));
        List<String> words = List.of(new String(line, StandardCharsets.UTF_8).split("\0", -1));
        int input = words.indexOf("-i");
        int from = words.lastIndexOf("-c:v");
        int to = words.lastIndexOf("-f");
        if (!words.getFirst().endsWith("ffmpeg") || input < 0 || from < input || to < from) {
            return Optional.empty();
        }
        int decoder = words.subList(0, input).indexOf("-c:v");
        return Optional.of(
                new BareFfmpeg(
                        Cpu.nice(child.pid()),
                        words.getFirst(),
                        decoder < 0 ? List.of() : words.subList(decoder, decoder + 2),
                        words.subList(from, to),
                        film));
    }

    /**
     * Starts it in an endless loop, as fast as the film was made.
     *
     * @param progress the file in which it counts its pictures
     */
    Process startPaced(Path log, Path progress) throws IOException {
        Files.deleteIfExists(progress);
        List<String> counting = List.of("-progress", progress.toString(), "-stats_period", "0.1");
        List<String> input = new ArrayList<>(counting);
        input.addAll(List.of("-re", "-stream_loop", "-1"));
        return start(log, input, List.of());
    }

    /** How many pictures it has made by its last account. */
    static long pictures(Path progress) throws IOException {
        Matcher counts = PICTURES.matcher(Files.readString(progress));
        long last = 0;
        while (counts.find()) {
            last = Long.parseLong(counts.group(1));
        }
        return last;
    }

    /** Lets it run as fast as it can; CPU seconds that so many seconds of the film cost. */
    double cpuSeconds(int seconds, Path log) throws IOException, InterruptedException {
        Process process =
                start(
                        log,
                        List.of("-benchmark", "-stream_loop", "-1"),
                        List.of("-t", String.valueOf(seconds)));
        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        Matcher times = TIMES.matcher(Files.readString(log));
        if (!ended || !times.find()) {
            throw new IOException("the bare ffmpeg failed, see " + log);
        }
        return Double.parseDouble(times.group(1)) + Double.parseDouble(times.group(2));
    }

    private Process start(Path log, List<String> input, List<String> output) throws IOException {
        List<String> command = new ArrayList<>(List.of("nice", "-n", String.valueOf(nice)));
        command.addAll(List.of(executable, "-nostdin", "-v", "info", "-nostats", "-y"));
        command.addAll(input);
        command.addAll(decoder);
        command.addAll(List.of("-threads", "1", "-i", film.toString(), "-an"));
        command.addAll(encoder);
        command.addAll(output);
        command.addAll(List.of("-f", "flv", "-flvflags", "no_duration_filesize", "/dev/null"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .start();
    }

    /** For people: what it is. */
    String describe() {
        return "ffmpeg -re %s -threads 1 -i %s %s"
                .formatted(
                        String.join(" ", decoder), film.getFileName(), String.join(" ", encoder));
    }
}
