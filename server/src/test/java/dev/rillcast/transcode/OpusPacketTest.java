package dev.rillcast.transcode;

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

    private static int samples(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return OpusPacket.samples(bytes, 0, bytes.length);
    }
}
