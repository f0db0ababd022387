package dev.rillcast.peer;

import static dev.rillcast.peer.Client.INTER;
import static dev.rillcast.peer.Client.KEY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Program;
import dev.rillcast.dtls.DtlsIdentity;
import dev.rillcast.sdp.Offer;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that comes to the media port by TCP, from its first check to its good-bye. */
@Timeout(20)
class TcpPathTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final Heard heard = new Heard();
    private int tcpPort;
    private UdpDoor door;
    private Peer peer;
    private Client client;

    @BeforeEach
    void connect() throws Exception {
        HostAddresses addresses = new HostAddresses(List.of(LOOPBACK), List.of(LOOPBACK));
        tcpPort = Program.freePort();
        door =
                UdpDoor.open(
                        addresses,
                        Program.freePort(),
                        TcpListeners.open(addresses, tcpPort),
                        DtlsIdentity.create(
                                new SecureRandom(), Instant.parse("2026-01-01T00:00:00Z")),
                        new MediaTerms(Duration.ofSeconds(30), Duration.ofMillis(400)));
        peer = door.accept(Offer.parse(Client.OFFER), heard);
        client = new Client(new TcpWire(tcpPort), peer.answer());
        client.connect();
        client.video(1, 90_000, KEY);
        assertTrue(heard.awaitFrame().key());
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        door.close();
    }

    @Test
    void theAnswerNamesIt() {
        String candidate = " 127.0.0.1 " + tcpPort + " typ host tcptype passive\r\n";
        assertTrue(peer.answer().contains(candidate), peer.answer());
    }

    @Test
    void feedbackTakesTheSameWay() throws Exception {
        client.video(3, 96_000, INTER);
        byte[] nack = client.awaitRtcp(part -> part.get(1) == (byte) 205 && part.get(0) == -127);
        assertEquals(2, ByteBuffer.wrap(nack).getShort(8 + 12), "the number that is missing");
        client.video(2, 93_000, INTER);
        long first = heard.awaitFrame().timestamp();
        assertEquals(first + 3_000, heard.awaitFrame().timestamp());
    }

    @Test
    void aClientGoesOnByAnotherConnection() throws Exception {
        client.roam();
        client.checkUntilAnswered();
        client.video(2, 93_000, INTER);
        assertFalse(heard.awaitFrame().key());
        peer.wantKeyFrame();
        client.awaitRtcp(part -> part.get(1) == (byte) 206);
    }

    @Test
    void goodByeIsSaidBeforeTheConnectionCloses() throws Exception {
        peer.close();
        client.session().awaitClose();
        assertEquals(Optional.empty(), heard.awaitClosed());
    }

    @Test
    void theDoorSaysGoodByeBeforeItCloses() throws Exception {
        door.close();
        client.session().awaitClose();
        assertEquals(Optional.empty(), heard.awaitClosed());
    }
}
