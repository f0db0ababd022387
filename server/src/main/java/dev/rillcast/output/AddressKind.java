package dev.rillcast.output;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Set;

/** Which addresses are nobody's business from outside (RFC 6890 and its registries, RFC 4193). */
final class AddressKind {
    private static final byte[] ZEROS = new byte[12];

    /** 192.0.0.0/24, the three for documentation (RFC 5737), and the relays of 6to4. */
    private static final Set<Integer> RESERVED =
            Set.of(0xC00000, 0xC00002, 0xC63364, 0xCB0071, 0xC05863);

    /** The interface identifier of ISATAP (RFC 5214 6.1), its universal bit left out. */
    private static final byte[] ISATAP = {0, 0, 0x5E, (byte) 0xFE};

    private AddressKind() {}

    /**
     * In words, or empty for a public address. Java turns IPv4-mapped IPv6 addresses into IPv4 by
     * itself.
     */
    static String of(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return "a loopback address";
        }
        if (address.isAnyLocalAddress()) {
            return "an unspecified address";
        }
        if (address.isLinkLocalAddress()) {
            return "a link-local address";
        }
        if (address.isMulticastAddress()) {
            return "a multicast address";
        }
        byte[] b = address.getAddress();
        return address instanceof Inet4Address ? ofIpv4(b) : ofIpv6(b);
    }

    private static String ofIpv4(byte[] b) {
        int first = b[0] & 0xFF;
        int second = b[1] & 0xFF;
        if (first == 0) {
            return "an address of this network (0.0.0.0/8)";
        }
        if (first == 10
                || (first == 172 && (second & 0xF0) == 16)
                || (first == 192 && second == 168)) {
            return "a private address";
        }
        if (first == 100 && (second & 0xC0) == 64) {
            return "a shared address (100.64.0.0/10)";
        }
        if (first == 255 && second == 255 && b[2] == -1 && b[3] == -1) {
            return "the broadcast address";
        }
        int network = first << 16 | second << 8 | (b[2] & 0xFF);
        boolean reserved =
                first >= 240 || (network & 0xFFFE00) == 0xC61200 || RESERVED.contains(network);
        return reserved ? "a reserved address" : "";
    }

    /**
     * Global unicast is 2000::/3; of that 2001::/23 is for protocols, 2001:db8::/32 and 3fff::/20
     * for documentation (RFC 3849, RFC 9637).
     */
    private static boolean global(byte[] b) {
        int first = (b[0] & 0xFF) << 8 | (b[1] & 0xFF);
        int second = (b[2] & 0xFF) << 8 | (b[3] & 0xFF);
        boolean protocols = first == 0x2001 && second < 0x200;
        boolean documentation =
                (first == 0x2001 && second == 0xDB8) || (first == 0x3FFF && second < 0x1000);
        return (first & 0xE000) == 0x2000 && !protocols && !documentation;
    }

    private static String ofIpv6(byte[] b) {
        if ((b[0] & 0xFE) == 0xFC || ((b[0] & 0xFF) == 0xFE && (b[1] & 0xC0) == 0xC0)) {
            return "a private address";
        }
        boolean compatible = Arrays.equals(b, 0, 12, ZEROS, 0, 12);
        if (compatible) {
            return "an IPv4-compatible address";
        }
        boolean nat64 = b[0] == 0 && b[1] == 0x64 && (b[2] & 0xFF) == 0xFF && (b[3] & 0xFF) == 0x9B;
        boolean sixToFour = b[0] == 0x20 && b[1] == 0x02;
        boolean teredo = b[0] == 0x20 && b[1] == 0x01 && b[2] == 0 && b[3] == 0;
        boolean translated = b[8] == -1 && b[9] == -1 && Arrays.equals(b, 0, 8, ZEROS, 0, 8);
        boolean isatap = (b[8] & ~2) == 0 && Arrays.equals(b, 9, 12, ISATAP, 1, 4);
        if (nat64 || sixToFour || teredo || translated || isatap) {
            return "an address that carries an IPv4 address";
        }
        return global(b) ? "" : "a reserved address";
    }
}
