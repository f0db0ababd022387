package dev.rillcast.amf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Metadata as pages make it, at random but the same in each run. */
class Amf0PropertyTest {
    private static final int RUNS = 3_000;
    private static final int DEPTH = 6;
    private static final double[] NUMBERS = {
        0, -0.0, 1, -1, 0.1, 1e300, Double.MIN_VALUE, 9_007_199_254_740_991.0, Double.NaN
    };
    private static final String[] TEXTS = {
        "", "a", "ß", "日本", "😀", "\u0000\t", "x".repeat(70_000)
    };

    private final Random random = new Random(42);

    @Test
    void whatIsWrittenIsReadAsItWas() throws Exception {
        for (int i = 0; i < RUNS; i++) {
            Map<String, @Nullable Object> values = object(DEPTH);
            Amf0Reader reader = new Amf0Reader(Amf0Writer.bytes("onMetaData", values));
            assertEquals("onMetaData", reader.read());
            Object read = reader.read();
            assertEquals(values, read);
            assertEquals(values.toString(), String.valueOf(read), "the order of the keys");
            assertFalse(reader.hasMore());
        }
    }

    @Test
    void aMessageThatWasCutOffIsNeverAMessage() throws Exception {
        for (int i = 0; i < 300; i++) {
            byte[] whole = Amf0Writer.bytes(object(DEPTH));
            for (int cut = 0; cut < whole.length; cut += 1 + whole.length / 200) {
                Amf0Reader reader = new Amf0Reader(whole, 0, cut);
                assertThrows(ProtocolException.class, reader::read);
            }
        }
    }

    @Test
    void nothingIsWrittenThatTheReaderWouldRefuse() throws Exception {
        List<@Nullable Object> full = new ArrayList<>();
        for (int i = 1; i < 4_096; i++) { // the list is a value, too
            full.add(null);
        }
        assertEquals(full, new Amf0Reader(Amf0Writer.bytes(full)).read());
        full.add(true);
        assertThrows(IllegalArgumentException.class, () -> Amf0Writer.bytes(full));

        Object deep = nested(16);
        assertEquals(deep, new Amf0Reader(Amf0Writer.bytes(deep)).read());
        Object deeper = List.of(deep);
        assertThrows(IllegalArgumentException.class, () -> Amf0Writer.bytes(deeper));
    }

    @Test
    void whatAmf0CannotHoldIsRefused() {
        for (Object value :
                Arrays.asList(
                        Map.of("", 1),
                        Map.of("x".repeat(65_536), 1),
                        Map.of("a", new Object()),
                        List.of('c'),
                        new int[1])) {
            assertThrows(IllegalArgumentException.class, () -> Amf0Writer.bytes(value));
        }
    }

    private static Object nested(int depth) {
        Object value = Map.of("a", 1.0);
        for (int i = 1; i < depth; i++) {
            value = i % 2 == 0 ? List.of(value) : Map.of("a", value);
        }
        return value;
    }

    private Map<String, @Nullable Object> object(int depth) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int n = random.nextInt(5); n > 0; n--) {
            map.put(TEXTS[1 + random.nextInt(5)] + random.nextInt(100), value(depth - 1));
        }
        return map;
    }

    private @Nullable Object value(int depth) {
        return switch (random.nextInt(depth > 0 ? 6 : 4)) {
            case 0 -> NUMBERS[random.nextInt(NUMBERS.length)];
            case 1 -> TEXTS[random.nextInt(random.nextInt(20) == 0 ? 7 : 6)];
            case 2 -> random.nextBoolean();
            case 3 -> null;
            case 4 -> object(depth);
            default -> list(depth);
        };
    }

    private List<@Nullable Object> list(int depth) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int n = random.nextInt(5); n > 0; n--) {
            list.add(value(depth - 1));
        }
        return list;
    }
}
