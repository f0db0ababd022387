package dev.rillcast.ice;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * One of our host candidates, for the only component there is, as RTP and RTCP share it (RFC 8445
 * 5.1.1).
 *
 * @param foundation the same for candidates of one address and transport (RFC 8445 5.1.1.3)
 * @param priority an unsigned number of 32 bits; the higher, the better
 */
public record Candidate(
        String foundation, long priority, Transport transport, InetAddress address, int port) {
    private static final int COMPONENT = 1;

    /**
     * How packets come to us.
     *
     * <p>RFC 6544 4.2: below UDP by its type preference, as browsers have it for their own; and of
     * its local preference the upper three bits are the direction's, 4 for a passive one.
     */
    public enum Transport {
        UDP("udp", "", 126, 65_535),
        /** By connections that the client makes. */
        TCP("tcp", " tcptype passive", 90, (4 << 13) + 8_191);

        private final String name;
        private final String attributes;
        private final int typePreference;
        private final int highestLocalPreference;

        Transport(String name, String attributes, int typePreference, int highestLocalPreference) {
            this.name = name;
            this.attributes = attributes;
            this.typePreference = typePreference;
            this.highestLocalPreference = highestLocalPreference;
        }
    }

    /**
     * Candidates for the addresses, the first preferred; those for UDP come first.
     *
     * @param tcpPort 0: none
     */
    public static List<Candidate> hosts(List<InetAddress> addresses, int port, int tcpPort) {
        List<Candidate> candidates = new ArrayList<>(2 * addresses.size());
        for (int i = 0; i < addresses.size(); i++) {
            candidates.add(host(Transport.UDP, addresses.get(i), port, i));
        }
        for (int i = 0; i < addresses.size() && tcpPort != 0; i++) {
            candidates.add(host(Transport.TCP, addresses.get(i), tcpPort, i));
        }
        return List.copyOf(candidates);
    }

    /**
     * @param rank 0 for the preferred address, different for each
     */
    static Candidate host(Transport transport, InetAddress address, int port, int rank) {
        CRC32 crc = new CRC32();
        String base = "host " + transport.name + " " + text(address);
        crc.update(base.getBytes(StandardCharsets.US_ASCII));
        int localPreference = transport.highestLocalPreference - rank;
        return new Candidate(
                Long.toString(crc.getValue()),
                priority(transport.typePreference, localPreference, COMPONENT),
                transport,
                address,
                port);
    }

    /** RFC 8445 5.1.2.1. */
    static long priority(int typePreference, int localPreference, int component) {
        return ((long) typePreference << 24) + ((long) localPreference << 8) + (256 - component);
    }

    /** The value of an {@code a=candidate} line (RFC 8839 5.1, RFC 6544 4.5). */
    public String toAttribute() {
        return "%s %d %s %d %s %d typ host%s"
                .formatted(
                        foundation,
                        COMPONENT,
                        transport.name,
                        priority,
                        text(address),
                        port,
                        transport.attributes);
    }

    /** Without the zone of a link-local address, which means nothing elsewhere. */
    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}
