package dev.rillcast.broadcast;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Where outputs may go: public addresses, and of the others those that the configuration allows
 * ({@code outputs.allow}). The address that was checked is the one to connect to, so that a name
 * can't be turned to another host in between.
 */
public final class OutputPolicy {
    private final List<Allowed> allowed;

    /**
     * @param allow hosts, host:port, addresses and networks, as in the configuration
     */
    public OutputPolicy(List<String> allow) {
        this.allowed = allow.stream().map(Allowed::parse).toList();
    }

    /** The output may not be reached; the message names the rule. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    /**
     * Resolves a host once and checks every address that it has.
     *
     * @return the address to connect to
     * @throws Refused if the host is unknown, or one of its addresses is local and not allowed
     */
    public InetAddress check(String host, int port) throws Refused {
        InetAddress[] addresses = resolve(host);
        for (InetAddress address : addresses) {
            String kind = AddressKind.of(address);
            if (!kind.isEmpty()
                    && allowed.stream().noneMatch(a -> a.matches(host, address, port))) {
                throw new Refused(
                        host
                                + " is "
                                + kind
                                + ", which outputs may reach only if outputs.allow lists it");
            }
        }
        return addresses[0];
    }

    /** For outputs that the operator configured: no rule but that the host must be known. */
    public static InetAddress resolveTrusted(String host) throws Refused {
        return resolve(host)[0];
    }

    private static InetAddress[] resolve(String host) throws Refused {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new Refused("the output's host " + host + " is not known");
        }
    }
}
