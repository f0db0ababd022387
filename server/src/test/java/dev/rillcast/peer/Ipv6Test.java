package dev.rillcast.peer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Program;
import dev.rillcast.dtls.DtlsIdentity;
import dev.rillcast.sdp.Offer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client without IPv4. */
@Timeout(20)
class Ipv6Test {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("::1");
    private static final int XOR_MAPPED_ADDRESS = 20;

    private final Heard heard = new Heard();
    private InetSocketAddress server;
    private UdpDoor door;
    private Peer peer;

    @BeforeEach
    void open() throws Exception {
        server = new InetSocketAddress(LOOPBACK, Program.freePort());
        HostAddresses addresses = new HostAddresses(List.of(LOOPBACK), List.of(LOOPBACK));
        door =
                UdpDoor.open(
                        addresses,
                        server.getPort(),
                        TcpListeners.open(addresses, server.getPort()),
                        DtlsIdentity.create(
                                new SecureRandom(), Instant.parse("2026-01-01T00:00:00Z")),
                        new MediaTerms(Duration.ofSeconds(30), Duration.ofMillis(400)));
        peer = door.accept(Offer.parse(Client.OFFER), heard);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void bothCandidatesAreAnnounced() {
        String at = " 0:0:0:0:0:0:0:1 " + server.getPort() + " typ host";
        assertTrue(peer.answer().contains(at + "\r\n"), peer.answer());
        assertTrue(peer.answer().contains(at + " tcptype passive\r\n"), peer.answer());
    }

    @Test
    void itComesByUdp() throws Exception {
        connects(new UdpWire(server));
    }

    @Test
    void itComesByTcp() throws Exception {
        connects(new TcpWire(server));
    }

    private void connects(Client.Wire wire) throws Exception {
        try (Client client = new Client(wire, peer.answer())) {
            client.connect();
            heard.awaitConnected();
            byte[] answer = client.firstAnswer();
            assertArrayEquals(
                    mapped(wire.port()),
                    Arrays.copyOfRange(answer, XOR_MAPPED_ADDRESS, XOR_MAPPED_ADDRESS + 24));
            assertEquals(1, answer[0]);
        }
    }

    /** XOR-MAPPED-ADDRESS of ::1, for the transaction "check-number" (RFC 8489 14.2). */
    private static byte[] mapped(int port) {
        ByteBuffer attribute = ByteBuffer.allocate(24).putInt(0x00200014);
        attribute.putShort((short) 0x0002).putShort((short) (port ^ 0x2112));
        attribute.putInt(0x2112A442).put("check-number".getBytes(US_ASCII));
        attribute.put(23, (byte) (attribute.get(23) ^ 1));
        return attribute.array();
    }
}
