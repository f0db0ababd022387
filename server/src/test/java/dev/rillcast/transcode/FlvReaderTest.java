package dev.rillcast.transcode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlvReaderTest {
    private static final String HEADER = "464c560101 00000009 00000000";

    /** SPS 67 42 00, PPS 68 ce. */
    private static final String CONFIGURATION =
            tag(9, 0, "1700000000 01420000ff e1 0003 674200 01 0002 68ce");

    private static String tag(int type, int millis, String payload) {
        String bytes = payload.replace(" ", "");
        return "%02x %06x %06x %02x 000000 %s %08x"
                .formatted(
                        type,
                        bytes.length() / 2,
                        millis & 0xFFFFFF,
                        millis >>> 24,
                        bytes,
                        11 + bytes.length() / 2);
    }

    private static byte[] bytes(String... hex) {
        return HexFormat.of().parseHex(String.join("", hex).replace(" ", ""));
    }

    private static FlvReader reader(String... hex) {
        return new FlvReader(new ByteArrayInputStream(bytes(hex)));
    }

    private static FlvReader.Picture next(FlvReader reader) throws IOException {
        return assertInstanceOf(FlvReader.Picture.class, reader.next());
    }

    private static byte[] content(FlvReader.Picture picture) {
        return Arrays.copyOfRange(
                picture.array(), picture.offset(), picture.offset() + picture.length());
    }

    @Test
    void putsTheParameterSetsInFrontOfKeyFramesOnly() throws IOException {
        FlvReader reader =
                reader(
                        HEADER,
                        tag(18, 0, "02 0000"),
                        CONFIGURATION,
                        tag(9, 5, "1701000000 00000002 6588"),
                        tag(9, 38, "2701000000 00000002 419a"));
        FlvReader.Picture key = next(reader);
        assertTrue(key.key());
        assertEquals(5, key.millis());
        assertArrayEquals(bytes("00000003 674200 00000002 68ce 00000002 6588"), content(key));
        FlvReader.Picture other = next(reader);
        assertEquals(38, other.millis());
        assertArrayEquals(bytes("00000002 419a"), content(other));
        assertNull(reader.next());
    }

    @Test
    void countsOnWhenTheTimeOf31BitsIsOver() throws IOException {
        FlvReader reader =
                reader(
                        HEADER,
                        tag(9, 0x3FFFFFFF, "2701000000 00"),
                        tag(9, 0x7FFFFFF0, "2701000000 00"),
                        tag(9, 2, "2701000000 00"),
                        tag(9, 1, "2701000000 00"));
        assertEquals(0x3FFFFFFFL, next(reader).millis());
        assertEquals(0x7FFFFFF0L, next(reader).millis());
        assertEquals(0x80000002L, next(reader).millis());
        assertEquals(0x80000001L, next(reader).millis());
    }

    @ParameterizedTest
    @CsvSource({
        "'464c57 0101 00000009 00000000', not FLV",
        "'464c56', no FLV header",
        "'464c560101 00000009 00000000 09 900000 000000 00 000000', a tag of 9437184 bytes",
        "'464c560101 00000009 00000000 09 000006 000000 00 000000 1200 00000000 00000011',"
                + " not H.264",
        "'464c560101 00000009 00000000 09 00000f 000000 00 000000"
                + " 1700000000 01420000ff e1 ffff 6742 0000001a', parameter sets are cut off",
        "'464c560101 00000009 00000000 09 00000c 000000 00 000000"
                + " 1700000000 01420000fe e1 00 00000017',"
                + " lengths of NAL units must have four bytes",
    })
    void saysWhatIsWrong(String hex, String what) {
        IOException e = assertThrows(IOException.class, () -> reader(hex).next());
        assertEquals(what, e.getMessage());
    }

    @Test
    void takesAnyBytesWithoutAnyOtherError() {
        Random random = new Random(1);
        byte[] good =
                bytes(HEADER, CONFIGURATION, tag(9, 5, "1701000000 00000002 6588"), CONFIGURATION);
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = Arrays.copyOf(good, random.nextInt(good.length + 1));
            for (int flips = random.nextInt(4); flips > 0 && bad.length > 0; flips--) {
                bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            }
            FlvReader reader = new FlvReader(new ByteArrayInputStream(bad));
            try {
                for (int pictures = 0; reader.next() != null; pictures++) {
                    assertTrue(pictures < 4);
                }
            } catch (IOException expected) {
                // Most of it is no FLV.
            }
        }
    }
}
