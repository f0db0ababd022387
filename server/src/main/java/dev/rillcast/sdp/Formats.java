package dev.rillcast.sdp;

import dev.rillcast.media.Codec;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which payload types of a section can be taken, and what the answer says of them. */
final class Formats {
    private static final Predicate<String> NUMBER = Pattern.compile("\\d{1,2}").asMatchPredicate();

    /** An encoder has one or two, of some twenty bytes. */
    private static final int MAX_PARAMETER_SETS = 8;

    private static final int MAX_PARAMETER_SET = 512;

    /** F and the type of a NAL unit (RFC 6184 1.3). */
    private static final int NAL_TYPE = 0x9F;

    private static final int SPS = 7;
    private static final int PPS = 8;

    /** Whether Opus' packets may repeat the one before them (RFC 7587 7.1). */
    private static final String IN_BAND_FEC = "useinbandfec=1";

    /** Not 64 to 95, which are RTCP's where both share a port (RFC 5761 4). */
    private static final Predicate<String> USABLE =
            Pattern.compile("\\d|[1-5]\\d|6[0-3]|9[6-9]|1[01]\\d|12[0-7]").asMatchPredicate();

    private Formats() {}

    /** The usable payload types of an encoding ({@code opus/48000/2}), in the offer's order. */
    static List<String> named(MediaDescription media, String encoding) {
        return media.formats().stream()
                .filter(USABLE)
                .filter(pt -> media.ofFormat("rtpmap", pt).orElse("").equalsIgnoreCase(encoding))
                .toList();
    }

    /** A payload type, and what it is. */
    record Format(Codec codec, String payloadType) {}

    /** Opus, or else the first in the client's order that is G.711. */
    static Optional<Format> audio(MediaDescription media) {
        return named(media, encoding(Codec.OPUS)).stream()
                .findFirst()
                .map(pt -> new Format(Codec.OPUS, pt))
                .or(() -> media.formats().stream().flatMap(pt -> g711(media, pt)).findFirst());
    }

    /** Payload types 0 and 8 need no rtpmap (RFC 3551 6). */
    private static Stream<Format> g711(MediaDescription media, String pt) {
        Optional<String> name = media.ofFormat("rtpmap", pt);
        return Stream.of(Codec.PCMU, Codec.PCMA)
                .filter(
                        law ->
                                name.isEmpty()
                                        ? pt.equals(law == Codec.PCMU ? "0" : "8")
                                        : isNamed(name.get(), law))
                .filter(_ -> USABLE.test(pt))
                .map(law -> new Format(law, pt));
    }

    /** One channel need not be said (RFC 8866 6.6). */
    private static boolean isNamed(String name, Codec law) {
        return name.equalsIgnoreCase(encoding(law)) || name.equalsIgnoreCase(encoding(law) + "/1");
    }

    /** As rtpmap has it: Opus always as stereo (RFC 7587 7). */
    static String encoding(Codec codec) {
        return codec == Codec.OPUS ? "opus/48000/2" : codec.name() + "/" + codec.clockRate();
    }

    /** Whether the client is likely to send stereo, as it says (RFC 7587 7.1). */
    static boolean stereo(MediaDescription media, String payloadType) {
        return parameter(media, payloadType, "sprop-stereo").orElse("0").equals("1");
    }

    /** With stereo=1, browsers send one microphone in two channels, too (RFC 7587 7.1). */
    private static boolean wantsStereo(MediaDescription media, String payloadType) {
        return stereo(media, payloadType)
                || parameter(media, payloadType, "stereo").orElse("0").equals("1");
    }

    /**
     * The first codec in the client's order that is one of these and can be taken.
     *
     * @param preferred one that is taken before them all
     */
    static Optional<Format> video(
            MediaDescription media, Set<Codec> codecs, Optional<Codec> preferred) {
        return preferred
                .flatMap(codec -> usable(media, codec).stream().findFirst())
                .or(() -> first(media, codecs));
    }

    private static Optional<Format> first(MediaDescription media, Set<Codec> codecs) {
        List<List<Format>> usable = codecs.stream().map(codec -> usable(media, codec)).toList();
        return media.formats().stream()
                .flatMap(pt -> usable.stream().filter(formats -> contains(formats, pt)))
                .map(List::getFirst)
                .findFirst();
    }

    private static boolean contains(List<Format> formats, String payloadType) {
        return formats.stream().anyMatch(format -> format.payloadType.equals(payloadType));
    }

    /** The forms of a codec that can be taken, the best one first. */
    private static List<Format> usable(MediaDescription media, Codec codec) {
        List<String> all = named(media, encoding(codec));
        Stream<String> usable =
                switch (codec) {
                    case H264 -> byMode(media, all);
                    case VP9 -> all.stream().filter(pt -> profile0(media, pt, "profile-id"));
                    case AV1 -> all.stream().filter(pt -> profile0(media, pt, "profile"));
                    default -> all.stream();
                };
        return usable.map(pt -> new Format(codec, pt)).toList();
    }

    /** H.264 in mode 1 (RFC 6184 8.1), or else in mode 0; among several in the client's order. */
    private static Stream<String> byMode(MediaDescription media, List<String> all) {
        return Stream.of("1", "0")
                .flatMap(
                        mode ->
                                all.stream()
                                        .filter(pt -> packetizationMode(media, pt).equals(mode)));
    }

    /** Eight bits and 4:2:0: what is not said is 0 (RFC 9628 6.1; AV1 RTP 7.1). */
    private static boolean profile0(MediaDescription media, String format, String name) {
        return parameter(media, format, name).orElse("0").equals("0");
    }

    /** For people: which codecs can be taken, and of each which forms. */
    static String describe(Set<Codec> codecs) {
        List<String> forms =
                codecs.stream()
                        .sorted()
                        .map(
                                codec ->
                                        switch (codec) {
                                            case H264 -> "H264 (packetization mode 0 or 1)";
                                            case VP9 -> "VP9 (profile 0)";
                                            case AV1 -> "AV1 (profile 0)";
                                            default -> codec.name();
                                        })
                        .toList();
        return forms.size() == 1
                ? forms.getFirst()
                : String.join(", ", forms.subList(0, forms.size() - 1)) + " and " + forms.getLast();
    }

    /** What H.264's sender may say out of band (RFC 6184 8.1), as far as it can be used. */
    static List<String> parameterSets(MediaDescription media, Format format) {
        String sets =
                format.codec == Codec.H264
                        ? parameter(media, format.payloadType, "sprop-parameter-sets").orElse("")
                        : "";
        return Stream.of(sets.split(","))
                .limit(MAX_PARAMETER_SETS)
                .filter(Formats::parameterSet)
                .toList();
    }

    private static boolean parameterSet(String base64) {
        try {
            byte[] nal = Base64.getDecoder().decode(base64);
            return nal.length > 1
                    && nal.length <= MAX_PARAMETER_SET
                    && (nal[0] & NAL_TYPE) >= SPS
                    && (nal[0] & NAL_TYPE) <= PPS;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** What is sent again has a payload type of its own, bound to this one (RFC 4588 8.1). */
    static OptionalInt retransmission(MediaDescription media, Format format) {
        return number(
                named(media, "rtx/" + format.codec.clockRate()).stream()
                        .filter(
                                pt ->
                                        parameter(media, pt, "apt")
                                                .orElse("")
                                                .equals(format.payloadType)));
    }

    /** Opus of before, sent along with the present one: {@code 111/111} (RFC 2198 5). */
    static OptionalInt redundancy(MediaDescription media, Format format) {
        String each = Pattern.quote(format.payloadType);
        return format.codec != Codec.OPUS
                ? OptionalInt.empty()
                : number(
                        named(media, "red/48000/2").stream()
                                .filter(
                                        pt ->
                                                media.ofFormat("fmtp", pt)
                                                        .orElse("")
                                                        .matches(each + "(/" + each + ")+")));
    }

    private static OptionalInt number(Stream<String> payloadTypes) {
        return payloadTypes.mapToInt(Integer::parseInt).findFirst();
    }

    private static String packetizationMode(MediaDescription media, String format) {
        return parameter(media, format, "packetization-mode").orElse("0");
    }

    private static Optional<String> parameter(MediaDescription media, String format, String name) {
        return Stream.of(media.ofFormat("fmtp", format).orElse("").split(";"))
                .map(p -> p.strip().split("=", 2))
                .filter(p -> p.length == 2 && p[0].toLowerCase(Locale.ROOT).equals(name))
                .map(p -> p[1])
                .findFirst();
    }

    /** What the answer says of the format (a=fmtp); empty for nothing. */
    static String parameters(MediaDescription media, Codec codec, String format) {
        return switch (codec) {
            case H264 -> h264Parameters(media, format);
            case VP9 -> "profile-id=0";
            case AV1 -> av1Parameters(media, format);
            case OPUS ->
                    "minptime=10;" + IN_BAND_FEC + (wantsStereo(media, format) ? ";stereo=1" : "");
            case VP8, PCMU, PCMA, AAC -> "";
        };
    }

    /** The profile as offered, and the mode that was chosen. */
    private static String h264Parameters(MediaDescription media, String format) {
        String profile =
                parameter(media, format, "profile-level-id")
                        .filter(id -> id.matches("[0-9a-fA-F]{6}"))
                        .orElse("42e01f");
        return "level-asymmetry-allowed=1;packetization-mode="
                + packetizationMode(media, format)
                + ";profile-level-id="
                + profile;
    }

    /** Level and tier as offered, which an answerer should keep (AV1 RTP 7.2.2). */
    private static String av1Parameters(MediaDescription media, String format) {
        return "level-idx="
                + parameter(media, format, "level-idx").filter(NUMBER).orElse("5")
                + ";profile=0;tier="
                + parameter(media, format, "tier").filter(NUMBER).orElse("0");
    }
}
