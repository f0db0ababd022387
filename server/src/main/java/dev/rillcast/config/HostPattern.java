package dev.rillcast.config;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The syntax of hosts, addresses and networks. Asks no name server. */
final class HostPattern {
    static final String FORMS =
            "a host, host:port, address, [address]:port or network (10.0.0.0/8)";

    static final String ORIGIN_FORM =
            "a page's origin in small letters, such as https://app.example.org";

    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?:\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::[0-9]+)?");
    private static final Pattern ORIGIN = Pattern.compile("https?://([^A-Z]+)");
    private static final Pattern USUAL_PORT = Pattern.compile("http://.*:80|https://.*:443");
    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9.])?");
    private static final Pattern FOUR_NUMBERS = Pattern.compile("[0-9]+(\\.[0-9]+){3}");
    private static final Pattern BRACKETS = Pattern.compile("\\[([^]]*)](?::(.*))?");
    private static final Pattern COLON = Pattern.compile("([^:]*):([^:]*)");
    private static final Pattern SLASH = Pattern.compile("([^/]*)/([0-9]{1,3})");

    private HostPattern() {}

    static boolean matches(String text) {
        Matcher slash = SLASH.matcher(text);
        if (slash.matches()) {
            int length = Integer.parseInt(slash.group(2));
            return address(slash.group(1)).filter(a -> length <= bits(a)).isPresent();
        }
        Matcher brackets = BRACKETS.matcher(text);
        if (brackets.matches()) {
            return address(brackets.group(1)).filter(a -> bits(a) == 128).isPresent()
                    && (brackets.group(2) == null || isPort(brackets.group(2)));
        }
        Matcher colon = COLON.matcher(text);
        if (colon.matches()) {
            return isHost(colon.group(1)) && isPort(colon.group(2));
        }
        return isHost(text);
    }

    /**
     * Whether it is an origin as browsers write it (RFC 6454 6.2): without the scheme's own port.
     */
    static boolean isOrigin(String text) {
        Matcher origin = ORIGIN.matcher(text);
        return origin.matches()
                && !USUAL_PORT.matcher(text).matches()
                && isHostAndPort(origin.group(1));
    }

    /**
     * Whether it is a host or an address, in brackets if it is one of IPv6, perhaps with a port.
     */
    static boolean isHostAndPort(String text) {
        return HOST_AND_PORT.matcher(text).matches() && matches(text);
    }

    static boolean isHost(String text) {
        // What looks like an address but is none, such as 300.1.1.1, is no name either.
        boolean numeric = text.matches("[0-9.]*");
        return address(text).isPresent() || (!numeric && NAME.matcher(text).matches());
    }

    static Optional<InetAddress> address(String text) {
        // The old short forms, 10.1 for 10.0.0.1, are more often slips than meant.
        if (!text.contains(":") && !FOUR_NUMBERS.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isPort(String text) {
        return text.matches("[0-9]{1,5}") && Config.isPort(Integer.parseInt(text));
    }

    private static int bits(InetAddress address) {
        return address instanceof Inet4Address ? 32 : 128;
    }
}
