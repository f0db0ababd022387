package dev.rillcast.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.output.OutputPolicy.Refused;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Asks no name server: every host here is an address, localhost, or no name at all. */
class OutputPolicyTest {
    private final OutputPolicy strict = new OutputPolicy(List.of());

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, a loopback address",
        "127.255.255.254, a loopback address",
        "::1, a loopback address",
        "::ffff:127.0.0.1, a loopback address",
        "::ffff:7f00:1, a loopback address",
        "localhost, a loopback address",
        "0.0.0.0, an unspecified address",
        "::, an unspecified address",
        "::ffff:0.0.0.0, an unspecified address",
        "0.1.2.3, an address of this network (0.0.0.0/8)",
        "10.0.0.1, a private address",
        "172.16.0.1, a private address",
        "172.31.255.255, a private address",
        "192.168.1.1, a private address",
        "::ffff:10.0.0.1, a private address",
        "fc00::1, a private address",
        "fd12:3456::1, a private address",
        "fec0::1, a private address",
        "100.64.0.1, a shared address (100.64.0.0/10)",
        "100.127.255.255, a shared address (100.64.0.0/10)",
        "169.254.169.254, a link-local address",
        "fe80::1, a link-local address",
        "224.0.0.1, a multicast address",
        "239.255.255.255, a multicast address",
        "ff02::1, a multicast address",
        "192.0.0.8, a reserved address",
        "198.18.0.1, a reserved address",
        "198.19.255.255, a reserved address",
        "192.0.2.1, a reserved address",
        "192.88.99.1, a reserved address",
        "198.51.100.255, a reserved address",
        "203.0.113.7, a reserved address",
        "240.0.0.1, a reserved address",
        "100::1, a reserved address",
        "2001:1::1, a reserved address",
        "2001:db8::1, a reserved address",
        "3fff:fff::1, a reserved address",
        "4000::1, a reserved address",
        "5f00::1, a reserved address",
        "255.255.255.255, the broadcast address",
        "::127.0.0.1, an IPv4-compatible address",
        "64:ff9b::7f00:1, an address that carries an IPv4 address",
        "64:ff9b:1::a00:1, an address that carries an IPv4 address",
        "2002:7f00:1::, an address that carries an IPv4 address",
        "2001:0:1::1, an address that carries an IPv4 address",
        "2a00::5efe:7f00:1, an address that carries an IPv4 address",
        "2a00::200:5efe:a00:1, an address that carries an IPv4 address",
        "::ffff:0:7f00:1, an address that carries an IPv4 address",
    })
    void whatIsNotPublicIsRefusedByItsKind(String host, String kind) {
        Refused refused = assertThrows(Refused.class, () -> strict.check(host, 1935));
        assertEquals(
                host + " is " + kind + ", which outputs may reach only if outputs.allow lists it",
                refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.0.0.1",
                "169.253.0.1",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.1",
                "192.167.1.1",
                "198.17.1.1",
                "198.20.0.1",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00::1",
                "2001:200::1",
                "2001:db7:ffff::",
                "2003::1",
                "3ffe:ffff::",
                "3fff:1000::",
                "192.0.3.1"
            })
    void publicAddressesAreTheOnesToConnectTo(String host) throws Exception {
        assertEquals(InetAddress.getByName(host), strict.check(host, 1935));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1, 1935, true",
        "127.0.0.1, localhost, 1935, true",
        "127.0.0.1, ::ffff:127.0.0.1, 1, true",
        "127.0.0.1, 127.0.0.2, 1935, false",
        "127.0.0.1:1935, 127.0.0.1, 1935, true",
        "127.0.0.1:1935, 127.0.0.1, 1936, false",
        "localhost:1935, LOCALHOST, 1935, true",
        "localhost:1935, localhost, 80, false",
        "LocalHost, localhost, 80, true",
        "[::1]:1935, ::1, 1935, true",
        "[::1]:1935, ::1, 1936, false",
        "[::1], 0:0:0:0:0:0:0:1, 7, true",
        "fd00::7, fd00::7, 7, true",
        "fd00::7, fd00::8, 7, false",
        "10.0.0.0/8, 10.255.0.1, 7, true",
        "10.0.0.0/8, 192.168.0.1, 7, false",
        "192.168.4.0/22, 192.168.7.255, 7, true",
        "192.168.4.0/22, 192.168.8.0, 7, false",
        "0.0.0.0/0, 192.168.8.0, 7, true",
        "10.0.0.7/32, 10.0.0.8, 7, false",
        "0.0.0.0/0, fd00::1, 7, false",
        "fd00::/8, fd12::1, 7, true",
        "fd00::/8, fc12::1, 7, false",
        "fd00::/8, 10.0.0.1, 7, false",
    })
    void theConfigurationAllowsWhatItLists(String entry, String host, int port, boolean allowed)
            throws Exception {
        OutputPolicy policy = new OutputPolicy(List.of("9.9.9.9", entry));
        if (allowed) {
            assertEquals(InetAddress.getAllByName(host)[0], policy.check(host, port));
        } else {
            assertThrows(Refused.class, () -> policy.check(host, port));
        }
    }

    @Test
    void anAllowedNameIsNoSuffix() {
        Allowed entry = Allowed.parse("media.lan");
        InetAddress address = InetAddress.ofLiteral("10.0.0.1");
        assertTrue(entry.matches("media.lan", address, 1));
        assertFalse(entry.matches("evil-media.lan", address, 1));
        assertFalse(entry.matches("media.lan.example", address, 1));
    }
}
