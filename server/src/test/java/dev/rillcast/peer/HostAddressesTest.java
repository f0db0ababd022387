package dev.rillcast.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostAddressesTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    @Test
    void ofItselfItAnnouncesWhatItIsBoundTo() throws Exception {
        HostAddresses own = HostAddresses.of(List.of());
        assertEquals(own.bound(), own.announced());
        assertTrue(own.announced().contains(LOOPBACK));
        assertFalse(own.announced().stream().anyMatch(InetAddress::isLinkLocalAddress));
        assertFalse(own.announced().toString().contains("%"), "zones mean nothing to others");
        assertEquals(own.announced().stream().distinct().toList(), own.announced());
    }

    @Test
    void anAddressOfThisMachineIsBoundAndNoOther() throws Exception {
        HostAddresses one = HostAddresses.of(List.of("127.0.0.1", "::1"));
        assertEquals(List.of(LOOPBACK, InetAddress.ofLiteral("::1")), one.bound());
        assertEquals(one.bound(), one.announced());
    }

    @Test
    void theAddressOfANatIsAnnouncedAndWhatIsBehindItBound() throws Exception {
        HostAddresses nat = HostAddresses.of(List.of("203.0.113.7"));
        assertEquals(List.of(InetAddress.ofLiteral("203.0.113.7")), nat.announced());
        List<InetAddress> own = HostAddresses.of(List.of()).bound();
        List<InetAddress> reachable = own.stream().filter(a -> !a.isLoopbackAddress()).toList();
        assertEquals(reachable.isEmpty() ? own : reachable, nat.bound());
    }

    @Test
    void anEntryThatIsNoAddressIsNamed() {
        assertThrows(
                UnknownHostException.class, () -> HostAddresses.of(List.of("no.such.invalid")));
    }
}
