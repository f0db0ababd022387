package dev.rillcast.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

/** Numbers only; that the door keeps to them is {@link AdversaryTest}'s. */
class HandshakesTest {
    private final Handshakes handshakes = new Handshakes();

    @Test
    void oneAddressHasABoundOfItsOwn() {
        InetAddress office = InetAddress.ofLiteral("192.0.2.1");
        assertEquals(Handshakes.MAX_PER_ADDRESS, begun("192.0.2.1", 1_000));
        assertTrue(handshakes.begin(InetAddress.ofLiteral("192.0.2.2")));
        handshakes.end(office);
        assertTrue(handshakes.begin(office));
        assertFalse(handshakes.begin(office));
    }

    @Test
    void allTogetherAreBounded() {
        int begun = 0;
        for (int i = 0; i < 100; i++) {
            begun += begun("192.0.2." + i, 5);
        }
        assertEquals(Handshakes.MAX, begun);
        handshakes.end(InetAddress.ofLiteral("192.0.2.1"));
        assertTrue(handshakes.begin(InetAddress.ofLiteral("198.51.100.1")));
    }

    @Test
    void aNetworkOfIpv6CountsAsOneAddress() {
        for (int i = 0; i < Handshakes.MAX_PER_ADDRESS; i++) {
            assertTrue(handshakes.begin(InetAddress.ofLiteral("2001:db8:1:2::" + i)));
        }
        assertFalse(handshakes.begin(InetAddress.ofLiteral("2001:db8:1:2:ffff::1")));
        assertTrue(handshakes.begin(InetAddress.ofLiteral("2001:db8:1:3::1")));
    }

    private int begun(String address, int times) {
        int begun = 0;
        for (int i = 0; i < times; i++) {
            begun += handshakes.begin(InetAddress.ofLiteral(address)) ? 1 : 0;
        }
        return begun;
    }
}
