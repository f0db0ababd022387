package dev.rillcast.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A session description, read line by line (RFC 8866 5): what stands before the first {@code m=},
 * and each section.
 *
 * @param origin user name and session's id of the {@code o=} line, empty without one
 */
public record SessionDescription(
        String origin, List<Attribute> attributes, List<MediaDescription> media) {
    /** Browsers' offers have 3 to 10 kB. */
    public static final int MAX_LENGTH = 64 * 1024;

    private static final Set<String> DIRECTIONS =
            Set.of("sendrecv", "sendonly", "recvonly", "inactive");
    private static final int MAX_MEDIA = 32;
    private static final int MAX_LINE = 4_096;

    /**
     * @throws SdpException naming the line that is wrong
     */
    public static SessionDescription parse(String text) throws SdpException {
        if (text.length() > MAX_LENGTH) {
            throw SdpException.malformed(
                    "the SDP has "
                            + text.length()
                            + " characters, at most "
                            + MAX_LENGTH
                            + " are taken");
        }
        List<Attribute> session = new ArrayList<>();
        List<MediaDescription> media = new ArrayList<>();
        List<Attribute> current = session;
        String origin = "";
        String[] lines = text.stripTrailing().split("\r?\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i];
            checkForm(line, i);
            String value = line.substring(2);
            switch (line.charAt(0)) {
                case 'm' -> {
                    current = new ArrayList<>();
                    media.add(section(value, current, i));
                }
                case 'a' -> current.add(Attribute.parse(value.strip()));
                case 'o' -> origin = firstWords(value);
                default -> {} // names, times and bandwidths mean nothing here
            }
        }
        if (media.isEmpty()) {
            throw SdpException.malformed("the SDP has no m= line");
        }
        if (media.size() > MAX_MEDIA) {
            throw SdpException.malformed("the SDP has more than " + MAX_MEDIA + " m= lines");
        }
        return new SessionDescription(origin, session, media);
    }

    private static void checkForm(String line, int i) throws SdpException {
        if (i == 0 && !line.equals("v=0")) {
            throw SdpException.malformed("line 1 of the SDP is not v=0");
        }
        if (line.length() < 2
                || line.length() > MAX_LINE
                || line.charAt(1) != '='
                || line.charAt(0) < 'a'
                || line.charAt(0) > 'z'
                || line.chars().anyMatch(Character::isISOControl)) {
            throw SdpException.malformed(
                    "line "
                            + (i + 1)
                            + " of the SDP is not of the form x=value, at most "
                            + MAX_LINE
                            + " characters without control characters");
        }
    }

    /** Without the version, which counts a session's offers, and the address. */
    private static String firstWords(String origin) {
        String[] words = origin.split(" ", 3);
        return words.length < 2 ? "" : words[0] + " " + words[1];
    }

    /** {@code m=<media> <port>[/<count>] <proto> <fmt> …} (RFC 8866 5.14). */
    private static MediaDescription section(String value, List<Attribute> attributes, int i)
            throws SdpException {
        String[] parts = value.strip().split(" +");
        if (parts.length < 4 || !parts[1].matches("\\d{1,5}(/\\d{1,5})?")) {
            throw SdpException.malformed(
                    "line " + (i + 1) + " of the SDP is not m=media port protocol formats");
        }
        int port = Integer.parseInt(parts[1].split("/", 2)[0]);
        List<String> formats = List.of(parts).subList(3, parts.length);
        return new MediaDescription(parts[0], port, parts[2], formats, attributes);
    }

    /**
     * An attribute of a section's transport, as fingerprints and ICE credentials are: its own, or
     * else that of the first section in its bundle (RFC 9143 7.1.3), or else the session's.
     */
    Optional<String> transport(MediaDescription section, String name) {
        return section.attribute(name)
                .or(() -> tagged(section).flatMap(m -> m.attribute(name)))
                .or(() -> Attribute.first(attributes, name));
    }

    private Optional<MediaDescription> tagged(MediaDescription section) {
        List<String> bundle = bundle();
        return bundle.contains(section.mid())
                ? media.stream().filter(m -> m.mid().equals(bundle.getFirst())).findFirst()
                : Optional.empty();
    }

    /**
     * Whether the client sends: by the section's direction, or else the session's (RFC 8866 6.7).
     */
    boolean sends(MediaDescription section) {
        return Stream.concat(section.attributes().stream(), attributes.stream())
                .map(Attribute::name)
                .filter(DIRECTIONS::contains)
                .findFirst()
                .orElse("sendrecv")
                .startsWith("send");
    }

    /** The first BUNDLE group's mids (RFC 9143 7.2). */
    List<String> bundle() {
        return attributes.stream()
                .filter(a -> a.name().equals("group"))
                .map(a -> List.of(a.value().split(" +")))
                .filter(group -> group.getFirst().equals("BUNDLE"))
                .map(group -> group.subList(1, group.size()))
                .findFirst()
                .orElse(List.of());
    }
}
