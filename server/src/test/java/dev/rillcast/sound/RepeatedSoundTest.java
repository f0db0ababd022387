package dev.rillcast.sound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Frame;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Opus with in-band FEC (RFC 6716 2.1.7), as libopus sends it when a tenth is lost. */
class RepeatedSoundTest {
    private static final int PACKET = 960;

    /** Nine harmonics of a voice that goes up and down, in four syllables a second. */
    private static final String VOICE =
            ("aevalsrc='st(0,2*PI*(120*t-4*cos(2*PI*1.3*t)));0.15*(0.55+0.45*sin(2*PI*4*t))"
                            + "*(sin(ld(0))+0.8*sin(2*ld(0))+0.7*sin(3*ld(0))+0.6*sin(4*ld(0))"
                            + "+0.4*sin(5*ld(0))+0.3*sin(7*ld(0))+0.2*sin(11*ld(0)))'")
                    + ":s=48000:d=12";

    private final List<AacLine.Counts> counts = new ArrayList<>();

    @TempDir private Path folder;

    @ParameterizedTest(name = "{0} channels, {1}bit/s")
    @CsvSource({"1, 24k, 3", "1, 32k, 7", "2, 48k, 8"})
    void whatThePacketBehindRepeatsIsHeardInPlaceOfALostOne(
            String channels, String bitrate, double gain) throws Exception {
        Random random = new Random(11);
        boolean[] lost = new boolean[600];
        for (int i = 60; i < lost.length; i++) {
            lost[i] = random.nextInt(10) == 0;
        }
        double with = clarity(channels, bitrate, "1", i -> lost[i]);
        AacLine.Counts used = counts.getLast();
        double without = clarity(channels, bitrate, "0", i -> lost[i]);
        AacLine.Counts unused = counts.getLast();
        assertTrue(with > without + gain, with + " dB with it, " + without + " without");
        assertEquals(0, unused.repeatedSamples());
        assertEquals(unused.concealedSamples(), used.concealedSamples() + used.repeatedSamples());
        assertTrue(used.repeatedSamples() > used.concealedSamples(), used.toString());
    }

    /** How loud the sound of lost packets is against what is wrong in it, in dB. */
    private double clarity(String channels, String bitrate, String repeating, IntPredicate lost)
            throws Exception {
        Ffmpeg ffmpeg = new Ffmpeg(folder);
        String[] options = {
            "-application",
            "voip",
            "-packet_loss",
            "10",
            "-fec",
            repeating,
            "-ac",
            channels,
            "-b:a",
            bitrate,
            "-vbr",
            "off"
        };
        List<Frame> packets = ffmpeg.opus(VOICE, 0, options);
        float[] whole = heard(ffmpeg, packets, i -> false);
        float[] holed = heard(ffmpeg, packets, lost);
        double sound = 0;
        double error = 0;
        for (int i = 60 * PACKET; i < 590 * PACKET; i++) {
            if (lost.test(i / PACKET)) {
                sound += whole[i] * whole[i];
                error += (whole[i] - holed[i]) * (whole[i] - holed[i]);
            }
        }
        return 10 * Math.log10(sound / error);
    }

    private float[] heard(Ffmpeg ffmpeg, List<Frame> packets, IntPredicate lost) throws Exception {
        List<Frame> aac = new ArrayList<>();
        try (AacLine line = new AacLine(256_000, false)) {
            for (int i = 0; i < packets.size(); i++) {
                if (!lost.test(Math.min(i, 599))) {
                    line.transcode(packets.get(i), aac::add);
                }
            }
            counts.add(line.counts());
        }
        return ffmpeg.decode(aac);
    }
}
