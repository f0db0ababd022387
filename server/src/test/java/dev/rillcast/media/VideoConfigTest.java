package dev.rillcast.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Key frames of libvpx, libaom and rav1e, and the records that ffmpeg makes of them. */
class VideoConfigTest {
    private static final String VP8 = "b058009d012a4201b400470885858899848802";
    private static final String VP9 = "82498342001410" + "0b360638241c1842";
    private static final String AV1 = "0a0b000000043d06ccdaf90040" + "320200ff";

    /** Profile 2 with all that a sequence header can have: timing, decoder model, two points. */
    private static final String FULL_HEADER =
            "010 0 0"
                    + "1"
                    + "0".repeat(31)
                    + "1"
                    + "0".repeat(27)
                    + "11110"
                    + "1 1"
                    + "1 00111"
                    + "0".repeat(32)
                    + "00000 00000"
                    + "1 00001"
                    + "000000000001 01000 1 1 00000000 11111111 0 1 0011"
                    + "000000000011 00101 0 0"
                    + "1001 1000 0101000001 010110011"
                    + "1 0000000 000"
                    + "1111 1 11 0 1 0 1 110"
                    + "111"
                    + "1 1 0 1 00001001 00010000 00001001 0 1 0"
                    + "0 0 1";

    @ParameterizedTest
    @CsvSource({
        VP8 + ", VP8, 000b8202020200" + "00, 322, 180",
        VP9 + ", VP9, 000b820202020000, 322, 180",
        "a249834248007e005ec087, VP9, 010a840101010000, 64, 48",
        "b124c1a100001f8017b031, VP9, 030aa60202020000, 64, 48",
        AV1 + ", AV1, 81000c000a0b000000043d06ccdaf90040, 322, 180",
        "0a0a20000002aff79b5f28403200, AV1, 812040000a0a20000002aff79b5f2840, 64, 48",
        "0a0e000000fa1e8366210a88101010a03200, AV1, 811f0c000a0e000000fa1e8366210a88101010a0,"
                + " 322, 180",
    })
    void aKeyFrameTellsTheRecordAndTheSize(
            String frame, Codec codec, String record, int width, int height) {
        VideoConfig config = config(codec, frame);
        assertNotNull(config);
        assertEquals(record, HexFormat.of().formatHex(config.record()));
        assertEquals(width + "x" + height, config.width() + "x" + config.height());
    }

    @Test
    void aSequenceHeaderWithEverythingIsReadToItsEnd() {
        String bits = FULL_HEADER.replace(" ", "");
        bits += "0".repeat(8 - bits.length() % 8);
        String obu = "%0" + bits.length() / 4 + "x";
        String payload = obu.formatted(new BigInteger(bits, 2));
        VideoConfig config = config(Codec.AV1, "0a%02x".formatted(payload.length() / 2) + payload);
        assertNotNull(config);
        assertEquals("8148e800", HexFormat.of().formatHex(config.record(), 0, 4));
        assertEquals("322x180", config.width() + "x" + config.height());
    }

    @Test
    void twoAreEqualWhenADecoderCanGoOn() {
        assertEquals(config(Codec.VP8, VP8), config(Codec.VP8, VP8 + "00"));
        assertNotEquals(
                config(Codec.VP8, VP8), config(Codec.VP8, VP8.replace("4201b400", "4201b000")));
        assertEquals(config(Codec.AV1, AV1), config(Codec.AV1, AV1.replace("320200ff", "")));
        assertNotEquals(config(Codec.AV1, AV1), config(Codec.AV1, AV1.replace("daf9", "fbf9")));
    }

    @Test
    void aTemporalUnitWithoutSequenceHeaderSaysNothing() {
        assertNull(VideoConfig.of(frame(Codec.AV1, "320200ff")));
        assertNull(VideoConfig.of(frame(Codec.AV1, "36880200ff")), "an OBU with extension");
    }

    @ParameterizedTest
    @CsvSource({
        "VP8, b15800" + "9d012a4201b400, VP8: not a key frame",
        "VP8, b058009d012a4201b4, VP8: not a key frame",
        "VP8, b058009d012b4201b400, VP8: no start code",
        "VP8, b058009d012a0000b400, VP8: there is no picture",
        "VP9, 8649834200, VP9: not a key frame",
        "VP9, 02498342001410, VP9: not a key frame",
        "VP9, 8249834300141000, VP9: no sync code",
        "VP9, 8249834200, VP9: cut off",
        "VP9, a2498342480000, VP9: cut off",
        "VP9, a24983424400000000000000, VP9: 4:4:0 can't be carried",
        "AV1, 080b000000, AV1: an OBU without its size",
        "AV1, 0a0b000000, AV1: the sizes do not fit the frame",
        "AV1, 0affffffffff7f, AV1: the sizes do not fit the frame",
        "AV1, 0aff, AV1: the sizes do not fit the frame",
        "AV1, 0a04000000043d06, AV1 sequence header: cut off",
    })
    void whatCantBeReadIsSaidToBeSo(Codec codec, String frame, String why) {
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> config(codec, frame));
        assertEquals(why, error.getMessage());
    }

    @Test
    void noBytesDoMoreHarmThanAReason() {
        Random random = new Random(8);
        for (Codec codec : List.of(Codec.VP8, Codec.VP9, Codec.AV1)) {
            byte[] sample = HexFormat.of().parseHex(sample(codec));
            for (int i = 0; i < 20_000; i++) {
                byte[] frame = Arrays.copyOf(sample, 1 + random.nextInt(sample.length));
                for (int n = random.nextInt(4); n >= 0; n--) {
                    frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
                }
                assertSound(codec, frame);
            }
        }
    }

    private static String sample(Codec codec) {
        return codec == Codec.VP8 ? VP8 : codec == Codec.VP9 ? VP9 : AV1;
    }

    private static void assertSound(Codec codec, byte[] frame) {
        try {
            VideoConfig config =
                    VideoConfig.of(new Frame(codec, true, 0, 0, frame, 0, frame.length));
            if (config != null) {
                assertTrue(config.width() > 0 && config.width() <= 65_536);
                assertTrue(config.height() > 0 && config.height() <= 65_536);
                assertTrue(config.record().length >= 4);
            }
        } catch (IllegalArgumentException error) {
            assertTrue(String.valueOf(error.getMessage()).startsWith(codec.name()));
        }
    }

    private static VideoConfig config(Codec codec, String hex) {
        return Objects.requireNonNull(VideoConfig.of(frame(codec, hex)));
    }

    /** A window that does not begin at 0 and is not the array's end. */
    private static Frame frame(Codec codec, String hex) {
        byte[] array = HexFormat.of().parseHex("0a0b0c" + hex + "0a0b0c0d0e0f101112");
        return new Frame(codec, true, 0, 0, array, 3, hex.length() / 2);
    }
}
