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
        "4840, 960", // SILK, 20 ms, mono
        "48bf, 0",
        "4040, 480", // 10 ms
        "5020, 1920", // 40 ms
        "5810, 2880", // 60 ms
        "58ef, 0",
        "7840, 960", // hybrid
        "4c40, 960", // stereo, the middle
        "4c10, 960", // the sides
        "4caf, 0",
        "4cbf, 960",
        "5c01, 2880", // 60 ms
        "f840, 0", // CELT
        "4940, 960", // two frames
        "4a0140, 960",
        "4afcff40, 960", // the length of the first is two bytes
        "4b0240, 960",
        "4b82fc0040, 960",
        "4b420140, 960", // one byte of padding
        "4b42ff0140, 960",
        "48, 0",
        "4a, 0",
        "4b, 0",
        "4b42ffff, 0",
        "4bbf, 0",
    })
    void theFirstBitsTellHowMuchThePacketRepeatsOfTheOneBeforeIt(String hex, int samples) {
        byte[] bytes = HexFormat.of().parseHex("00" + hex);
        assertEquals(samples, OpusPacket.repeated(bytes, 1, bytes.length - 1));
    }

    private static int samples(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return OpusPacket.samples(bytes, 0, bytes.length);
    }
}
