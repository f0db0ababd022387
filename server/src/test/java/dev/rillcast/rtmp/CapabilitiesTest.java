package dev.rillcast.rtmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.amf.EcmaArray;
import dev.rillcast.media.Codec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
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

/** What an ingest's answer to {@code connect} says about Enhanced RTMP. */
class CapabilitiesTest {
    private static final List<Codec> ENHANCED =
            List.of(Codec.VP8, Codec.VP9, Codec.AV1, Codec.OPUS);

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of("", Map.of("fmsVer", "FMS/3,0,1,123")),
                Arguments.of("VP9 AV1", Map.of("fourCcList", List.of("av01", "vp09", "hvc1"))),
                Arguments.of("VP8 VP9 AV1 OPUS", Map.of("fourCcList", List.of("*"))),
                Arguments.of("VP9", Map.of("fourCcList", array("vp09"))),
                Arguments.of(
                        "VP8 OPUS",
                        Map.of(
                                "videoFourCcInfoMap",
                                Map.of("vp08", 4, "vp09", 2, "av01", 0),
                                "audioFourCcInfoMap",
                                Map.of("Opus", 1))),
                Arguments.of("VP8 VP9 AV1 OPUS", Map.of("videoFourCcInfoMap", Map.of("*", 4))),
                Arguments.of("AV1", Map.of("videoFourCcInfoMap", Map.of("*", 2, "av01", 7))),
                // Of another form than the document's:
                Arguments.of("", Map.of("fourCcList", "*")),
                Arguments.of("", Map.of("fourCcList", 7, "videoFourCcInfoMap", "vp09")),
                Arguments.of("AV1", Map.of("fourCcList", Arrays.asList(1, null, true, "av01"))),
                Arguments.of("", Map.of("fourCcList", List.of("AV01", "av0", "av01x", "**"))),
                Arguments.of("", Map.of("videoFourCcInfoMap", Map.of("av01", Double.NaN))),
                Arguments.of("", Map.of("videoFourCcInfoMap", Map.of("av01", -1, "vp09", 1e300))),
                Arguments.of("", Map.of("videoFourCcInfoMap", Map.of("av01", "4"))));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void theAnswerSaysWhichCodecsMayBeSent(String codecs, Map<String, Object> said)
            throws IOException {
        Capabilities capabilities = read(said);
        assertEquals(
                codecs,
                String.join(
                        " ",
                        ENHANCED.stream().filter(capabilities::takes).map(Codec::name).toList()));
        assertTrue(capabilities.takes(Codec.H264) && capabilities.takes(Codec.AAC));
    }

    @Test
    void theObjectsOfAnAnswerAreReadTogether() throws IOException {
        Capabilities capabilities =
                Capabilities.of(
                        wire(
                                Map.of("capsEx", 1, "fourCcList", List.of("av01")),
                                Map.of("capsEx", 4, "videoFourCcInfoMap", Map.of("vp09", 5))));
        assertEquals("[av01, vp09]", capabilities.fourCcs().toString());
        assertEquals(5, capabilities.capsEx());
    }

    @Test
    void aListWithoutEndIsKeptInBounds() throws IOException {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
            names.add("%04d".formatted(i));
        }
        assertEquals(64, read(Map.of("fourCcList", names)).fourCcs().size());
        assertEquals(0, read(Map.of("fourCcList", List.of("a\nb\u0000"))).fourCcs().size());
    }

    @Test
    void whatAForwarderSaysIsReadAsAllCodecs() throws IOException {
        Map<String, @Nullable Object> said = new LinkedHashMap<>();
        Capabilities.putForwarder(said);
        Capabilities capabilities = Capabilities.of(wire(said));
        assertTrue(ENHANCED.stream().allMatch(capabilities::takes));
        assertEquals(Capabilities.MOD_EX, capabilities.capsEx());
    }

    @Test
    void noAnswerDoesHarm() throws IOException {
        Random random = new Random(5);
        List<Object> values =
                List.of(1, -1, 4e9, true, "*", "av01", "", List.of("vp09"), Map.of("vp08", 4));
        List<String> keys =
                List.of("fourCcList", "videoFourCcInfoMap", "audioFourCcInfoMap", "capsEx");
        for (int i = 0; i < 5_000; i++) {
            Map<String, Object> said = new LinkedHashMap<>();
            for (String key : keys) {
                Object value = values.get(random.nextInt(values.size()));
                said.put(key, random.nextBoolean() ? value : List.of(value, Map.of(key, value)));
            }
            Capabilities capabilities = read(said);
            assertTrue(capabilities.capsEx() >= 0);
            assertTrue(capabilities.fourCcs().size() <= 4);
        }
    }

    private static EcmaArray array(String... names) {
        EcmaArray array = new EcmaArray();
        for (String name : names) {
            array.put(String.valueOf(array.size()), name);
        }
        return array;
    }

    private static Capabilities read(Map<String, ?> said) throws IOException {
        return Capabilities.of(wire(said));
    }

    /** As it comes off the wire. */
    private static Command wire(Object... arguments) throws IOException {
        return Command.parse(Command.of("_result", 1, arguments).message(0));
    }
}
