package dev.rillcast.output;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;

/**
 * An entry of {@code outputs.allow}: a host or a network, of all ports or of one.
 *
 * @param host a name, an address or the network's address, in lower case
 * @param prefix the network's bits, -1 if the entry is a single host
 * @param port 0 for all
 */
record Allowed(String host, Optional<InetAddress> address, int prefix, int port) {
    static Allowed parse(String entry) {
        String text = entry.strip().toLowerCase(Locale.ROOT);
        int slash = text.indexOf('/');
        if (slash >= 0) {
            InetAddress network = InetAddress.ofLiteral(text.substring(0, slash));
            return new Allowed(
                    text, Optional.of(network), Integer.parseInt(text.substring(slash + 1)), 0);
        }
        int close = text.lastIndexOf(']');
        int colon = text.lastIndexOf(':');
        boolean withPort = colon > close && (close >= 0 || text.indexOf(':') == colon);
        int port = withPort ? Integer.parseInt(text.substring(colon + 1)) : 0;
        String host =
                (withPort ? text.substring(0, colon) : text).replace("[", "").replace("]", "");
        return new Allowed(host, literal(host), -1, port);
    }

    private static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    boolean matches(String name, InetAddress candidate, int candidatePort) {
        if (port != 0 && port != candidatePort) {
            return false;
        }
        if (prefix >= 0) {
            return address.isPresent()
                    && sameNetwork(address.get().getAddress(), candidate.getAddress());
        }
        return host.equalsIgnoreCase(name) || address.filter(candidate::equals).isPresent();
    }

    private boolean sameNetwork(byte[] network, byte[] other) {
        if (network.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((network[bit / 8] & mask) != (other[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
