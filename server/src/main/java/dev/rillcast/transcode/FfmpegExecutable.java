package dev.rillcast.transcode;

import dev.rillcast.media.PictureSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The executable of a {@link VideoEncoder}: whether it is there, runs, and has the encoder. */
final class FfmpegExecutable {
    private static final String KEY = "transcode.ffmpeg";
    private static final Pattern VERSION = Pattern.compile("ffmpeg version (\\S{1,60})");
    private static final Rendition TRIAL =
            new Rendition(OptionalInt.of(500_000), OptionalDouble.of(30), Optional.empty());
    private static final PictureSize TRIAL_SIZE = new PictureSize(320, 240);
    private static final int TRIAL_BYTES = 3 * 320 * 240 * 3 / 2;
    private static final int MAX_SAID = 64 << 10;
    private static final long LIMIT_SECONDS = 20;

    private FfmpegExecutable() {}

    /**
     * Makes sure that the executable is there, unpacking our own if need be.
     *
     * @throws EncoderException when it is not
     */
    static void prepare(Path ffmpeg) throws EncoderException {
        Optional<Path> own = FfmpegJar.path();
        if (own.equals(Optional.of(ffmpeg))) {
            try {
                FfmpegJar.unpack();
            } catch (IOException e) {
                throw new EncoderException(
                        KEY, "the server's own ffmpeg can't be unpacked: " + e.getMessage());
            }
        } else if (!Files.isExecutable(ffmpeg)) {
            String none =
                    own.isPresent()
                            ? ""
                            : ", and none comes with the server for " + FfmpegJar.platform();
            throw new EncoderException(KEY, ffmpeg + " can't be executed" + none);
        }
    }

    /**
     * Tries it out; takes some 50 ms.
     *
     * @return its version, such as 8.0.1
     * @throws EncoderException naming the key that is wrong
     */
    static String check(VideoEncoder encoder) throws EncoderException {
        prepare(encoder.ffmpeg());
        Said version = run(List.of(encoder.ffmpeg().toAbsolutePath().toString(), "-version"), 0);
        Matcher first = VERSION.matcher(version.text());
        if (version.code() != 0 || !first.lookingAt()) {
            throw new EncoderException(
                    KEY, encoder.ffmpeg() + " does not run: " + version.lastLine());
        }
        Said trial = run(FfmpegCommand.trial(encoder, TRIAL, TRIAL_SIZE), TRIAL_BYTES);
        if (trial.code() != 0) {
            throw new EncoderException(
                    "transcode.encoder",
                    "%s with transcode.preset %s does not work: %s"
                            .formatted(encoder.encoder(), encoder.preset(), trial.lastLine()));
        }
        return first.group(1);
    }

    private record Said(int code, String text) {
        String lastLine() {
            LastLines lines = new LastLines();
            byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
            lines.append(bytes, bytes.length);
            return lines.last();
        }
    }

    /** Runs a command with so many zeros as its input. */
    private static Said run(List<String> command, int zeros) throws EncoderException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        try {
            Process process = builder.start();
            var _ =
                    process.onExit()
                            .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                            .exceptionally(late -> process.destroyForcibly());
            try (OutputStream out = process.getOutputStream()) {
                out.write(new byte[zeros]);
            } catch (IOException e) {
                // It ended before; what it said tells why.
            }
            try (InputStream in = process.getInputStream()) {
                String text = new String(in.readNBytes(MAX_SAID), StandardCharsets.UTF_8);
                if (in.read() >= 0) {
                    var _ = process.destroyForcibly(); // nobody reads the rest
                }
                return new Said(process.onExit().join().exitValue(), text);
            }
        } catch (IOException e) {
            throw new EncoderException(KEY, "can't be started: " + e.getMessage());
        }
    }
}
