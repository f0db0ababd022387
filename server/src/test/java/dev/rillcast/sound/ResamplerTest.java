package dev.rillcast.sound;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResamplerTest {
    private static final int SECOND = 48_000;

    private final Resampler resampler = new Resampler();
    private float[] heard = new float[0];
    private long given; // samples of the tone

    @Test
    void withoutAnErrorTheSoundIsTheSameToTheBit() {
        hear(SECOND, 960, 997, 0);
        float[] tone = new float[heard.length];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = tone(997, i);
        }
        assertArrayEquals(tone, heard);
        assertEquals(SECOND - resampler.held(), heard.length);
    }

    /** A small one stays; packets are from 2.5 to 120 ms. */
    @ParameterizedTest
    @CsvSource({
        "300, 960, 300",
        "-300, 960, -300",
        "120, 120, 120",
        "-4000, 5760, -4000",
        "119, 960, 0"
    })
    void anErrorGoesAwayToTheSample(int error, int packet, int corrected) {
        hear(45 * SECOND, packet, 440, error);
        assertEquals(45 * SECOND + corrected, heard.length + resampler.held(), 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {-4_000, -1_000, -300, 300, 1_000, 4_000})
    void aToneIsCorrectedWithoutAClickAndWithinHalfAPercent(int error) {
        for (int frequency : new int[] {200, 1_000, 6_000, 15_000}) {
            resampler.reset();
            heard = new float[0];
            given = 0;
            hear(4 * SECOND, 960, frequency, error);
            double turn = 2 * Math.PI * frequency * 1.005 / SECOND;
            double bend = 2 * (1 - Math.cos(turn)); // of a tone half a percent higher
            for (int i = SECOND / 100; i < heard.length - 2; i++) {
                double second = heard[i] - 2 * heard[i + 1] + heard[i + 2];
                assertTrue(Math.abs(second) < 0.5 * bend * 1.001 + 1e-3, "a click of " + second);
            }
            int part = SECOND / 10;
            for (int i = part; i < heard.length - part; i += part) {
                double cycles = cycles(Arrays.copyOfRange(heard, i, i + part));
                assertEquals(frequency, cycles, frequency * 0.005, "the pitch");
            }
        }
    }

    private void hear(int samples, int packet, double frequency, int error) {
        Samples sound = new Samples();
        long end = given + samples;
        resampler.stereo();
        while (given < end) {
            sound.count((int) Math.min(packet, end - given));
            for (int i = 0; i < sound.count(); i++) {
                sound.plane(0)[i] = tone(frequency, given + i);
                sound.plane(1)[i] = -sound.plane(0)[i];
            }
            resampler.error((int) (error - (heard.length + resampler.held() - given)));
            given += sound.count();
            Samples out = resampler.hear(sound, 0, sound.count());
            int start = heard.length;
            heard = Arrays.copyOf(heard, start + out.count());
            System.arraycopy(out.plane(0), 0, heard, start, out.count());
            if (out.count() > 0) {
                assertEquals(0, out.plane(0)[0] + out.plane(1)[0], "the other channel");
            }
        }
    }

    private static float tone(double frequency, long at) {
        return (float) (0.5 * Math.sin(2 * Math.PI * frequency * at / SECOND));
    }

    /** Per second, from the first upward crossing to the last, which are found between samples. */
    private static double cycles(float[] sound) {
        double first = -1;
        double last = 0;
        int count = -1;
        for (int i = 1; i < sound.length; i++) {
            if (sound[i - 1] < 0 && sound[i] >= 0) {
                last = i - sound[i] / (sound[i] - sound[i - 1]);
                first = first < 0 ? last : first;
                count++;
            }
        }
        return count * SECOND / (last - first);
    }
}
