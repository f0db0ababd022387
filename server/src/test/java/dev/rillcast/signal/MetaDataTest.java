package dev.rillcast.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Metadata is kept whole, whatever its form, or refused for what is wrong with it. */
class MetaDataTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    @Property(
            tries = 100,
            edgeCases = EdgeCasesMode.NONE) // of trees there are too many to look for
    void whatIsWithinBoundsIsKeptInItsOrder(@ForAll("objects") Map<String, Object> values)
            throws SignalException {
        assertEquals(JSON.writeValueAsString(values), JSON.writeValueAsString(read(values)));
    }

    @Property
    void depthIsBounded(
            @ForAll @IntRange(min = 1, max = 40) int depth, @ForAll List<Boolean> arrays)
            throws SignalException {
        Object nested = "leaf";
        for (int level = depth; level > 1; level--) {
            boolean array = level <= arrays.size() && arrays.get(level - 1);
            nested = array ? List.of(nested) : Map.of("k", nested);
        }
        Map<String, Object> values = Map.of("k", nested);
        if (depth <= 6) {
            assertEquals(values, read(values));
        } else {
            String message = refused(values);
            assertTrue(message.matches("values\\.k\\S+ is nested more than 6 deep"), message);
        }
    }

    @Property(tries = 20)
    void theNumberOfValuesIsBounded(
            @ForAll @IntRange(min = 1, max = 999) int first,
            @ForAll @IntRange(min = 0, max = 500) int more)
            throws SignalException {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("list", Collections.nCopies(first - 1, true)); // the list is one itself
        for (int i = 0; i < 1_000 - first; i++) {
            values.put("key" + i, i + 0.5);
        }
        assertEquals(values, read(values));
        for (int i = 0; i <= more; i++) {
            values.put("more" + i, JSON.nullNode());
        }
        assertEquals("values are more than 1000", refused(values));
    }

    @Property(tries = 20)
    void sizeIsBounded(@ForAll @IntRange(min = 1, max = 30) int texts) throws SignalException {
        String frame = "{\"k\":\"\"}";
        String text = "x".repeat(64 * 1024 - frame.length());
        assertEquals(Map.of("k", text), read(Map.of("k", text)));
        assertEquals("values have more than 65536 bytes", refused(Map.of("k", text + "x")));
        assertEquals(
                "values have more than 65536 bytes",
                refused(Map.of("k", Collections.nCopies(texts, "€".repeat(22_000 / texts + 1)))));
    }

    @Property(tries = 20)
    void keysAreBounded(@ForAll @IntRange(min = 257, max = 2_000) int length)
            throws SignalException {
        assertEquals(Map.of("k".repeat(256), 1.0), read(Map.of("k".repeat(256), 1.0)));
        String problem = " has a key that is not of 1 to 256 characters";
        assertEquals("values" + problem, refused(Map.of("k".repeat(length), 1)));
        assertEquals("values.a[1]" + problem, refused(Map.of("a", List.of(1, Map.of("", true)))));
    }

    @Test
    void numbersAreFinite() {
        String wrong = "{\"values\":{\"a\":[0,{\"b\":-1e999}]},\"handlerName\":\"onMetaData\"}";
        assertEquals("values.a[1].b must be a finite number", refused(wrong));
        String long999 = wrong.replace("-1e999", "9".repeat(999));
        assertEquals("values.a[1].b must be a finite number", refused(long999));
    }

    @Test
    void valuesAreAnObject() {
        for (String values : List.of("[]", "7", "null", "\"{}\"")) {
            String json = "{\"handlerName\":\"onMetaData\",\"values\":" + values + "}";
            assertEquals("values must be an object", refused(json));
        }
    }

    /** Trees of up to six levels with the object at their root. */
    @Provide
    Arbitrary<Map<String, Object>> objects() {
        return objects(MetaData.MAX_DEPTH);
    }

    private static Arbitrary<Map<String, Object>> objects(int depth) {
        Arbitrary<String> keys = Arbitraries.strings().ofMinLength(1).ofMaxLength(12);
        return Arbitraries.maps(keys, values(depth - 1)).ofMaxSize(3).map(LinkedHashMap::new);
    }

    private static Arbitrary<Object> values(int depth) {
        Arbitrary<Object> plain =
                Arbitraries.oneOf(
                        Arbitraries.strings().ofMaxLength(20).map(Object.class::cast),
                        Arbitraries.doubles().map(Object.class::cast),
                        Arbitraries.of(true, false, JSON.nullNode()));
        if (depth == 0) {
            return plain;
        }
        return Arbitraries.oneOf(
                plain,
                values(depth - 1).list().ofMaxSize(3).map(Object.class::cast),
                objects(depth).map(Object.class::cast));
    }

    private static Map<String, @Nullable Object> read(Map<String, ?> values)
            throws SignalException {
        return readJson(json(values)).values();
    }

    private static ClientMessage.SendMetaData readJson(String json) throws SignalException {
        Fields fields = new Fields(ClientMessageReader.parse(json), "");
        return (ClientMessage.SendMetaData) MetaData.read(1, fields);
    }

    private static String json(Map<String, ?> values) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("handlerName", "onCuePoint");
        request.put("values", values);
        return JSON.writeValueAsString(request);
    }

    private static String refused(Map<String, ?> values) {
        return refused(json(values));
    }

    private static String refused(String json) {
        SignalException e = assertThrows(SignalException.class, () -> readJson(json));
        assertEquals(ErrorCode.MALFORMED, e.code());
        return String.valueOf(e.getMessage());
    }
}
