package dev.rillcast.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.output.OutputPolicy;
import dev.rillcast.output.OutputPolicy.Refused;
import dev.rillcast.rtmp.RtmpUrl;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Outputs that want to reach what is not public, each with the rule that refuses it. The name
 * server is the test's own: it counts, and its answers may change.
 */
class HostileOutputTest {
    private static final String SCHEME = "must begin with rtmp://";
    private static final Map<String, List<String>> NAMES =
            Map.of(
                    "localhost", List.of("127.0.0.1", "::1"),
                    "localhost.", List.of("127.0.0.1"),
                    "public.example", List.of("9.9.9.9"),
                    "private.example", List.of("10.0.0.1"),
                    "metadata.example", List.of("169.254.169.254"),
                    "mixed.example", List.of("9.9.9.9", "192.168.0.1"),
                    "mixed6.example", List.of("9.9.9.9", "fd00::1"),
                    "mapped.example", List.of("::ffff:10.0.0.1"));

    private final List<String> asked = new ArrayList<>();
    private final OutputPolicy policy = new OutputPolicy(List.of(), this::resolve);

    private InetAddress[] resolve(String name) throws UnknownHostException {
        asked.add(name);
        List<String> addresses = NAMES.get(name);
        if (addresses == null) {
            throw new UnknownHostException(name);
        }
        return addresses.stream().map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                // IPv4 in other words
                "rtmp://2130706433/live/x | can be read as several addresses",
                "rtmp://4294967295/live/x | can be read as several addresses",
                "rtmp://0/live/x | can be read as several addresses",
                "rtmp://0x7f000001/live/x | can be read as several addresses",
                "rtmp://0X7F000001/live/x | can be read as several addresses",
                "rtmp://0x7f.1/live/x | can be read as several addresses",
                "rtmp://0x7f.0.0.0x1/live/x | can be read as several addresses",
                "rtmp://127.0.0.0x/live/x | can be read as several addresses",
                "rtmp://0177.0.0.1/live/x | can be read as several addresses",
                "rtmp://127.0.0.01/live/x | can be read as several addresses",
                "rtmp://017700000001/live/x | can be read as several addresses",
                "rtmp://127.1/live/x | can be read as several addresses",
                "rtmp://127.0.1/live/x | can be read as several addresses",
                "rtmp://127.0.0.1./live/x | can be read as several addresses",
                "rtmp://127.0.0.0.1/live/x | can be read as several addresses",
                "rtmp://public.example.1/live/x | can be read as several addresses",
                "rtmp://127.0.0.256/live/x | is not known",
                "rtmp://999.1.1.1/live/x | is not known",
                // IPv4 as it is
                "rtmp://127.0.0.1/live/x | a loopback address",
                "rtmp://0.0.0.0/live/x | an unspecified address",
                "rtmp://10.0.0.1:80/live/x | a private address",
                "rtmp://172.16.0.1/live/x | a private address",
                "rtmp://192.168.0.1/live/x | a private address",
                "rtmp://100.64.0.1/live/x | a shared address (100.64.0.0/10)",
                "rtmp://169.254.169.254/live/x | a link-local address",
                "rtmp://192.0.0.1/live/x | a reserved address",
                "rtmp://198.18.0.1/live/x | a reserved address",
                "rtmp://224.0.0.1/live/x | a multicast address",
                "rtmp://255.255.255.255/live/x | the broadcast address",
                // IPv6
                "rtmp://[::]/live/x | an unspecified address",
                "rtmp://[::1]/live/x | a loopback address",
                "rtmp://[0:0:0:0:0:0:0:1]/live/x | a loopback address",
                "rtmp://[fe80::1]/live/x | a link-local address",
                "rtmp://[fe80::1%eth0]/live/x | must name a host",
                "rtmp://[fe80::1%25eth0]/live/x | must name a host",
                "rtmp://[fc00::1]/live/x | a private address",
                "rtmp://[fd00:ec2::254]/live/x | a private address",
                "rtmp://[ff02::1]/live/x | a multicast address",
                "rtmp://[::ffff:10.0.0.1]/live/x | a private address",
                "rtmp://[::FFFF:7f00:1]/live/x | a loopback address",
                "rtmp://[::127.0.0.1]/live/x | an IPv4-compatible address",
                "rtmp://[::ffff:0:10.0.0.1]/live/x | carries an IPv4 address",
                "rtmp://[64:ff9b::10.0.0.1]/live/x | carries an IPv4 address",
                "rtmp://[64:ff9b:1::10.0.0.1]/live/x | carries an IPv4 address",
                "rtmp://[2002:7f00:1::1]/live/x | carries an IPv4 address",
                "rtmp://[2001::f5ff:fffe]/live/x | carries an IPv4 address",
                "rtmp://[2a00::5efe:10.0.0.1]/live/x | carries an IPv4 address",
                "rtmp://[100::1]/live/x | a reserved address",
                "rtmp://[::1/live/x | must name a host",
                "rtmp://[127.0.0.1]/live/x | is no IPv6 address",
                "rtmp://[12]/live/x | is no IPv6 address",
                "rtmp://[:::]/live/x | is no IPv6 address",
                // names
                "rtmp://localhost/live/x | a loopback address",
                "rtmp://LocalHost/live/x | a loopback address",
                "rtmp://localhost./live/x | a loopback address",
                "rtmp://private.example/live/x | a private address",
                "rtmp://metadata.example/live/x | a link-local address",
                "rtmp://mapped.example/live/x | a private address",
                "rtmp://mixed.example/live/x | a private address",
                "rtmp://mixed6.example/live/x | a private address",
                "rtmp://nobody.example/live/x | is not known",
                // another host than it seems
                "rtmp://public.example@127.0.0.1/live/x | a loopback address",
                "rtmp://public.example:1935@127.0.0.1/live/x | a loopback address",
                "rtmp://127.0.0.1#@public.example/live/x | a slash follows the host",
                "rtmp://public.example#@127.0.0.1/live/x | a slash follows the host",
                "rtmp://public.example?@127.0.0.1/live/x | a slash follows the host",
                "rtmp://127.0.0.1\\@public.example/live/x | must be percent-encoded",
                "rtmp://public.example\\@127.0.0.1/live/x | must be percent-encoded",
                "rtmp:\\\\127.0.0.1/live/x | " + SCHEME,
                "rtmp:127.0.0.1/live/x | " + SCHEME,
                "rtmp:///127.0.0.1/live/x | must name a host",
                "rtmp://127.0.0.1%2f.public.example/live/x | must name a host",
                "rtmp://127%2e0%2e0%2e1/live/x | must name a host",
                "rtmp://127.0.0.1%00.public.example/live/x | must name a host",
                "\"rtmp://127.0.0.1\t.public.example/live/x\" | no control characters",
                "\"rtmp://public.example\r\nHost: h/live/x\" | no control characters",
                "\"rtmp://127.0.0.1 .public.example/live/x\" | must name a host",
                "rtmp://１２７.０.０.１/live/x | must name a host",
                "rtmp://127。0。0。1/live/x | must name a host",
                "rtmp://ⓛocalhost/live/x | must name a host",
                "rtmp://localhost\u00AD/live/x | must name a host",
                // ports and schemes
                "rtmp://public.example:0/live/x | port must be 1 to 65535",
                "rtmp://public.example:65536/live/x | port must be 1 to 65535",
                "rtmp://public.example:-1/live/x | must name a host",
                "rtmp://public.example:1935:22/live/x | must name a host",
                "http://127.0.0.1/live/x | " + SCHEME,
                "file:///etc/passwd | " + SCHEME,
                "gopher://127.0.0.1:6379/_x | " + SCHEME,
                "rtmpt://127.0.0.1/live/x | " + SCHEME,
                "rtmpe://127.0.0.1/live/x | " + SCHEME,
                "rtmpte://127.0.0.1/live/x | " + SCHEME,
                "//127.0.0.1/live/x | " + SCHEME,
                "127.0.0.1/live/x | " + SCHEME,
            })
    void eachIsRefusedByItsRule(String output, String rule) {
        Exception refused =
                assertThrows(
                        Exception.class,
                        () -> {
                            RtmpUrl url = RtmpUrl.parse(output, null);
                            policy.check(url.host(), url.port());
                        });
        assertTrue(refused instanceof Refused || refused instanceof IllegalArgumentException);
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains(rule), message);
        assertTrue(asked.size() <= 1, "asked for " + asked);
    }

    @ParameterizedTest
    @CsvSource({
        "fe80::1%eth0, has a zone",
        "2a00::1%1, has a zone",
        "localhost%00, has a zone",
    })
    void zonesAreRefusedWhereverTheHostCameFrom(String host, String rule) {
        Refused refused = assertThrows(Refused.class, () -> policy.check(host, 1935));
        assertTrue(String.valueOf(refused.getMessage()).contains(rule), refused::toString);
        assertEquals(List.of(), asked);
    }

    @Test
    void addressesAskNoNameServer() throws Exception {
        assertEquals(InetAddress.ofLiteral("9.9.9.9"), policy.check("9.9.9.9", 1935));
        assertEquals(InetAddress.ofLiteral("2a00::1"), policy.check("2a00::1", 1935));
        assertEquals(List.of(), asked);
    }

    @Test
    void namesThatHoldNumbersAreNames() throws Exception {
        for (String name : List.of("1.public.example", "0x7f.example", "a1", "1a")) {
            assertThrows(Refused.class, () -> policy.check(name, 1935));
        }
        assertEquals(List.of("1.public.example", "0x7f.example", "a1", "1a"), asked);
    }

    @Test
    void aNameIsAskedForOnce() throws Exception {
        assertEquals(InetAddress.ofLiteral("9.9.9.9"), policy.check("public.example", 1935));
        assertEquals(List.of("public.example"), asked);
    }
}
