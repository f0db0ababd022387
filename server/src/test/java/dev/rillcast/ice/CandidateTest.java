package dev.rillcast.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class CandidateTest {
    @Test
    void theLineIsThatOfRfc8839() {
        List<Candidate> candidates =
                Candidate.hosts(
                        List.of(
                                new InetSocketAddress("192.0.2.1", 8189),
                                new InetSocketAddress("2001:db8::1", 8189)));
        assertEquals(
                "%s 1 udp 2130706431 192.0.2.1 8189 typ host"
                        .formatted(candidates.get(0).foundation()),
                candidates.get(0).toAttribute());
        assertEquals(
                "%s 1 udp 2130706175 2001:db8:0:0:0:0:0:1 8189 typ host"
                        .formatted(candidates.get(1).foundation()),
                candidates.get(1).toAttribute());
    }

    @Test
    void theFoundationIsThatOfTheAddress() {
        String one = Candidate.host(new InetSocketAddress("192.0.2.1", 1), 9).foundation();
        String same = Candidate.host(new InetSocketAddress("192.0.2.1", 2), 8).foundation();
        String other = Candidate.host(new InetSocketAddress("192.0.2.2", 1), 9).foundation();
        assertEquals(one, same);
        assertNotEquals(one, other);
        assertTrue(one.matches("[0-9]{1,32}"));
    }

    @Test
    void theZoneOfALinkLocalAddressStaysAtHome() throws Exception {
        byte[] linkLocal = InetAddress.getByName("fe80::1").getAddress();
        InetAddress address = Inet6Address.getByAddress("", linkLocal, 3);
        String line = Candidate.host(new InetSocketAddress(address, 1), 0).toAttribute();
        assertTrue(line.contains(" fe80:0:0:0:0:0:0:1 1 typ host"), line);
    }
}
