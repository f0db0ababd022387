package dev.rillcast.auth;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Where a request comes from.
 *
 * @param address of the connection
 * @param origin the page that made it, if a browser did (the {@code Origin} header)
 * @param forwarded whether a proxy passed it on, so that the address is the proxy's
 * @param client whom the proxy names, if it is one on this machine; else the address again
 */
public record Caller(
        InetAddress address, Optional<String> origin, boolean forwarded, InetAddress client) {
    /** One of whom no proxy says more. */
    public Caller(InetAddress address, Optional<String> origin, boolean forwarded) {
        this(address, origin, forwarded, address);
    }

    /**
     * Whether it comes from this very machine. A page from elsewhere in a browser on this machine
     * does not: it must not use what is open to the machine's own people.
     */
    public boolean local() {
        return address.isLoopbackAddress()
                && !forwarded
                && origin.map(Caller::localOrigin).orElse(true);
    }

    /** Whether pages of that origin are of the machine that they are shown on. */
    public static boolean localOrigin(String origin) {
        try {
            String host = new URI(origin).getHost();
            return host != null
                    && (host.equals("localhost")
                            || host.endsWith(".localhost")
                            || host.equals("[::1]")
                            || host.matches("127(\\.\\d{1,3}){3}"));
        } catch (URISyntaxException notAnOrigin) {
            return false;
        }
    }
}
