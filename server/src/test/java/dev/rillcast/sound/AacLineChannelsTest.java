package dev.rillcast.sound;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rillcast.media.Frame;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mono or stereo, as it comes. */
class AacLineChannelsTest {
    private static final int SECOND = 48_000;
    private static final String LEFT = "aevalsrc='0.3*sin(2*PI*440*t)";

    private final List<Frame> aac = new ArrayList<>();

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "'|0.3*sin(2*PI*660*t)', 2, 2, 1190", // two voices
        "'|0', 2, 2, 1190", // one, at the left
        "'|-0.3*sin(2*PI*440*t)', 2, 2, 1190", // of opposite sign, nothing in the middle
        "'|0.3*sin(2*PI*440*t)', 2, 2, 1190", // one, in the middle
        "'', 1, 1, 1188",
    })
    void theLineHasTheChannelsThatAreSent(String right, int sent, int made, String config)
            throws Exception {
        Ffmpeg ffmpeg = new Ffmpeg(folder);
        String tone = LEFT + right + "':s=48000:d=2";
        for (String bitrate : new String[] {"48k", "64k", "128k"}) {
            aac.clear();
            List<Frame> opus =
                    ffmpeg.opus(tone, 0, "-ac", "" + sent, "-b:a", bitrate, "-application", "voip");
            try (AacLine line = new AacLine(64_000, false)) {
                opus.forEach(packet -> line.transcode(packet, aac::add));
                assertEquals(made, line.channels());
                String hex = HexFormat.of().formatHex(line.audioSpecificConfig());
                assertEquals(config, hex.substring(0, 4));
            }
            aac.forEach(frame -> assertEquals(made, Ffmpeg.channels(frame)));
            assertEquals(0.21, rms(ffmpeg.decode(aac), SECOND / 2, SECOND), 0.05);
        }
    }

    @Test
    void aLineThatIsToldSoIsStereoFromTheStart() throws Exception {
        Ffmpeg ffmpeg = new Ffmpeg(folder);
        List<Frame> opus = ffmpeg.opus(LEFT + "':s=48000:d=2", 0, "-ac", "1");
        try (AacLine line = new AacLine(64_000, true)) {
            opus.forEach(packet -> line.transcode(packet, aac::add));
        }
        aac.forEach(frame -> assertEquals(2, Ffmpeg.channels(frame)));
        assertEquals(0.21, rms(ffmpeg.decode(aac, 1), SECOND, 3 * SECOND / 2), 0.02);
    }

    @Test
    void aMonoLineStaysMonoAndMixesStereoDown() throws Exception {
        Ffmpeg ffmpeg = new Ffmpeg(folder);
        List<Frame> opus = new ArrayList<>(ffmpeg.opus(LEFT + "':s=48000:d=2", 0, "-ac", "1"));
        String right = LEFT.replace("0.3", "0") + "|0.3*sin(2*PI*660*t)':s=48000:d=2";
        opus.addAll(ffmpeg.opus(right, opus.size() * 960L, "-ac", "2", "-b:a", "96k"));
        try (AacLine line = new AacLine(64_000, false)) {
            opus.forEach(packet -> line.transcode(packet, aac::add));
        }
        for (int i = 1; i < aac.size(); i++) {
            assertEquals(aac.get(i - 1).timestamp() + 1_024, aac.get(i).timestamp());
            assertEquals(1, Ffmpeg.channels(aac.get(i)));
        }
        float[] sound = ffmpeg.decode(aac);
        assertEquals(0.21, rms(sound, SECOND / 2, SECOND), 0.02);
        assertEquals(0.105, rms(sound, 3 * SECOND, 7 * SECOND / 2), 0.02);
    }

    @Test
    void aSilentFrameIsSilenceToADecoder() throws Exception {
        for (int i = 0; i < 50; i++) {
            aac.add(SilentFrame.at(i * 1_024L, 0));
        }
        float[] sound = new Ffmpeg(folder).decode(aac);
        assertEquals(50 * 1_024, sound.length, 1_024);
        assertEquals(0, rms(sound, 0, sound.length));
    }

    private static double rms(float[] sound, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += sound[i] * sound[i];
        }
        return Math.sqrt(sum / (to - from));
    }
}
