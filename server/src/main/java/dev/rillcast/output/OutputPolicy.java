package dev.rillcast.output;

import dev.rillcast.tls.Trust;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where outputs may go: public addresses, and of the others those that the configuration allows
 * ({@code outputs.allow}). The address that was checked is the one to connect to, so that a name
 * can't be turned to another host in between. And whom ingests must be vouched for by.
 */
public final class OutputPolicy {
    /** Its last part is a number, so some read it as an IPv4 address: octal, hex, shortened. */
    private static final Pattern NUMERIC =
            Pattern.compile("^[^:]*?(^|\\.)(\\d+|0x[0-9a-f]*)\\.?$", Pattern.CASE_INSENSITIVE);

    /** The one form of IPv4 that all read alike (RFC 3986 3.2.2). */
    private static final Pattern DOTTED =
            Pattern.compile("(?:(?:0|[1-9]\\d{0,2})\\.){3}(?:0|[1-9]\\d{0,2})");

    private static final Resolver SYSTEM = InetAddress::getAllByName;

    private final List<Allowed> allowed;
    private final Resolver resolver;
    private final Trust trust;

    /** Tells the addresses of a name, as a name server does. */
    public interface Resolver {
        InetAddress[] resolve(String name) throws UnknownHostException;
    }

    /** With the JDK's authorities. */
    public OutputPolicy(List<String> allow) {
        this(allow, SYSTEM);
    }

    /**
     * @param allow hosts, host:port, addresses and networks, as in the configuration
     * @param trust of ingests behind {@code rtmps://}
     */
    public OutputPolicy(List<String> allow, Trust trust) {
        this(allow, SYSTEM, trust);
    }

    /** The same with names looked up otherwise than by this machine. */
    public OutputPolicy(List<String> allow, Resolver resolver) {
        this(allow, resolver, Trust.STANDARD);
    }

    private OutputPolicy(List<String> allow, Resolver resolver, Trust trust) {
        this.allowed = allow.stream().map(Allowed::parse).toList();
        this.resolver = resolver;
        this.trust = trust;
    }

    /** The output may not be reached; the message names the rule. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final boolean heals;

        Refused(String message) {
            this(message, false);
        }

        Refused(String message, boolean heals) {
            super(message);
            this.heals = heals;
        }

        /** Whether it may be otherwise soon: a name server may have been away. */
        public boolean heals() {
            return heals;
        }
    }

    /**
     * Resolves a host once and checks every address that it has.
     *
     * @return the address to connect to
     * @throws Refused if the host is unknown or may be read in two ways, or if one of its addresses
     *     is local and not allowed
     */
    public InetAddress check(String host, int port) throws Refused {
        InetAddress[] addresses = resolve(host, resolver);
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

    /** Who may vouch for ingests behind rtmps. */
    public Trust trust() {
        return trust;
    }

    /** For outputs that the operator configured: no rule but that the host must be known. */
    public static InetAddress resolveTrusted(String host) throws Refused {
        return resolve(host, SYSTEM)[0];
    }

    /** A name server is asked for names only: what looks like an address must be one. */
    private static InetAddress[] resolve(String host, Resolver resolver) throws Refused {
        if (host.indexOf('%') >= 0) {
            throw new Refused("the output's host " + host + " has a zone, which is not taken");
        }
        if (NUMERIC.matcher(host).find() && !DOTTED.matcher(host).matches()) {
            throw new Refused(
                    "the output's host "
                            + host
                            + " can be read as several addresses; write four decimal numbers");
        }
        try {
            boolean literal = host.indexOf(':') >= 0 || DOTTED.matcher(host).matches();
            return literal
                    ? new InetAddress[] {InetAddress.ofLiteral(host)}
                    : resolver.resolve(host);
        } catch (UnknownHostException | IllegalArgumentException e) {
            throw new Refused("the output's host " + host + " is not known", true);
        }
    }
}
