package dev.rillcast.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What joins RTMP's connect is kept as it is, or refused by its key. */
class ConnectInfoTest {
    private static final String PATH = "transcodingTargets.rtmpconnectinfo";
    private static final JsonMapper JSON = JsonMapper.shared();

    @Property
    void flatObjectsAreKeptInTheirOrder(
            @ForAll("infos") Map<String, Object> info, @ForAll boolean asText)
            throws SignalException {
        JsonNode node = JSON.valueToTree(info);
        Map<String, Object> read = read(asText ? JSON.valueToTree(node.toString()) : node);
        assertEquals(List.copyOf(info.entrySet()), List.copyOf(read.entrySet()));
    }

    private static Map<String, Object> read(JsonNode info) throws SignalException {
        JsonNode target = JSON.createObjectNode().set("rtmpconnectinfo", info);
        return ConnectInfo.read(new Fields(target, "transcodingTargets."));
    }

    @Property
    void oneBadValueIsNamedAmongGoodOnes(
            @ForAll("infos") Map<String, Object> info, @ForAll("badValues") Object bad) {
        Map<String, Object> with = new LinkedHashMap<>(info);
        with.remove(with.isEmpty() ? "" : with.keySet().iterator().next()); // room for it
        with.put("the key", bad);
        refused(PATH + ".the key ", JSON.valueToTree(with));
    }

    @Property
    void tooManyKeysAreRefused(@ForAll @IntRange(min = 33, max = 200) int count) {
        Map<String, Object> info = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            info.put("key" + i, i);
        }
        refused(PATH + " has more than 32 keys", JSON.valueToTree(info));
    }

    @Property
    void aLongKeyIsRefused(@ForAll @IntRange(min = 65, max = 500) int length) {
        refused(PATH + " has a key that", JSON.valueToTree(Map.of("k".repeat(length), 1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"app", "tcUrl", "flashVer", "FlashVer", "type", "swfUrl", "fourCcList"})
    void whatConnectSaysItselfIsNotForPages(String key) {
        refused(PATH + "." + key + " is a name that", JSON.valueToTree(Map.of(key, "x")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "7", "true", "'x'", "'[]'", "'{'", "'{} {}'"})
    void whatIsNoObjectIsRefused(String json) throws Exception {
        JsonNode node = JSON.readTree("[" + json.replace('\'', '"') + "]").path(0);
        refused(PATH + " must be a flat object", node);
    }

    @Test
    void nothingIsNothing() throws SignalException {
        for (String json :
                List.of("{}", "{\"rtmpconnectinfo\":null}", "{\"rtmpconnectinfo\":\"\"}")) {
            assertEquals(Map.of(), read(ClientMessageReader.parse(json).path("rtmpconnectinfo")));
        }
    }

    /** Keys begin with what no reserved name begins with. */
    @Provide
    Arbitrary<Map<String, Object>> infos() {
        Arbitrary<String> keys = Arbitraries.strings().ofMaxLength(63).map(rest -> "_" + rest);
        Arbitrary<Object> values =
                Arbitraries.oneOf(
                        Arbitraries.strings().ofMaxLength(1_024).map(Object.class::cast),
                        Arbitraries.doubles().map(Object.class::cast),
                        Arbitraries.of(true, false).map(Object.class::cast));
        return Arbitraries.maps(keys, values).ofMaxSize(32).map(LinkedHashMap::new);
    }

    @Provide
    Arbitrary<Object> badValues() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(1_025, 3_000).map("x"::repeat),
                Arbitraries.of(
                        List.of(),
                        List.of(1),
                        Map.of(),
                        Map.of("deep", 1),
                        JSON.nullNode(),
                        JSON.valueToTree(new BigDecimal("1e999"))));
    }

    private static void refused(String beginning, JsonNode info) {
        SignalException e = assertThrows(SignalException.class, () -> read(info));
        assertEquals(ErrorCode.MALFORMED, e.code());
        String message = String.valueOf(e.getMessage());
        assertTrue(message.startsWith(beginning), message);
    }
}
