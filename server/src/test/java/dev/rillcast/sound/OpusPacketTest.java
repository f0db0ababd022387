package dev.rillcast.sound;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6716 3.1 and 3.2. */
class OpusPacketTest {
    @ParameterizedTest
    @CsvSource({
        "00ff, 480", // SILK narrowband, 10 ms
        "08ff, 960",
        "10ff, 1920",
        "18ff, 2880", // 60 ms
        "58ff, 2880", // SILK wideband, 60 ms
        "60ff, 480", // hybrid superwideband, 10 ms
        "78ff, 960", // hybrid fullband, 20 ms
        "80ff, 120", // CELT narrowband, 2.5 ms
        "fcff, 960", // CELT fullband, stereo, 20 ms
        "f9ff, 1920", // two frames of one size
        "faff, 1920", // two frames of two sizes
        "fb03, 2880", // three frames
        "fb06, 5760", // six frames: 120 ms
        "fbc6, 5760", // the flags for padding and sizes do not count
        "f8, 960",
    })
    void theFirstBytesTellTheLength(String hex, int samples) {
        assertEquals(samples, samples(hex));
    }

    @ParameterizedTest
    @CsvSource({
        "fb", // the count of frames is missing
        "fb00", // no frames
        "fb07", // 140 ms
        "1b3f", // 63 frames of 60 ms
    })
    void whatCannotBeAPacketHasNoLength(String hex) {
        assertEquals(-1, samples(hex));
    }

    @Test
    void emptyAndOversizedPacketsHaveNoLength() {
        assertEquals(-1, OpusPacket.samples(new byte[0], 0, 0));
        assertEquals(-1, OpusPacket.samples(new byte[70_000], 0, 70_000));
    }

    /** RFC 6716 4.2.3 and 4.2.4: behind a bit for each part of 20 ms, for each channel. */
    @ParameterizedTest
    @CsvSource({
        "4840, true", // SILK, 20 ms, mono
        "48bf, false",
        "4040, true", // 10 ms
        "5020, true", // 40 ms
        "5810, true", // 60 ms
        "58ef, false",
        "7840, true", // hybrid
        "4c40, true", // stereo, the middle
        "4c10, true", // the sides
        "4caf, false",
        "4cbf, true",
        "5c01, true", // 60 ms
        "f840, false", // CELT
        "4940, true", // two frames
        "4a0140, true",
        "4afcff40, true", // the length of the first is two bytes
        "4b0240, true",
        "4b82fc0040, true",
        "4b420140, true", // one byte of padding
        "4b42ff0140, true",
        "48, false",
        "4a, false",
        "4b, false",
        "4b42ffff, false",
        "4bbf, false",
    })
    void theFirstBitsTellWhetherThePacketRepeatsTheOneBeforeIt(String hex, boolean repeats) {
        byte[] bytes = HexFormat.of().parseHex("00" + hex);
        assertEquals(repeats, OpusPacket.repeats(bytes, 1, bytes.length - 1));
    }

    private static int samples(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return OpusPacket.samples(bytes, 0, bytes.length);
    }
}
