package dev.rillcast.icecast;

import java.net.Inet6Address;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream is listened to: {@code http://[user:password@]host[:port]/mount}, or {@code
 * https://}. User, password and query may be secrets; no text that is printed has them.
 *
 * @param tls whether it is {@code https://}
 * @param login user and password with a colon between, as Basic authentication takes them
 * @param host a name or an address; IPv6 without brackets
 * @param path of the mount, its query included; begins with a slash
 */
public record IcecastUrl(boolean tls, Optional<String> login, String host, int port, String path) {
    /** So many characters may an address have. */
    public static final int MAX_LENGTH = 2_048;

    /** A backslash ends the host, for browsers take it for a slash. */
    private static final Pattern PARTS =
            Pattern.compile("(?<scheme>https?)://(?<authority>[^/?#\\\\]*)(?<path>[^#]*)(?:#.*)?");

    private static final Pattern AUTHORITY =
            Pattern.compile(
                    "(?:\\[(?<v6>[0-9A-Fa-f:.]+)]|(?<name>[A-Za-z0-9._-]+))(?::(?<port>\\d{1,5}))?");

    /** RFC 3986 3.3 and 3.4. */
    private static final Pattern PATH =
            Pattern.compile("(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*");

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException when it is none, saying what is wrong
     */
    public static IcecastUrl parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("has more than " + MAX_LENGTH + " characters");
        }
        int end = Math.max(0, text.indexOf(':'));
        Matcher parts =
                PARTS.matcher(
                        text.substring(0, end).toLowerCase(Locale.ROOT) + text.substring(end));
        if (!parts.matches()) {
            throw new IllegalArgumentException("must begin with http:// or https://");
        }
        boolean tls = parts.group("scheme").equals("https");
        String whole = parts.group("authority");
        int at = whole.lastIndexOf('@'); // passwords are often given with an @ as it is
        Matcher authority = AUTHORITY.matcher(whole.substring(at + 1));
        if (!authority.matches()) {
            throw new IllegalArgumentException(
                    "must name a host and at most a port behind it; IPv6 stands in brackets");
        }
        Optional<String> login = at < 0 ? Optional.empty() : Optional.of(decode(whole, at));
        String path = parts.group("path");
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException(
                    "has a character in its path that must be percent-encoded");
        }
        String slash = path.startsWith("/") ? "" : "/";
        int port = port(authority.group("port"), tls);
        return new IcecastUrl(tls, login, host(authority), port, slash + path);
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
            throw new IllegalArgumentException("has no IPv6 address within its brackets", e);
        }
    }

    private static int port(@Nullable String digits, boolean tls) {
        int port = digits == null ? (tls ? 443 : 80) : Integer.parseInt(digits);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("must have a port of 1 to 65535");
        }
        return port;
    }

    /** What stands before the @, percent-decoded (RFC 3986 2.1). */
    private static String decode(String authority, int end) {
        byte[] text = authority.substring(0, end).getBytes(StandardCharsets.UTF_8);
        ByteBuffer decoded = ByteBuffer.allocate(text.length);
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '%') {
                int high = i + 2 < text.length ? Character.digit(text[i + 1], 16) : -1;
                int low = i + 2 < text.length ? Character.digit(text[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw wrongLogin();
                }
                decoded.put((byte) (high << 4 | low));
                i += 2;
            } else {
                decoded.put(text[i]);
            }
        }
        try {
            CharBuffer login = StandardCharsets.UTF_8.newDecoder().decode(decoded.flip());
            if (login.chars().anyMatch(Character::isISOControl)) {
                throw wrongLogin();
            }
            return login.toString();
        } catch (CharacterCodingException e) {
            throw wrongLogin();
        }
    }

    private static IllegalArgumentException wrongLogin() {
        return new IllegalArgumentException(
                "has a user and password that are not percent-encoded UTF-8");
    }

    /** Host and port as HTTP's Host has them (RFC 9110 7.2). */
    String authority() {
        String bracketed = host.contains(":") ? "[" + host + "]" : host;
        return port == (tls ? 443 : 80) ? bracketed : bracketed + ":" + port;
    }

    /** Without any secret. */
    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + authority() + path.split("\\?", 2)[0];
    }
}
