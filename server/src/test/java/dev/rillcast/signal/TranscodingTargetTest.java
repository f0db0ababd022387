package dev.rillcast.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.PictureSize;
import dev.rillcast.output.TargetOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Every value that is allowed is kept; every other is refused by the argument's name. */
class TranscodingTargetTest {
    @Property
    void amountsAreKeptAsNumbersAndAsTexts(
            @ForAll @IntRange(min = 16_000, max = 50_000_000) int video,
            @ForAll @IntRange(min = 16_000, max = 320_000) int audio,
            @ForAll @DoubleRange(min = 1, max = 120) double framerate,
            @ForAll boolean asText)
            throws SignalException {
        TargetOptions options =
                read(
                        Map.of(
                                "videobitrate", asText ? " " + video : video,
                                "audiobitrate", asText ? audio + ".0" : audio,
                                "framerate", asText ? Double.toString(framerate) : framerate));
        assertEquals(OptionalInt.of(video), options.videoBitrate());
        assertEquals(OptionalInt.of(audio), options.audioBitrate());
        assertEquals(OptionalDouble.of(framerate), options.framerate());
    }

    @Property
    void amountsOutOfRangeAreRefused(
            @ForAll("amounts") String field, @ForAll double factor, @ForAll boolean asText) {
        boolean rate = field.equals("framerate");
        double max = rate ? 120 : field.equals("videobitrate") ? 50_000_000 : 320_000;
        double min = rate ? 1 : 16_000;
        double value = factor > 0 ? max + factor : min - 1 + factor;
        refused(field, asText ? Double.toString(value) : value);
    }

    @Property
    void bitratesAreWhole(@ForAll @IntRange(min = 16_000, max = 319_999) int whole) {
        for (String field : List.of("videobitrate", "audiobitrate")) {
            refused(field, whole + 0.5);
            refused(field, whole + ".5");
        }
    }

    @Property
    void whatIsNoNumberIsNoAmount(
            @ForAll("amounts") String field, @ForAll("strange") Object value) {
        refused(field, value);
    }

    @Property
    void flagsAreTakenAsPagesWriteThem(@ForAll boolean set, @ForAll("flags") String field)
            throws SignalException {
        List<Object> forms =
                set ? List.of("1", 1, true, "true", " 1") : List.of("0", 0, false, "False");
        for (Object form : forms) {
            TargetOptions options = read(Map.of(field, form));
            assertEquals(field.equals("dropframes") && set, options.dropFrames());
            assertEquals(
                    Optional.of(set).filter(_ -> field.equals("h264passthrough")),
                    options.h264Passthrough());
            assertEquals(field.equals("icecast_audio") && set, options.icecastAudio());
        }
    }

    @Property
    void whatIsNoFlagIsRefused(@ForAll("flags") String field, @ForAll("strange") Object value) {
        refused(field, value);
        refused(field, 2);
        refused(field, 1.5);
        refused(field, "10");
    }

    @Property
    void whatIsNotGivenKeepsItsDefault(
            @ForAll("amounts") String amount, @ForAll("flags") String flag) throws SignalException {
        assertEquals(TargetOptions.NONE, read(Map.of(amount, "", flag, " ")));
        assertEquals(TargetOptions.NONE, read(Map.of(amount + "2", "x", flag + "2", List.of())));
    }

    @Property
    void aSizeIsOfTwoEvenSides(
            @ForAll @IntRange(min = 8, max = 2_048) int width,
            @ForAll @IntRange(min = 8, max = 2_048) int height)
            throws SignalException {
        Map<String, Object> given = Map.of("width", 2 * width, "height", "" + 2 * height);
        PictureSize size = new PictureSize(2 * width, 2 * height);
        assertEquals(Optional.of(size), read(given).size());
        refused("width", 2 * width + 1, Map.of("height", 2 * height));
        refused("height", 2 * height + 1, Map.of("width", 2 * width));
    }

    @ParameterizedTest
    @CsvSource({"width, 14", "height, 4098", "width, 640", "height, 480"})
    void aSideOutOfRangeOrAloneIsRefused(String field, int value) {
        String told = value == 640 ? "height" : value == 480 ? "width" : field;
        String message = refusal(Map.of(field, value));
        assertTrue(message.startsWith("transcodingTargets." + told + " must be "), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://radio.example.org/show", " https://a:b@[fd00::7]:8443/x?y "})
    void anIcecastAddressIsKept(String url) throws SignalException {
        assertEquals(Optional.of(url.strip()), read(Map.of("icecast_url", url)).icecastUrl());
    }

    @ParameterizedTest
    @ValueSource(strings = {"radio.example.org", "ftp://a/secret", "http:///secret", "http://a b"})
    void anyOtherIcecastAddressIsRefusedUnprinted(String url) {
        assertEquals(
                "transcodingTargets.icecast_url must be an address that starts with http:// or"
                        + " https://",
                refusal(Map.of("icecast_url", url)));
    }

    @Property
    void anEncodedStreamNameIsDecoded(@ForAll("names") String name) throws SignalException {
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        assertEquals(name, streamName(encoded));
    }

    @Property
    void aStreamNameThatIsNotEncodedIsKept(@ForAll("names") String name) throws SignalException {
        String plain = name.replace("%", "");
        assertEquals("x" + plain, streamName("x" + plain));
    }

    @ParameterizedTest
    @CsvSource({
        "a+b, a+b", // an encoded blank is %20
        "100%, 100%",
        "50%25, 50%",
        "50%2, 50%2",
        "50%zz%20, 50%zz%20",
        "%C3%A4%e2%82%AC, ä€",
        "%C3, %C3", // no UTF-8
        "%C0%AF, %C0%AF",
        "key?token=%41, key?token=A",
    })
    void aStreamNameIsDecodedOnlyIfAllOfItIsWellFormed(String given, String name)
            throws SignalException {
        assertEquals(name, streamName(given));
    }

    @Provide
    Arbitrary<String> amounts() {
        return Arbitraries.of("videobitrate", "audiobitrate", "framerate");
    }

    @Provide
    Arbitrary<String> flags() {
        return Arbitraries.of("dropframes", "h264passthrough", "icecast_audio");
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .excludeChars(chars(Character.MIN_SURROGATE, Character.MAX_SURROGATE))
                .ofMinLength(1)
                .ofMaxLength(40)
                .filter(name -> !name.isBlank());
    }

    private static char[] chars(char from, char to) {
        StringBuilder all = new StringBuilder();
        for (char c = from; c <= to; c++) {
            all.append(c);
        }
        return all.toString().toCharArray();
    }

    /** Neither number nor flag. */
    @Provide
    Arbitrary<Object> strange() {
        return Arbitraries.oneOf(
                Arbitraries.strings().alpha().ofMinLength(6).map(Object.class::cast),
                Arbitraries.strings().numeric().ofLength(30).map(text -> (Object) ("9" + text)),
                Arbitraries.of("1e3", "0x10", "1,5", "- 1", "NaN", "Infinity", "١"),
                Arbitraries.of(List.of(), List.of(1), Map.of(), Map.of("a", 1)));
    }

    private static TargetOptions read(Map<String, ?> targets) throws SignalException {
        return targets(targets).options();
    }

    private static String streamName(String given) throws SignalException {
        Optional<String> name = targets(Map.of("streamname", given)).streamName();
        return name.orElseThrow();
    }

    private static TranscodingTarget targets(Map<String, ?> targets) throws SignalException {
        String json = JsonMapper.shared().writeValueAsString(Map.of("transcodingTargets", targets));
        return TranscodingTarget.readAll(ClientMessageReader.parse(json)).getFirst();
    }

    private static void refused(String field, Object value) {
        refused(field, value, Map.of());
    }

    private static void refused(String field, Object value, Map<String, Object> others) {
        Map<String, Object> targets = new HashMap<>(others);
        targets.put(field, value);
        String message = refusal(targets);
        assertTrue(message.startsWith("transcodingTargets." + field + " must be "), message);
    }

    private static String refusal(Map<String, ?> targets) {
        SignalException e = assertThrows(SignalException.class, () -> read(targets));
        assertEquals(ErrorCode.MALFORMED, e.code());
        return String.valueOf(e.getMessage());
    }
}
