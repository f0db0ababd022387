package dev.rillcast.sound;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AacLineTest {
    private static final long START = 900_000;
    private static final int SECOND = 48_000;
    private static final String TONE = "sine=frequency=1000:sample_rate=48000:duration=4";

    private final AacLine transcoder = new AacLine(64_000, false);
    private final List<Frame> aac = new ArrayList<>();

    @TempDir private Path folder;
    private Ffmpeg ffmpeg;

    @BeforeEach
    void findFfmpeg() {
        ffmpeg = new Ffmpeg(folder);
    }

    @AfterEach
    void close() {
        transcoder.close();
    }

    @ParameterizedTest
    @CsvSource({"2.5", "5", "10", "20", "40", "60", "120"})
    void aToneSurvivesInPacketsOfEachLength(String milliseconds) throws Exception {
        List<Frame> opus = ffmpeg.opus(TONE, START, "-frame_duration", milliseconds, "-b:a", "96k");
        opus.forEach(this::transcode);

        assertNoHoles();
        assertEquals(START, aac.getFirst().timestamp());
        assertTone(ffmpeg.decode(aac), SECOND, 3 * SECOND);
        assertEquals(new AacLine.Counts(opus.size(), 0, 0, 0, 0), transcoder.counts());
    }

    @ParameterizedTest
    @CsvSource({"4000, 12k", "6000, 12k", "8000, 16k", "12000, 24k", "20000, 48k"})
    void monoSpeechOfEachBandwidthSurvives(String cutoff, String bitrate) throws Exception {
        String[] options = {"-ac", "1", "-application", "voip", "-cutoff", cutoff, "-b:a", bitrate};
        List<Frame> opus = ffmpeg.opus(TONE, START, options);
        opus.forEach(this::transcode);

        assertNoHoles();
        assertTone(ffmpeg.decode(aac), SECOND, 3 * SECOND);
        assertEquals(new AacLine.Counts(opus.size(), 0, 0, 0, 0), transcoder.counts());
    }

    @ParameterizedTest
    @CsvSource({"16000", "32000", "64000", "128000", "192000", "320000"})
    void theBitrateIsTheOneThatWasAskedFor(int bitrate) throws Exception {
        String noise =
                "anoisesrc=sample_rate=48000:duration=4:color=pink:seed=1,aeval=val(0)|-val(0)";
        List<Frame> opus = ffmpeg.opus(noise, START, "-b:a", "256k");
        List<Frame> made = new ArrayList<>();
        try (AacLine asked = new AacLine(bitrate, false)) {
            opus.forEach(packet -> asked.transcode(packet, made::add));
        }
        List<Frame> settled = made.subList(made.size() / 2, made.size());
        long bits = settled.stream().mapToLong(Frame::length).sum() * 8;
        double measured = bits * (double) SECOND / (settled.size() * 1_024.0);
        assertEquals(bitrate, measured, bitrate * 0.2);
    }

    @Test
    void aFrameIsStampedAndMarkedAsAac() throws Exception {
        List<Frame> opus = ffmpeg.opus(TONE, START);
        // The encoder holds back two frames: a first one comes after 3,072 samples.
        opus.subList(0, 3).forEach(this::transcode);
        assertEquals(0, aac.size());
        transcode(opus.get(3));
        Frame first = aac.getFirst();

        assertEquals(1, aac.size());
        assertEquals(Codec.AAC, first.codec());
        assertTrue(first.key());
        assertEquals(START, first.timestamp());
        assertEquals(opus.get(3).arrival(), first.arrival());
    }

    @Test
    void theConfigurationSaysAacLc48KilohertzMono() {
        byte[] config = transcoder.audioSpecificConfig();
        assertEquals("1188", HexFormat.of().formatHex(config).substring(0, 4));
    }

    @Test
    void aBeepStaysWhereItWas() throws Exception {
        String beep = "aevalsrc='if(gte(t,2)*lt(t,2.1),0.5*sin(2*PI*1000*t),0)':s=48000:d=3";
        ffmpeg.opus(beep, START).forEach(this::transcode);
        float[] sound = ffmpeg.decode(aac);
        int onset = 0;
        while (Math.abs(sound[onset]) < 0.1) {
            onset++;
        }
        assertEquals(2_000, onset / 48.0, 15, "milliseconds to the beep");
    }

    @Test
    void lostPacketsLeaveNoHoles() throws Exception {
        Random random = new Random(7);
        List<Frame> opus = ffmpeg.opus(TONE, START);
        for (Frame packet : opus) {
            if (packet == opus.getFirst() || random.nextInt(5) > 0) {
                transcode(packet);
            }
        }

        assertNoHoles();
        assertTrue(transcoder.counts().concealedSamples() > SECOND / 4);
        assertTrue(rms(ffmpeg.decode(aac), SECOND, 2 * SECOND) > 0.05, "still to be heard");
    }

    @Test
    void aGapIsFilledWithFadingSoundAndSilence() throws Exception {
        List<Frame> opus = ffmpeg.opus(TONE, START);
        opus.subList(0, 40).forEach(this::transcode);
        opus.subList(190, opus.size()).forEach(this::transcode);

        assertNoHoles();
        assertEquals(3 * SECOND, transcoder.counts().concealedSamples());
        float[] sound = ffmpeg.decode(aac);
        int gap = 40 * 960;
        assertTrue(rms(sound, gap, gap + 480) > 0.05, "the sound goes on for a moment");
        assertTrue(rms(sound, gap + 5_000, gap + 2 * SECOND) < 0.001, "then it is quiet");
        assertTrue(
                rms(sound, gap + 3 * SECOND + 960, gap + 3 * SECOND + 4_800) > 0.05, "then back");
    }

    @Test
    void theLineGoesOnWhenNoPacketComes() throws Exception {
        List<Frame> opus = ffmpeg.opus(TONE, START);
        opus.subList(0, 50).forEach(this::transcode);
        for (int i = 1; i <= 20; i++) {
            transcoder.advanceTo(START + SECOND + i * 2_400L, 42, aac::add);
        }
        assertNoHoles();
        assertEquals(42, aac.getLast().arrival());

        // The packets of the time that was filled are late; the one on its end is cut.
        transcode(opus.get(60));
        transcode(OggOpus.frame(START + 2 * SECOND - 480, opus.get(101).array()));
        opus.subList(101, 120).forEach(this::transcode);
        assertNoHoles();
        assertEquals(1, transcoder.counts().latePackets());
        assertReaches(START + 120 * 960);
    }

    @Test
    void lateAndRepeatedPacketsAreDropped() throws Exception {
        List<Frame> opus = ffmpeg.opus(TONE, START);
        for (Frame packet : opus) {
            transcode(packet);
            transcode(packet);
            transcode(opus.getFirst());
        }
        assertNoHoles();
        assertEquals(2L * opus.size(), transcoder.counts().latePackets());
        assertTone(ffmpeg.decode(aac), SECOND, 3 * SECOND);
    }

    @Test
    void aGreatJumpStartsTheLineAnew() throws Exception {
        List<Frame> opus = ffmpeg.opus(TONE, START);
        opus.subList(0, 50).forEach(this::transcode);
        int before = aac.size() + 2;
        long there = START + 3_600L * SECOND + 7;
        ffmpeg.opus(TONE, there).forEach(this::transcode);

        List<Frame> rest = aac.subList(before, aac.size());
        assertEquals(there, rest.getFirst().timestamp());
        assertTone(ffmpeg.decode(rest), SECOND, 3 * SECOND);
        rest.clear();
        assertNoHoles();
        assertReaches(START + SECOND);
    }

    @Test
    void silenceCanStartTheLine() throws Exception {
        transcoder.advanceTo(0, 0, aac::add);
        transcoder.advanceTo(2 * SECOND, 0, aac::add);
        assertEquals(0, aac.getFirst().timestamp());
        assertNoHoles();
        assertTrue(rms(ffmpeg.decode(aac), 0, SECOND) < 0.0001);
    }

    @Test
    void aPacketWithoutSoundIsNoError() throws Exception {
        List<Frame> opus = ffmpeg.opus(TONE, START);
        opus.subList(0, 50).forEach(this::transcode);
        transcode(OggOpus.frame(START + 50 * 960, new byte[] {0x78}));
        opus.subList(70, 90).forEach(this::transcode);
        assertNoHoles();
        assertEquals(0, transcoder.counts().corruptPackets());
    }

    @Test
    void randomBytesNeverStopTheLine() throws Exception {
        Random random = new Random(1);
        int packets = 5_000;
        for (int i = 0; i < packets; i++) {
            byte[] bytes = new byte[random.nextInt(random.nextInt(10) == 0 ? 1_400 : 60)];
            random.nextBytes(bytes);
            transcode(OggOpus.frame(START + i * 960L, bytes));
        }
        assertNoHoles();
        long end = START + packets * 960L;
        assertReaches(end);
        assertTrue(transcoder.counts().corruptPackets() > 500);
        assertTrue(ffmpeg.decode(aac).length >= (packets - 12) * 960);
    }

    @Test
    void afterCorruptPacketsTheToneComesBack() throws Exception {
        List<Frame> opus = ffmpeg.opus(TONE, START);
        Random random = new Random(3);
        for (int i = 0; i < opus.size(); i++) {
            byte[] bytes = opus.get(i).array();
            if (i < 40) {
                random.nextBytes(bytes);
            }
            transcode(OggOpus.frame(opus.get(i).timestamp(), bytes));
        }
        assertNoHoles();
        assertTone(ffmpeg.decode(aac), 2 * SECOND, 3 * SECOND);
    }

    @Test
    void aClosedTranscoderRefusesWork() {
        transcoder.close();
        transcoder.close();
        Frame packet = OggOpus.frame(0, new byte[] {0x78, 1, 2});
        assertThrows(IllegalStateException.class, () -> transcode(packet));
        assertThrows(IllegalStateException.class, () -> transcoder.advanceTo(0, 0, aac::add));
        assertThrows(IllegalStateException.class, transcoder::audioSpecificConfig);
        assertArrayEquals(new Frame[0], aac.toArray());
    }

    @Test
    void aSenselessBitrateIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new AacLine(64, false));
    }

    private void transcode(Frame packet) {
        transcoder.transcode(packet, aac::add);
    }

    private void assertNoHoles() {
        assertTrue(aac.size() > 10, "frames: " + aac.size());
        for (int i = 1; i < aac.size(); i++) {
            assertEquals(aac.get(i - 1).timestamp() + 1_024, aac.get(i).timestamp(), "frame " + i);
        }
    }

    /** The line ends there, but for what is held back and a last packet that lied of its length. */
    private void assertReaches(long end) {
        long missing = end - aac.getLast().timestamp();
        assertTrue(Math.abs(missing) < 2 * OpusPacket.MAX_SAMPLES, "short by " + missing);
    }

    /** lavfi's sine has a peak of 1/8; 1,000 Hz crosses zero 2,000 times a second. */
    private static void assertTone(float[] sound, int from, int to) {
        assertEquals(0.125 / Math.sqrt(2), rms(sound, from, to), 0.015, "loudness");
        int crossings = 0;
        for (int i = from + 1; i < to; i++) {
            if (sound[i - 1] < 0 != sound[i] < 0) {
                crossings++;
            }
        }
        assertEquals(2_000.0 * (to - from) / SECOND, crossings, 20, "zero crossings");
    }

    private static double rms(float[] sound, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += sound[i] * sound[i];
        }
        return Math.sqrt(sum / (to - from));
    }
}
