package dev.rillcast.amf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.net.ProtocolException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class Amf0Test {
    /**
     * Each value and its bytes: what the reader makes of the one, the writer makes of the other.
     */
    static Stream<Arguments> cases() {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("b", 1.0);
        object.put("a", "x");
        EcmaArray array = new EcmaArray();
        array.put("width", 640.0);
        return Stream.of(
                arguments("003ff0000000000000", 1.0),
                arguments("00c059000000000000", -100.0),
                arguments("0101", true),
                arguments("0100", false),
                arguments("020004c3a9c3a8", "éè"),
                arguments("020000", ""),
                arguments("05", null),
                arguments("06", Undefined.UNDEFINED),
                arguments("03 000162 003ff0000000000000 000161 02000178 000009", object),
                arguments("03 000009", new LinkedHashMap<String, @Nullable Object>()),
                arguments("08 00000001 00057769647468 004084000000000000 000009", array),
                arguments("0a 00000002 003ff0000000000000 0101", List.of(1.0, true)),
                arguments("0b 4271f71fb04cb000 0000", Instant.ofEpochMilli(1_234_567_890_123L)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void bytesAreReadAsTheValue(String hex, @Nullable Object value) throws Exception {
        Amf0Reader reader = new Amf0Reader(bytes(hex));
        assertEquals(value, reader.read());
        assertFalse(reader.hasMore());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theValueIsWrittenAsTheBytes(String hex, @Nullable Object value) {
        assertEquals(
                hex.replace(" ", ""),
                HexFormat.of().formatHex(new Amf0Writer().write(value).toByteArray()));
    }

    @Test
    void keysKeepTheirOrder() throws Exception {
        Object value = new Amf0Reader(bytes("03 000162 05 000161 05 000163 05 000009")).read();
        assertEquals("{b=null, a=null, c=null}", String.valueOf(value));
    }

    @Test
    void textOfMoreThan65535BytesIsALongString() throws Exception {
        String text = "x".repeat(70_000);
        byte[] written = new Amf0Writer().write(text).toByteArray();
        assertEquals("0c00011170", HexFormat.of().formatHex(written, 0, 5));
        assertEquals(text, new Amf0Reader(written).read());
    }

    @Test
    void aTypedObjectIsReadAsAnObject() throws Exception {
        assertEquals(
                Map.of("a", true), new Amf0Reader(bytes("10 000143 000161 0101 000009")).read());
    }

    @Test
    void theCountOfAnAssociativeArrayIsOnlyAHint() throws Exception {
        assertEquals(
                Map.of("a", true), new Amf0Reader(bytes("08 ffffffff 000161 0101 000009")).read());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "003ff00000000000",
                "01",
                "02",
                "0200",
                "020005616263",
                "03",
                "03000161",
                "0300016105",
                "030000",
                "08000000",
                "0a7fffffff05",
                "0affffffff",
                "0b00",
                "0cffffffff",
                "0c7fffffff61",
                "070000",
                "11",
                "ff"
            })
    void cutOffOrUnknownBytesAreRefused(String hex) {
        assertThrows(ProtocolException.class, () -> new Amf0Reader(bytes(hex)).read());
    }

    @Test
    void deepNestingIsRefused() {
        byte[] nested = bytes("0a00000001".repeat(1_000) + "05");
        assertThrows(ProtocolException.class, () -> new Amf0Reader(nested).read());
    }

    @Test
    void veryManyValuesAreRefused() {
        byte[] many = bytes("0a00002000" + "05".repeat(0x2000));
        assertThrows(ProtocolException.class, () -> new Amf0Reader(many).read());
    }

    @Test
    void randomBytesEndInAValueOrInAProtocolException() {
        Random random = new Random(3);
        for (int i = 0; i < 50_000; i++) {
            byte[] noise = new byte[random.nextInt(64)];
            for (int n = 0; n < noise.length; n++) {
                noise[n] = (byte) random.nextInt(random.nextBoolean() ? 17 : 256);
            }
            try {
                Amf0Reader reader = new Amf0Reader(noise);
                while (reader.hasMore()) {
                    Object _ = reader.read();
                }
            } catch (ProtocolException error) {
                assertTrue(String.valueOf(error.getMessage()).startsWith("AMF0"));
            }
        }
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
