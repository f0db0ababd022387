package dev.rillcast.icecast;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The operator's address of the stream that belongs to a broadcast, with <code>{streamname}</code>
 * and <code>{room}</code> in it.
 */
public final class IcecastTemplate {
    private static final String STREAM_NAME = "streamname";
    private static final String ROOM = "room";
    private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");

    private final String template;

    /**
     * @throws IllegalArgumentException saying what is wrong; the message continues the key's name
     */
    public IcecastTemplate(String template) {
        this.template = template;
        for (MatchResult place : PLACE.matcher(template).results().toList()) {
            if (!place.group(1).equals(STREAM_NAME) && !place.group(1).equals(ROOM)) {
                throw new IllegalArgumentException(
                        "has %s, but only {streamname} and {room} are known"
                                .formatted(place.group()));
            }
        }
        // What a browser says may choose the mount, never the host.
        if (!address("a", "b").equals(address("c", "d"))) {
            throw new IllegalArgumentException(
                    "may have {streamname} and {room} only behind the host");
        }
    }

    private String address(String streamName, String room) {
        IcecastUrl url = IcecastUrl.parse(filled(streamName, room));
        return url.login() + "@" + url.host() + ":" + url.port();
    }

    /**
     * The address for one broadcast.
     *
     * @param room that its publisher is in
     * @throws IllegalArgumentException when these names can't stand in an address, or there is no
     *     room and one is needed
     */
    public IcecastUrl url(String streamName, Optional<String> room) {
        if (room.isEmpty() && template.contains("{" + ROOM + "}")) {
            throw new IllegalArgumentException("needs a room, and you are in none");
        }
        return IcecastUrl.parse(filled(streamName, room.orElse("")));
    }

    private String filled(String streamName, String room) {
        return PLACE.matcher(template)
                .replaceAll(place -> encoded(place.group(1).equals(ROOM) ? room : streamName));
    }

    /** Dots alone would lead to another folder, percent-encoded or not (RFC 3986 6.2.2.3). */
    private static String encoded(String value) {
        if (value.equals(".") || value.equals("..")) {
            throw new IllegalArgumentException(
                    "can't have dots alone as the stream's or room's name");
        }
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Without any secret. */
    @Override
    public String toString() {
        return IcecastUrl.parse(filled("-", "-")).toString();
    }
}
