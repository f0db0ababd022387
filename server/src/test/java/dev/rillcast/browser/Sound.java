package dev.rillcast.browser;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** The sound of a recording, asked for single tones. Needs the program ffmpeg. */
final class Sound {
    private static final int RATE = 8_000;

    /** 20 ms are looked at, every 5 ms: whole periods of all multiples of 50 Hz. */
    private static final int WINDOW = RATE / 50;

    private static final int HOP = RATE / 200;

    private final ShortBuffer samples;

    private Sound(ShortBuffer samples) {
        this.samples = samples;
    }

    static Sound of(Path recording) throws Exception {
        Path raw = Files.createTempFile(recording.toAbsolutePath().getParent(), "sound", ".raw");
        String even = "aresample=" + RATE + ":async=1:first_pts=0"; // sample n is at n / RATE
        Pictures.ffmpeg(recording, "-vn", "-af", even, "-ac", "1", "-f", "s16le", "-y", raw + "");
        ShortBuffer samples =
                ByteBuffer.wrap(Files.readAllBytes(raw))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asShortBuffer();
        return new Sound(samples);
    }

    double seconds() {
        return (double) samples.limit() / RATE;
    }

    /** For how many seconds the tone is heard at all; 1 is as loud as can be. */
    double secondsOf(int hertz, double loudness) {
        int heard = 0;
        for (int from = 0; from + WINDOW <= samples.limit(); from += HOP) {
            heard += amplitude(hertz, from) > loudness ? 1 : 0;
        }
        return (double) heard * HOP / RATE;
    }

    /** The longest time in milliseconds, between first and last, in which the tone is not heard. */
    double longestPauseMillis(int hertz, double loudness) {
        int last = -1;
        int longest = 0;
        for (int from = 0; from + WINDOW <= samples.limit(); from += HOP) {
            if (amplitude(hertz, from) > loudness) {
                longest = last < 0 ? 0 : Math.max(longest, from - last - HOP);
                last = from;
            }
        }
        return longest * 1_000.0 / RATE;
    }

    /** One line of a Fourier transform. */
    private double amplitude(int hertz, int from) {
        double real = 0;
        double imaginary = 0;
        for (int i = 0; i < WINDOW; i++) {
            double angle = 2 * Math.PI * hertz * i / RATE;
            real += samples.get(from + i) * Math.cos(angle);
            imaginary += samples.get(from + i) * Math.sin(angle);
        }
        return Math.hypot(real, imaginary) * 2 / WINDOW / Short.MAX_VALUE;
    }
}
