package dev.rillcast;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What an ingest received: ffmpeg that listens for one RTMP stream, and what ffprobe says of a
 * file.
 */
public final class Recording implements AutoCloseable {
    private final Program ffmpeg;
    private final Path file;
    private final String url;

    private Recording(Program ffmpeg, Path file, String url) {
        this.ffmpeg = ffmpeg;
        this.file = file;
        this.url = url;
    }

    /** Waits for a publisher on the port; a connection to see whether it listens would be that. */
    public static Recording listen(Path directory, int port) throws Exception {
        Path file = Files.createTempFile(directory, "received", ".flv");
        String url = "rtmp://127.0.0.1:" + port + "/live/recorded";
        Program ffmpeg =
                new Program(
                        directory,
                        "ffmpeg",
                        "-v",
                        "error",
                        "-listen",
                        "1",
                        "-i",
                        url,
                        "-c",
                        "copy",
                        "-y",
                        file.toString());
        return ffmpeg.eventually(
                () -> {
                    if (!listening(port)) {
                        throw new IOException("nobody listens on port " + port);
                    }
                    return new Recording(ffmpeg, file, url);
                });
    }

    /** Linux tells of each socket its address and state; 0A is LISTEN. */
    private static boolean listening(int port) throws IOException {
        Pattern socket = Pattern.compile(".*:%04X [0-9A-F]+:0000 0A .*".formatted(port));
        try (Stream<String> lines = Files.lines(Path.of("/proc/net/tcp"))) {
            return lines.anyMatch(line -> socket.matcher(line).matches());
        }
    }

    /** Copies some seconds of a live stream into a file. */
    public static Path take(Path directory, String url, int seconds) throws Exception {
        Path file = Files.createTempFile(directory, "taken", ".flv");
        Program.run(
                directory,
                "ffmpeg",
                "-v",
                "error",
                "-t",
                Integer.toString(seconds),
                "-i",
                url,
                "-c",
                "copy",
                "-y",
                file.toString());
        return file;
    }

    public String url() {
        return url;
    }

    /** The file, when the publisher has ended. */
    public Path awaitFile() throws Exception {
        ffmpeg.awaitEnd();
        return file;
    }

    /**
     * Demands that the file decodes without a word: ffmpeg returns 0 although it met errors.
     *
     * <p>Frames keep their own times ({@code enc_time_base}): on the grid of the guessed frame
     * rate, where ffmpeg puts them by itself, two of a busy camera's frames may fall together,
     * which is no error of ours.
     */
    public static void assertClean(Path file) throws Exception {
        Program.run(
                file.resolveSibling(""),
                "ffmpeg",
                "-v",
                "error",
                "-i",
                file.toString(),
                "-enc_time_base",
                "-1",
                "-f",
                "null",
                "-");
    }

    /** The streams' codecs, in alphabetical order. */
    public static List<String> codecs(Path file) throws Exception {
        return probe(file, "-show_entries", "stream=codec_name").sorted().toList();
    }

    /** Seconds between two key frames. */
    public static double largestKeyFrameGap(Path file) throws Exception {
        return largest(file, "-skip_frame", "nokey");
    }

    /** Seconds between two pictures. */
    public static double largestGap(Path file) throws Exception {
        return largest(file);
    }

    private static double largest(Path file, String... options) throws Exception {
        String[] pictures = {"-select_streams", "v", "-show_entries", "frame=pts_time"};
        String[] what =
                Stream.concat(Stream.of(options), Stream.of(pictures)).toArray(String[]::new);
        List<Double> times = probe(file, what).map(Double::valueOf).toList();
        double gap = 0;
        for (int i = 1; i < times.size(); i++) {
            gap = Math.max(gap, times.get(i) - times.get(i - 1));
        }
        return gap;
    }

    private static Stream<String> probe(Path file, String... what) throws Exception {
        Stream<String> command =
                Stream.of(
                                Stream.of("ffprobe", "-v", "error"),
                                Stream.of(what),
                                Stream.of("-of", "csv=p=0", file.toString()))
                        .flatMap(s -> s);
        return Program.run(file.resolveSibling(""), command.toArray(String[]::new))
                .lines()
                .map(line -> line.replaceAll(",$", ""))
                .filter(line -> !line.isBlank());
    }

    @Override
    public void close() {
        ffmpeg.close();
    }
}
