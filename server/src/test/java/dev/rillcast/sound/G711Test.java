package dev.rillcast.sound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** ITU-T G.711, tables 1a to 2b, in 16 bits. */
class G711Test {
    private static final int SECOND = 48_000;

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "ff, 0",
        "7f, 0",
        "fe, 8",
        "7e, -8",
        "ef, 132",
        "f0, 120",
        "80, 32124",
        "00, -32124",
        "8f, 16764",
        "9f, 8316",
        "90, 15996",
        "0f, -16764",
    })
    void muLawCodesStandForTheseValues(String code, int value) {
        assertEquals(value, G711Decoder.mu(Integer.parseInt(code, 16)));
    }

    @ParameterizedTest
    @CsvSource({
        "d5, 8",
        "55, -8",
        "d4, 24",
        "54, -24",
        "c5, 264",
        "f5, 528",
        "aa, 32256",
        "2a, -32256",
        "a5, 16896",
        "b5, 8448",
    })
    void aLawCodesStandForTheseValues(String code, int value) {
        assertEquals(value, G711Decoder.a(Integer.parseInt(code, 16)));
    }

    @ParameterizedTest
    @EnumSource(names = {"PCMU", "PCMA"})
    void aToneSurvivesAndALostPacketLeavesNoHole(Codec law) throws Exception {
        List<Frame> packets = packets(law, "sine=frequency=1000:sample_rate=8000:duration=4");
        List<Frame> aac = new ArrayList<>();
        try (AacLine line = new AacLine(64_000, false)) {
            for (Frame packet : packets) {
                if (packet != packets.get(190)) {
                    line.transcode(packet, aac::add);
                }
            }
            assertEquals(new AacLine.Counts(packets.size() - 1, 0, 0, 960, 0), line.counts());
            assertEquals(1, line.channels());
        }
        for (int i = 1; i < aac.size(); i++) {
            assertEquals(aac.get(i - 1).timestamp() + 1_024, aac.get(i).timestamp());
        }
        float[] sound = new Ffmpeg(folder).decode(aac);
        assertEquals(0.125 / Math.sqrt(2), rms(sound, SECOND, 3 * SECOND), 0.005, "loudness");
        assertTrue(error(sound, SECOND, 3 * SECOND) < 0.01, "nothing but the tone");
    }

    @Test
    void emptyAndOversizedPacketsAreCorrupt() {
        try (AacLine line = new AacLine(64_000, false)) {
            for (int length : new int[] {0, 961, 65_000}) {
                line.transcode(packet(Codec.PCMU, 0, new byte[length]), _ -> {});
            }
            assertEquals(3, line.counts().corruptPackets());
        }
    }

    private List<Frame> packets(Codec law, String source) throws IOException, InterruptedException {
        Path file = folder.resolve("in.raw");
        String format = law == Codec.PCMU ? "mulaw" : "alaw";
        new Ffmpeg(folder).run(List.of("-f", "lavfi", "-i", source, "-f", format, file.toString()));
        byte[] bytes = Files.readAllBytes(file);
        List<Frame> packets = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += 160) {
            packets.add(packet(law, at * 6L, Arrays.copyOfRange(bytes, at, at + 160)));
        }
        return packets;
    }

    private static Frame packet(Codec law, long timestamp, byte[] bytes) {
        return new Frame(law, true, timestamp, 0, bytes, 0, bytes.length);
    }

    private static double rms(float[] sound, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += sound[i] * sound[i];
        }
        return Math.sqrt(sum / (to - from));
    }

    /** What is left where each sample is compared with those a period of 48 samples away. */
    private static double error(float[] sound, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            double difference = sound[i] - (sound[i - 48] + sound[i + 48]) / 2;
            sum += difference * difference;
        }
        return Math.sqrt(sum / (to - from));
    }
}
