package dev.rillcast.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AvcConfigTest {
    private static final String BASELINE = "6742c01ed900a02ff970110000030001000003003c0f162e48";
    private static final String HIGH = "67640028acd940780227e5c044000003000400000300c83c60c658";
    private static final String HIGH_422 = "677a001eb6cd940a02ff89c044000003000400000300f03c58b658";
    private static final String PPS = "68ce3c80";

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "baseline, 640, 360, 30, " + BASELINE,
        "high with cropping, 1920, 1080, 25, " + HIGH,
        "main with odd size, 322, 242, 60, 674d4016eca0a843c4446022000003000200000300f01e2c5b2c",
        "high 4:2:2 with 10 bits, 640, 360, 30, " + HIGH_422,
        "high 4:4:4, 320, 180, 30, 67f4000d919b282833f1b80880000003008000001e078a14cb",
        "interlaced, 640, 480, 30, 6764001eacd940a07b6022000003000200000300783e28532c",
        "baseline without VUI, 640, 480, 0, 6742e01fda0280f640",
    })
    void theSizeAndRateAreThoseOfTheSps(
            String name, int width, int height, double rate, String sps) {
        AvcConfig config = config(sps);
        assertEquals(width, config.width());
        assertEquals(height, config.height());
        assertEquals(rate, config.frameRate());
    }

    @Test
    void theRecordIsLaidOutAsInIso14496Part15() {
        assertEquals(
                "0142c01effe10019" + BASELINE + "010004" + PPS,
                HexFormat.of().formatHex(config(BASELINE).record()));
    }

    @Test
    void highProfilesAddTheChromaFormatAndDepths() {
        assertEquals(
                "017a001effe1001b" + HIGH_422 + "010004" + PPS + "fefafa00",
                HexFormat.of().formatHex(config(HIGH_422).record()));
    }

    @Test
    void twoConfigsWithTheSameBytesAreEqual() {
        assertEquals(config(BASELINE), config(BASELINE));
        assertEquals(config(BASELINE).hashCode(), config(BASELINE).hashCode());
        assertNotEquals(config(BASELINE), config(HIGH));
    }

    @ParameterizedTest
    @CsvSource({
        "67, not a sequence",
        "68ce3c8000, not a sequence",
        "6742c01ed9, cut off",
        "6742c01e0000000000000000, a number is larger",
        "6742c01ef8000800080000, picture's size",
    })
    void aBrokenSpsIsRefusedWithAReason(String sps, String reason) {
        var error = assertThrows(IllegalArgumentException.class, () -> config(sps));
        assertTrue(String.valueOf(error.getMessage()).contains(reason), error::toString);
    }

    @Test
    void bothKindsOfParameterSetAreNeeded() {
        assertThrows(
                IllegalArgumentException.class,
                () -> AvcConfig.of(List.of(hex(BASELINE)), List.of()));
    }

    @Test
    void randomBytesEndInAConfigOrInAReason() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] sps = Arrays.copyOf(hex(i % 2 == 0 ? HIGH_422 : BASELINE), 10 + i % 30);
            for (int n = 0; n < 4; n++) {
                sps[1 + random.nextInt(sps.length - 1)] = (byte) random.nextInt();
            }
            try {
                AvcConfig config = AvcConfig.of(List.of(sps), List.of(hex(PPS)));
                assertTrue(config.width() > 0 && config.width() <= 16_384);
            } catch (IllegalArgumentException error) {
                assertNotNull(error.getMessage());
            }
        }
    }

    private static AvcConfig config(String sps) {
        return AvcConfig.of(List.of(hex(sps)), List.of(hex(PPS)));
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
