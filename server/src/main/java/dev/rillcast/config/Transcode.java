package dev.rillcast.config;

import static dev.rillcast.config.Settings.wrong;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How video is made into H.264 that an ingest does not take as it comes.
 *
 * @param ffmpeg the executable; empty: the one of the jar
 * @param max broadcasts that are transcoded at once, 0 to 1,000
 * @param encoder by FFmpeg's name
 * @param preset in the encoder's words; h264_vaapi has none and makes nothing of it
 * @param threads of one encoder, 1 to 64
 */
public record Transcode(
        Optional<Path> ffmpeg, int max, String encoder, String preset, int threads) {
    static final String MAX_RANGE = "a number of broadcasts (0 to 1000)";
    static final String THREADS_RANGE = "a number of threads (1 to 64)";

    private static final String USUAL = "libx264";
    private static final String NVENC = "h264_nvenc";
    private static final String QSV = "h264_qsv";
    private static final List<String> ENCODERS = List.of(USUAL, NVENC, "h264_vaapi", QSV);

    /** As FFmpeg's own documentation lists them, apart from those that are too slow to be live. */
    private static final Map<String, List<String>> PRESETS =
            Map.of(
                    USUAL,
                    List.of(
                            "ultrafast",
                            "superfast",
                            "veryfast",
                            "faster",
                            "fast",
                            "medium",
                            "slow"),
                    NVENC,
                    List.of("p1", "p2", "p3", "p4", "p5", "p6", "p7"),
                    QSV,
                    List.of("veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow"));

    public Transcode {
        if (max < 0 || max > 1_000) {
            throw wrong(Key.TRANSCODE_MAX, max, MAX_RANGE);
        }
        if (!ENCODERS.contains(encoder)) {
            throw wrong(Key.TRANSCODE_ENCODER, encoder, "one of " + String.join(", ", ENCODERS));
        }
        List<String> presets = PRESETS.get(encoder);
        if (presets != null && !presets.contains(preset)) {
            String known = "a preset of " + encoder + " (" + String.join(", ", presets) + ")";
            throw wrong(Key.TRANSCODE_PRESET, preset, known);
        }
        if (threads < 1 || threads > 64) {
            throw wrong(Key.TRANSCODE_THREADS, threads, THREADS_RANGE);
        }
    }

    static Transcode of(Settings settings) {
        String encoder = settings.text(Key.TRANSCODE_ENCODER).orElse(USUAL);
        return new Transcode(
                settings.text(Key.TRANSCODE_FFMPEG).map(Transcode::executable),
                settings.number(
                        Key.TRANSCODE_MAX, Runtime.getRuntime().availableProcessors(), MAX_RANGE),
                encoder,
                settings.text(Key.TRANSCODE_PRESET)
                        .orElse(encoder.equals(NVENC) ? "p4" : "veryfast"),
                settings.number(Key.TRANSCODE_THREADS, 2, THREADS_RANGE));
    }

    private static Path executable(String text) {
        Path path = Path.of(text);
        // A bare name would be looked for in the folder where the server was started.
        if (!Files.isRegularFile(path) || !Files.isExecutable(path)) {
            throw wrong(Key.TRANSCODE_FFMPEG, text, "an executable file, such as /usr/bin/ffmpeg");
        }
        return path.toAbsolutePath();
    }
}
