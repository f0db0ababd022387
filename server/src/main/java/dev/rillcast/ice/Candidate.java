package dev.rillcast.ice;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * One of our host candidates, over UDP and for the only component there is, as RTP and RTCP share
 * it (RFC 8445 5.1.1).
 *
 * @param foundation the same for candidates of one address (RFC 8445 5.1.1.3)
 * @param priority an unsigned number of 32 bits; the higher, the better
 */
public record Candidate(String foundation, long priority, InetAddress address, int port) {
    private static final int COMPONENT = 1;
    private static final int HOST_TYPE_PREFERENCE = 126;
    private static final int HIGHEST_LOCAL_PREFERENCE = 65_535;

    /** Candidates for the addresses, the first preferred. */
    public static List<Candidate> hosts(List<InetSocketAddress> addresses) {
        List<Candidate> candidates = new ArrayList<>(addresses.size());
        for (InetSocketAddress address : addresses) {
            int preference = HIGHEST_LOCAL_PREFERENCE - candidates.size();
            candidates.add(host(address, preference));
        }
        return List.copyOf(candidates);
    }

    /**
     * @param localPreference 0 to 65535, different for each address
     */
    static Candidate host(InetSocketAddress address, int localPreference) {
        CRC32 crc = new CRC32();
        crc.update(("host udp " + text(address.getAddress())).getBytes(StandardCharsets.US_ASCII));
        return new Candidate(
                Long.toString(crc.getValue()),
                priority(HOST_TYPE_PREFERENCE, localPreference, COMPONENT),
                address.getAddress(),
                address.getPort());
    }

    /** RFC 8445 5.1.2.1. */
    static long priority(int typePreference, int localPreference, int component) {
        return ((long) typePreference << 24) + ((long) localPreference << 8) + (256 - component);
    }

    /** The value of an {@code a=candidate} line (RFC 8839 5.1). */
    public String toAttribute() {
        return "%s %d udp %d %s %d typ host"
                .formatted(foundation, COMPONENT, priority, text(address), port);
    }

    /** Without the zone of a link-local address, which means nothing elsewhere. */
    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}
