package dev.rillcast.rtmp;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream goes: {@code rtmp://host[:port]/app/key}.
 *
 * <p>The stream key is a secret: only {@link #streamKey()} gives it, no text that is printed does.
 *
 * @param host a name or an address; IPv6 without brackets
 * @param app the part of the path that names the application, its query included
 * @param streamKey what is published, its query included
 */
public record RtmpUrl(String scheme, String host, int port, String app, String streamKey) {
    private static final int MAX_LENGTH = 2_048;

    /** A stream key shorter than this hides nothing and may be part of any word. */
    private static final int MIN_SECRET = 4;

    private static final int DEFAULT_PORT = 1935;
    private static final Pattern AUTHORITY =
            Pattern.compile(
                    "(?:\\[(?<v6>[0-9A-Fa-f:.]+)]|(?<name>[A-Za-z0-9._-]+))(?::(?<port>\\d{1,5}))?");

    /**
     * Reads an output as encoders do: with a stream name the whole path is the app; without one the
     * path's last segment is the stream key.
     *
     * @throws IllegalArgumentException when it is no such URL, saying what is wrong
     */
    public static RtmpUrl parse(String output, @Nullable String streamName) {
        String name = streamName == null ? "" : streamName.strip();
        String text = output.strip();
        check(text, name);
        String scheme = scheme(text);
        String rest = text.substring(scheme.length() + "://".length());
        int end = indexOfAny(rest, "/?#");
        String path = rest.substring(end).replaceFirst("^/+", "");
        var authority = AUTHORITY.matcher(rest.substring(0, end));
        if (!authority.matches()) {
            String hint = rest.substring(0, end).contains("@") ? ", without user or password" : "";
            throw new IllegalArgumentException(
                    "the output must name a host and at most a port" + hint);
        }
        if (path.startsWith("?") || path.startsWith("#")) { // others find another host behind it
            throw new IllegalArgumentException(
                    "the output must be rtmp://host/app/key: a slash follows the host");
        }
        String v6 = authority.group("v6");
        String host = v6 != null ? v6 : authority.group("name").toLowerCase(Locale.ROOT);
        String app = name.isEmpty() ? withoutLastSegment(path) : path.replaceFirst("/+$", "");
        String key = name.isEmpty() ? lastSegment(path) : name;
        if (app.isEmpty() || key.isEmpty()) {
            throw new IllegalArgumentException(
                    "the output must be rtmp://host/app/key, or rtmp://host/app and a streamname");
        }
        return new RtmpUrl(scheme, host, port(authority.group("port")), app, key);
    }

    /** The URL of the application, as {@code connect} sends it (RTMP 1.0, 7.2.1.1). */
    public String tcUrl() {
        return address() + "/" + app;
    }

    /** Scheme, host, port and app for people, without any secret. */
    public String describe() {
        return address() + "/" + app.substring(0, indexOfAny(app, "?"));
    }

    /** As {@link #describe()}, with the first two characters of a long stream key. */
    @Override
    public String toString() {
        return describe() + "/" + mask(streamKey);
    }

    /** What an ingest says, without the stream key that it may repeat. */
    public String hideKey(String text) {
        String name = streamKey.split("\\?", 2)[0];
        return name.length() < MIN_SECRET ? text : text.replace(streamKey, "…").replace(name, "…");
    }

    /** A stream key for logs: the first two characters of a long one, nothing of a short one. */
    public static String mask(String key) {
        return key.length() < 8 ? "…" : key.substring(0, 2) + "…";
    }

    private String address() {
        String bracketed = host.contains(":") ? "[" + host + "]" : host;
        return scheme + "://" + bracketed + (port == DEFAULT_PORT ? "" : ":" + port);
    }

    private static void check(String output, String streamName) {
        if (output.length() + streamName.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "output and streamname have more than " + MAX_LENGTH + " characters");
        }
        if ((output + streamName).chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("output and streamname take no control characters");
        }
    }

    private static String scheme(String text) {
        int end = text.indexOf("://");
        String scheme = end < 0 ? "" : text.substring(0, end).toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "rtmp" -> scheme;
            case "rtmps" ->
                    throw new IllegalArgumentException(
                            "rtmps:// is not supported yet, only rtmp:// is");
            default -> throw new IllegalArgumentException("the output must begin with rtmp://");
        };
    }

    private static int port(@Nullable String digits) {
        int port = digits == null ? DEFAULT_PORT : Integer.parseInt(digits);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("the output's port must be 1 to 65535");
        }
        return port;
    }

    /** The slash before the key; slashes behind a question mark belong to the query. */
    private static int lastSlash(String path) {
        return path.lastIndexOf('/', indexOfAny(path, "?") - 1);
    }

    private static String withoutLastSegment(String path) {
        int slash = lastSlash(path);
        return slash < 0 ? "" : path.substring(0, slash).replaceFirst("/+$", "");
    }

    private static String lastSegment(String path) {
        return path.substring(lastSlash(path) + 1);
    }

    private static int indexOfAny(String text, String characters) {
        for (int i = 0; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }
}
