package dev.rillcast.peer;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Program;
import dev.rillcast.dtls.DtlsIdentity;
import dev.rillcast.sdp.Offer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PeerTableTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final PeerTable table = new PeerTable();
    private UdpDoor door;
    private Peer one;
    private Peer two;

    @BeforeEach
    void open() throws Exception {
        door =
                UdpDoor.open(
                        new HostAddresses(List.of(LOOPBACK), List.of(LOOPBACK)),
                        Program.freePort(),
                        DtlsIdentity.create(
                                new SecureRandom(), Instant.parse("2026-01-01T00:00:00Z")),
                        Duration.ofSeconds(2));
        one = door.accept(Offer.parse(Client.OFFER), new Heard());
        two = door.accept(Offer.parse(Client.OFFER), new Heard());
        table.add(one);
        table.add(two);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void ofTooManyAddressesTheFirstIsForgotten() {
        for (int i = 0; i <= PeerTable.MAX_ADDRESSES_PER_PEER; i++) {
            table.validated(address(i), one);
        }
        assertNull(table.ofAddress(address(0)));
        assertSame(one, table.ofAddress(address(1)));
        assertSame(one, table.ofAddress(address(PeerTable.MAX_ADDRESSES_PER_PEER)));
    }

    @Test
    void anAddressIsOfThePeerThatProvedItLast() {
        table.validated(address(1), one);
        table.validated(address(1), two);
        assertSame(two, table.ofAddress(address(1)));
        table.remove(one);
        assertSame(two, table.ofAddress(address(1)));
        table.validated(address(2), one);
        assertNull(table.ofAddress(address(2)), "who is gone gets nothing");
    }

    @Test
    void nothingIsLeftOfAPeerThatIsRemoved() {
        table.validated(address(1), one);
        table.validated(address(2), one);
        table.remove(one);
        table.remove(two);
        assertNull(table.ofAddress(address(1)));
        assertNull(table.ofAddress(address(2)));
        assertNull(table.ofUfrag(one.ice().local().ufrag()));
        assertTrue(table.isEmpty());
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(LOOPBACK, 40_000 + port);
    }
}
