package dev.rillcast.sound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Frame;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Senders and sources whose clocks are wrong. */
class AacLineDriftTest {
    private static final int SECOND = 48_000;
    private static final int LENGTH = 20;
    private static final int HELD = 4_096; // back by the encoder

    private final List<Frame> aac = new ArrayList<>();

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {-2_000, -1_000, -100, 0, 100, 1_000, 2_000})
    void aClockThatIsWrongIsNotHeard(int ppm) throws Exception {
        Ffmpeg ffmpeg = new Ffmpeg(folder);
        String tone = "sine=frequency=1000:sample_rate=48000:duration=" + LENGTH;
        List<Frame> opus = ffmpeg.opus(tone, 0, "-b:a", "96k");
        try (AacLine line = new AacLine(128_000, false)) {
            for (Frame packet : opus) {
                long place = Math.round(packet.timestamp() * (1 + ppm / 1e6));
                line.transcode(packet.at(place), aac::add);
            }
            assertEquals(new AacLine.Counts(opus.size(), 0, 0, 0, 0), line.counts());
        }
        long due = Math.round(opus.size() * 960 * (1 + ppm / 1e6));
        assertEquals((double) due, (double) aac.getLast().timestamp(), HELD + 480, "10 ms");
        assertTone(ffmpeg.decode(aac));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1_000, 0, 1_000})
    void aSourceByAnotherClockIsTakenAsFastAsItComes(int ppm) throws Exception {
        Tone tone = new Tone(SECOND);
        try (AacLine line = new AacLine(128_000, false)) {
            line.fill(0, 0, tone, aac::add);
            for (int i = 1; i <= 50 * 60; i++) {
                tone.waits += 960 * (1 + ppm / 1e6);
                line.fill(i * 960L, 0, tone, aac::add);
                assertTrue(tone.waits > 0.85 * SECOND && tone.waits < 1.15 * SECOND);
            }
            assertEquals(0, line.counts().concealedSamples());
        }
        assertEquals(60.0 * SECOND, (double) aac.getLast().timestamp(), HELD + 120);
        assertTone(new Ffmpeg(folder).decode(aac));
    }

    @Test
    void aSourceThatRunsDryIsFollowedByFadingSoundAndSilence() throws Exception {
        Tone tone = new Tone(SECOND);
        try (AacLine line = new AacLine(128_000, false)) {
            line.fill(0, 0, tone, aac::add);
            for (int i = 1; i <= 150; i++) {
                line.fill(i * 960L, 0, tone, aac::add);
            }
            assertEquals(2.0 * SECOND, (double) line.counts().concealedSamples(), 2_400);
        }
        assertEquals(3.0 * SECOND, (double) aac.getLast().timestamp(), HELD);
        float[] sound = new Ffmpeg(folder).decode(aac);
        float loudest = 0;
        for (int i = SECOND + 6_000; i < sound.length; i++) {
            loudest = Math.max(loudest, Math.abs(sound[i]));
        }
        assertTrue(loudest < 0.001, "not silent: " + loudest);
    }

    /** No step of the tone is steeper than it is, and no tenth of a second has another pitch. */
    private void assertTone(float[] sound) {
        for (int i = 1; i < aac.size(); i++) {
            assertEquals(aac.get(i - 1).timestamp() + 1_024, aac.get(i).timestamp());
        }
        double turn = 2 * Math.PI * 1_000 / SECOND;
        int part = SECOND / 10;
        for (int from = part; from < sound.length - 2 * part; from += part) {
            int crossings = 0;
            for (int i = from; i < from + part; i++) {
                double bend = sound[i - 1] - 2 * sound[i] + sound[i + 1];
                assertTrue(Math.abs(bend) < 0.125 * turn * turn * 1.5, "a click at " + i);
                crossings += sound[i] < 0 != sound[i + 1] < 0 ? 1 : 0;
            }
            assertEquals(200, crossings, 1, "the pitch at " + from);
        }
    }

    /** 1 kHz, as loud as lavfi's. */
    private static final class Tone implements PcmSource {
        double waits;
        private long given;

        Tone(double waits) {
            this.waits = waits;
        }

        @Override
        public int channels() {
            return 1;
        }

        @Override
        public int waiting() {
            return (int) waits;
        }

        @Override
        public int aim() {
            return SECOND;
        }

        @Override
        public int read(float[][] planes, int count) {
            int taken = Math.min(count, (int) waits);
            for (int i = 0; i < taken; i++, given++) {
                planes[0][i] = (float) (0.125 * Math.sin(2 * Math.PI * 1_000 * given / SECOND));
            }
            waits -= taken;
            return taken;
        }
    }
}
