package dev.rillcast.sdp;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An {@code m=} section.
 *
 * @param kind {@code audio}, {@code video} or whatever else was offered
 * @param formats the payload types, the preferred one first
 */
record MediaDescription(
        String kind, int port, String protocol, List<String> formats, List<Attribute> attributes) {

    private static final Pattern REPAIR =
            Pattern.compile("rtx|red|ulpfec|flexfec-03", Pattern.CASE_INSENSITIVE);

    private static final Pattern SENT_EXTENSION =
            Pattern.compile("(\\d{1,3})(?:/(?:sendonly|sendrecv))?");

    Optional<String> attribute(String name) {
        return Attribute.first(attributes, name);
    }

    /** Empty if the section has none. */
    String mid() {
        return attribute("mid").orElse("");
    }

    boolean has(String name) {
        return attribute(name).isPresent();
    }

    List<String> all(String name) {
        return attributes.stream()
                .filter(a -> a.name().equals(name))
                .map(Attribute::value)
                .toList();
    }

    /** A port of 0 refuses the section, unless it rides on another one's (RFC 9143 6). */
    boolean offered() {
        return port != 0 || has("bundle-only");
    }

    /** {@code a=NAME:PT VALUE} of one payload type, such as rtpmap and fmtp. */
    Optional<String> ofFormat(String name, String format) {
        return all(name).stream()
                .filter(value -> value.startsWith(format + " "))
                .map(value -> value.substring(format.length() + 1).strip())
                .findFirst();
    }

    /**
     * Whether the payload type takes this feedback (RFC 4585 4.2), named for it or for all ({@code
     * *}).
     */
    boolean feedback(String format, String type) {
        return all("rtcp-fb").stream()
                .anyMatch(v -> v.equals(format + " " + type) || v.equals("* " + type));
    }

    /**
     * The id that the offer gives a header extension which it would send: {@code <id>[/<direction>]
     * <uri> …} (RFC 8285 8).
     */
    Optional<Integer> extension(String uri) {
        return all("extmap").stream()
                .map(value -> value.split(" +"))
                .filter(parts -> parts.length > 1 && parts[1].equals(uri))
                .map(parts -> SENT_EXTENSION.matcher(parts[0]))
                .filter(Matcher::matches)
                .map(matcher -> Integer.valueOf(matcher.group(1)))
                .filter(id -> id > 0 && id < 256 && id != 15)
                .findFirst();
    }

    /** The names of the codecs, for people; not of what only repairs or repeats another. */
    String codecs() {
        return all("rtpmap").stream()
                .map(value -> value.replaceFirst("^\\S+\\s+([^/]+).*$", "$1"))
                .filter(name -> !REPAIR.matcher(name).matches())
                .distinct()
                .limit(20)
                .collect(Collectors.joining(", "));
    }
}
