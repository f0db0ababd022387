package dev.rillcast.broadcast;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;

/** Which addresses are nobody's business from outside (RFC 6890, RFC 4193). */
final class AddressKind {
    private static final byte[] ZEROS = new byte[12];

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
        boolean reserved =
                first >= 240
                        || (first == 198 && (second & 0xFE) == 18)
                        || (first == 192 && second == 0 && b[2] == 0);
        return reserved ? "a reserved address" : "";
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
        if (nat64 || sixToFour || teredo || translated) {
            return "an address that carries an IPv4 address";
        }
        return "";
    }
}
