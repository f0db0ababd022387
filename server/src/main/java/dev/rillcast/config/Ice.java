package dev.rillcast.config;

import static dev.rillcast.config.Settings.wrong;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The STUN and TURN servers that browsers are told of.
 *
 * @param servers their URLs (RFC 7064, RFC 7065)
 * @param secret which the TURN servers share with us to know the credentials that we make
 * @param username the one for all, for TURN servers with fixed credentials
 * @param credential the password of the same
 */
public record Ice(
        List<String> servers,
        Optional<String> secret,
        Optional<String> username,
        Optional<String> credential) {
    static final String FORM =
            "stun:, stuns:, turn: or turns:, a host and perhaps :port; after turn: and turns:"
                    + " also ?transport=udp or ?transport=tcp";

    /**
     * RFC 7064 3.1 and RFC 7065 3.1; the host is looked at apart. Schemes in small letters, as the
     * browsers want them.
     */
    private static final Pattern URL =
            Pattern.compile(
                    "(?:stuns?:(?<stun>[^?]+)|turns?:(?<turn>[^?]+)(?:\\?transport=(?:udp|tcp))?)");

    public Ice {
        servers = List.copyOf(servers);
        for (String server : servers) {
            if (!isUrl(server)) {
                throw wrong(Key.ICE_SERVERS, server, FORM);
            }
        }
        requirePair(username, credential);
        Optional<String> turn = servers.stream().filter(Ice::isTurn).findFirst();
        if (secret.isPresent() && username.isPresent()) {
            throw new ConfigException(
                    Key.ICE_SECRET.path(), "can't be set beside ice.username and ice.credential");
        }
        if (turn.isPresent() && secret.isEmpty() && username.isEmpty()) {
            throw new ConfigException(
                    Key.ICE_SERVERS.path(),
                    turn.get() + " needs ice.secret, or ice.username and ice.credential");
        }
        if (turn.isEmpty() && (secret.isPresent() || username.isPresent())) {
            Key alone = secret.isPresent() ? Key.ICE_SECRET : Key.ICE_USERNAME;
            throw new ConfigException(
                    alone.path(), "is for TURN servers, and ice.servers names none");
        }
    }

    private static void requirePair(Optional<String> username, Optional<String> credential) {
        if (username.isPresent() != credential.isPresent()) {
            Key missing = username.isPresent() ? Key.ICE_CREDENTIAL : Key.ICE_USERNAME;
            Key given = username.isPresent() ? Key.ICE_USERNAME : Key.ICE_CREDENTIAL;
            throw new ConfigException(missing.path(), "is missing beside " + given.path());
        }
    }

    private static boolean isUrl(String text) {
        Matcher url = URL.matcher(text);
        if (!url.matches()) {
            return false;
        }
        String stun = url.group("stun");
        return HostPattern.isHostAndPort(stun == null ? url.group("turn") : stun);
    }

    private static boolean isTurn(String url) {
        return url.startsWith("turn");
    }

    static Ice of(Settings settings) {
        return new Ice(
                settings.list(Key.ICE_SERVERS).orElse(List.of()),
                settings.text(Key.ICE_SECRET),
                settings.text(Key.ICE_USERNAME),
                settings.text(Key.ICE_CREDENTIAL));
    }

    /** Says what is set, never a secret. */
    @Override
    public String toString() {
        boolean access = secret.isPresent() || username.isPresent();
        return "Ice[servers=" + servers + ", access=" + (access ? "set" : "none") + "]";
    }
}
