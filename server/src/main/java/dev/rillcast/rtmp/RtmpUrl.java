package dev.rillcast.rtmp;

import java.net.Inet6Address;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream goes: {@code rtmp://[user:password@]host[:port]/app/key}, or {@code rtmps://} for
 * the same over TLS.
 *
 * <p>The stream key is a secret, and so are user and password: only {@link #streamKey()} and {@link
 * #login()} give them, no text that is printed does.
 *
 * @param scheme {@code rtmp} or {@code rtmps}
 * @param login of the user, where the ingest asks for one
 * @param host a name or an address; IPv6 without brackets
 * @param app the part of the path that names the application, its query included
 * @param streamKey what is published, its query included
 */
public record RtmpUrl(
        String scheme, Optional<Login> login, String host, int port, String app, String streamKey) {
    private static final int MAX_LENGTH = 2_048;

    /** A secret shorter than this hides nothing and may be part of any word. */
    private static final int MIN_SECRET = 4;

    private static final String TLS = "rtmps";
    private static final Pattern AUTHORITY =
            Pattern.compile(
                    "(?:\\[(?<v6>[0-9A-Fa-f:.]+)]|(?<name>[A-Za-z0-9._-]+))(?::(?<port>\\d{1,5}))?");

    /** One without user and password. */
    public RtmpUrl(String scheme, String host, int port, String app, String streamKey) {
        this(scheme, Optional.empty(), host, port, app, streamKey);
    }

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
        int at = rest.lastIndexOf('@', end); // passwords are often given with an @ as it is
        Optional<Login> login =
                at < 0 ? Optional.empty() : Optional.of(Login.parse(rest.substring(0, at)));
        var authority = AUTHORITY.matcher(rest.substring(at + 1, end));
        if (!authority.matches()) {
            throw new IllegalArgumentException(
                    "the output must name a host and at most a port behind it;"
                            + " IPv6 stands in brackets, and %2F for a / in a password");
        }
        String path = rest.substring(end).replaceFirst("^/+", "");
        if (path.startsWith("?") || path.startsWith("#")) { // others find another host behind it
            throw new IllegalArgumentException(
                    "the output must be rtmp://host/app/key: a slash follows the host");
        }
        String app = name.isEmpty() ? withoutLastSegment(path) : withoutSlashesAtEnd(path);
        String key = name.isEmpty() ? lastSegment(path) : name;
        if (app.isEmpty() || key.isEmpty()) {
            throw new IllegalArgumentException(
                    "the output must be rtmp://host/app/key, or rtmp://host/app and a streamname");
        }
        int port = port(authority.group("port"), scheme);
        return new RtmpUrl(scheme, login, host(authority), port, app, key);
    }

    /** Whether TLS carries it. */
    public boolean tls() {
        return scheme.equals(TLS);
    }

    /** The same with another login, or none. */
    public RtmpUrl withLogin(Optional<Login> other) {
        return new RtmpUrl(scheme, other, host, port, app, streamKey);
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

    /** What an ingest says, without the stream key, user and password that it may repeat. */
    public String hideKey(String text) {
        String name = streamKey.split("\\?", 2)[0];
        // Refusals of authmod repeat the user as a parameter.
        String withoutUser = text.replaceAll("(?<=\\buser=)[^&\\s)\\]]+", "…");
        String hidden = hide(login.map(Login::password).orElse(""), withoutUser);
        return hide(name, name.length() < MIN_SECRET ? hidden : hide(streamKey, hidden));
    }

    private static String hide(String secret, String text) {
        return secret.length() < MIN_SECRET ? text : text.replace(secret, "…");
    }

    /** A stream key for logs: the first two characters of a long one, nothing of a short one. */
    public static String mask(String key) {
        return key.length() < 8 ? "…" : key.substring(0, 2) + "…";
    }

    private String address() {
        String bracketed = host.contains(":") ? "[" + host + "]" : host;
        return scheme + "://" + bracketed + (port == defaultPort(scheme) ? "" : ":" + port);
    }

    private static int defaultPort(String scheme) {
        return scheme.equals(TLS) ? 443 : 1935;
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
        if (!scheme.equals("rtmp") && !scheme.equals(TLS)) {
            throw new IllegalArgumentException("the output must begin with rtmp:// or rtmps://");
        }
        return scheme;
    }

    private static String host(Matcher authority) {
        String address = authority.group("v6");
        if (address == null) {
            return authority.group("name").toLowerCase(Locale.ROOT);
        }
        try {
            var _ = Inet6Address.ofLiteral(address);
            return address.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "what stands in brackets in the output is no IPv6 address", e);
        }
    }

    private static int port(@Nullable String digits, String scheme) {
        int port = digits == null ? defaultPort(scheme) : Integer.parseInt(digits);
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
        return slash < 0 ? "" : withoutSlashesAtEnd(path.substring(0, slash));
    }

    private static String withoutSlashesAtEnd(String path) {
        return path.contains("?") ? path : path.replaceFirst("/+$", "");
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
