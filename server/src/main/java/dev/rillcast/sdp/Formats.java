package dev.rillcast.sdp;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Which payload types of a section can be taken. */
final class Formats {
    private Formats() {}

    /**
     * The payload types of an encoding ({@code opus/48000/2}), in the offer's order; not 64 to 95,
     * which are RTCP's where both share a port (RFC 5761 4).
     */
    static List<String> named(MediaDescription media, String encoding) {
        return media.formats().stream()
                .filter(pt -> pt.matches("\\d|[1-5]\\d|6[0-3]|9[6-9]|1[01]\\d|12[0-7]"))
                .filter(pt -> media.ofFormat("rtpmap", pt).orElse("").equalsIgnoreCase(encoding))
                .toList();
    }

    /**
     * H.264 in mode 1, or else in mode 0 (RFC 6184 8.1); among several the one that the client
     * prefers.
     */
    static Optional<String> h264(MediaDescription media) {
        List<String> all = named(media, "H264/90000");
        return Stream.of("1", "0")
                .flatMap(
                        mode ->
                                all.stream()
                                        .filter(pt -> packetizationMode(media, pt).equals(mode)))
                .findFirst();
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

    /** What the answer says of H.264: the profile as offered, and the mode that was chosen. */
    static String h264Parameters(MediaDescription media, String format) {
        String profile =
                parameter(media, format, "profile-level-id")
                        .filter(id -> id.matches("[0-9a-fA-F]{6}"))
                        .orElse("42e01f");
        return "level-asymmetry-allowed=1;packetization-mode="
                + packetizationMode(media, format)
                + ";profile-level-id="
                + profile;
    }
}
