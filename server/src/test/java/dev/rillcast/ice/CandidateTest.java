package dev.rillcast.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.ice.Candidate.Transport;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CandidateTest {
    @Test
    void theLineIsThatOfRfc8839() throws Exception {
        List<Candidate> candidates = hosts(8189, 0);
        assertEquals(
                "%s 1 udp 2130706431 192.0.2.1 8189 typ host"
                        .formatted(candidates.get(0).foundation()),
                candidates.get(0).toAttribute());
        assertEquals(
                "%s 1 udp 2130706175 2001:db8:0:0:0:0:0:1 8189 typ host"
                        .formatted(candidates.get(1).foundation()),
                candidates.get(1).toAttribute());
        assertEquals(2, candidates.size());
    }

    @Test
    void tcpComesAfterUdpWithTheLineAndThePriorityOfRfc6544() throws Exception {
        List<Candidate> candidates = hosts(8189, 443);
        assertEquals(4, candidates.size());
        assertEquals(
                "%s 1 tcp 1520435199 192.0.2.1 443 typ host tcptype passive"
                        .formatted(candidates.get(2).foundation()),
                candidates.get(2).toAttribute());
        assertEquals(
                "%s 1 tcp 1520434943 2001:db8:0:0:0:0:0:1 443 typ host tcptype passive"
                        .formatted(candidates.get(3).foundation()),
                candidates.get(3).toAttribute());
    }

    private static List<Candidate> hosts(int port, int tcpPort) throws UnknownHostException {
        return Candidate.hosts(
                List.of(InetAddress.getByName("192.0.2.1"), InetAddress.getByName("2001:db8::1")),
                port,
                tcpPort);
    }

    @Test
    void theFoundationIsThatOfTheAddressAndTheTransport() throws Exception {
        InetAddress address = InetAddress.getByName("192.0.2.1");
        InetAddress another = InetAddress.getByName("192.0.2.2");
        String one = Candidate.host(Transport.UDP, address, 1, 0).foundation();
        String same = Candidate.host(Transport.UDP, address, 2, 1).foundation();
        String other = Candidate.host(Transport.UDP, another, 1, 0).foundation();
        String tcp = Candidate.host(Transport.TCP, address, 1, 0).foundation();
        assertEquals(one, same);
        assertNotEquals(one, other);
        assertNotEquals(one, tcp);
        assertTrue(one.matches("[0-9]{1,32}"));
    }

    @Test
    void theZoneOfALinkLocalAddressStaysAtHome() throws Exception {
        byte[] linkLocal = InetAddress.getByName("fe80::1").getAddress();
        InetAddress address = Inet6Address.getByAddress("", linkLocal, 3);
        String line = Candidate.host(Transport.UDP, address, 1, 0).toAttribute();
        assertTrue(line.contains(" fe80:0:0:0:0:0:0:1 1 typ host"), line);
    }
}
