package dev.rillcast;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures how far sound and picture of a recording are apart.
 *
 * <p>The media that it looks for has, at every even second and for 100 ms, a white bar over the top
 * two ninths of the picture and a tone of 1 kHz. Needs the program ffmpeg.
 */
public final class FlashAndBeep {
    private static final int RATE = 8_000;
    private static final int TONE = 1_000;

    /** 12 ms of sound are looked at, every 2 ms. */
    private static final int WINDOW = 96;

    private static final int HOP = 16;

    /** What begins with the recording itself was cut, so its beginning tells nothing. */
    private static final double QUIET_BEFORE = 0.2;

    private static final Pattern LUMA =
            Pattern.compile("pts_time:(\\S+)\\s+lavfi\\.signalstats\\.YAVG=(\\S+)");

    private FlashAndBeep() {}

    /** How strong what is looked for is at a time in seconds. */
    private record Strength(double seconds, double value) {}

    /**
     * For each flash that has a beep within a second: how much later the beep begins, in
     * milliseconds.
     *
     * @throws AssertionError if there is no flash, no beep, or ffmpeg can't read the recording
     */
    public static List<Double> skewsMillis(Path recording) throws Exception {
        List<Double> flashes = onsets("flash", brightness(recording));
        List<Double> beeps = onsets("beep", tone(recording));
        List<Double> skews = new ArrayList<>();
        for (double flash : flashes) {
            beeps.stream()
                    .map(beep -> (beep - flash) * 1_000)
                    .filter(skew -> Math.abs(skew) < 1_000)
                    .min((a, b) -> Double.compare(Math.abs(a), Math.abs(b)))
                    .ifPresent(skews::add);
        }
        if (skews.isEmpty()) {
            throw new AssertionError("no flash has a beep: " + flashes + ", " + beeps);
        }
        return skews;
    }

    private static List<Strength> brightness(Path recording) throws Exception {
        String filter =
                "crop=iw:ih*2/9:0:0,signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=-";
        String text = new String(ffmpeg(recording, "-an", "-vf", filter, "-f", "null", "-"), UTF_8);
        List<Strength> curve = new ArrayList<>();
        for (Matcher m = LUMA.matcher(text); m.find(); ) {
            curve.add(new Strength(Double.parseDouble(m.group(1)), Double.parseDouble(m.group(2))));
        }
        return curve;
    }

    private static List<Strength> tone(Path recording) throws Exception {
        byte[] bytes =
                ffmpeg(
                        recording,
                        "-vn",
                        "-af",
                        "aresample=" + RATE + ":async=1:first_pts=0", // sample n is at n / RATE
                        "-ac",
                        "1",
                        "-f",
                        "s16le",
                        "-");
        ShortBuffer samples = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        List<Strength> curve = new ArrayList<>();
        for (int from = 0; from + WINDOW <= samples.limit(); from += HOP) {
            double middle = (from + WINDOW / 2.0) / RATE;
            curve.add(new Strength(middle, amplitude(samples, from)));
        }
        return curve;
    }

    /** One line of a Fourier transform, under a Hann window. */
    private static double amplitude(ShortBuffer samples, int from) {
        double real = 0;
        double imaginary = 0;
        for (int i = 0; i < WINDOW; i++) {
            double hann = 1 - Math.cos(2 * Math.PI * (i + 0.5) / WINDOW);
            double angle = 2 * Math.PI * TONE * i / RATE;
            real += hann * samples.get(from + i) * Math.cos(angle);
            imaginary += hann * samples.get(from + i) * Math.sin(angle);
        }
        return Math.hypot(real, imaginary);
    }

    /** Where the strength rises above the middle between usual and highest. */
    private static List<Double> onsets(String what, List<Strength> curve) {
        double[] sorted = curve.stream().mapToDouble(Strength::value).sorted().toArray();
        if (sorted.length == 0 || sorted[sorted.length - 1] < 1.25 * sorted[sorted.length / 2]) {
            throw new AssertionError("the recording has no " + what);
        }
        double threshold = (sorted[sorted.length / 2] + sorted[sorted.length - 1]) / 2;
        List<Double> onsets = new ArrayList<>();
        double lastAbove = curve.getFirst().seconds;
        for (Strength at : curve) {
            if (at.value > threshold) {
                if (at.seconds - lastAbove > QUIET_BEFORE) {
                    onsets.add(at.seconds);
                }
                lastAbove = at.seconds;
            }
        }
        return onsets;
    }

    private static byte[] ffmpeg(Path recording, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of("ffmpeg", "-nostdin", "-v", "error", "-i", recording.toString()));
        command.addAll(List.of(arguments));
        Path errors = Files.createTempFile("ffmpeg", ".txt");
        try {
            Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
            byte[] output = process.getInputStream().readAllBytes();
            if (process.waitFor() != 0) {
                throw new AssertionError(
                        "ffmpeg can't read the recording: " + Files.readString(errors));
            }
            return output;
        } catch (IOException e) {
            throw new AssertionError("ffmpeg can't be run", e);
        } finally {
            Files.delete(errors);
        }
    }
}
