package dev.rillcast.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Program;
import dev.rillcast.dtls.DtlsIdentity;
import dev.rillcast.rtp.PacketPool;
import dev.rillcast.sdp.Offer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real connections on loopback, and time as the test has it. */
@Timeout(20)
class TcpConnectionsTest {
    private static final HostAddresses LOOPBACK =
            new HostAddresses(
                    List.of(InetAddress.getLoopbackAddress()),
                    List.of(InetAddress.getLoopbackAddress()));
    private static final long SECOND = 1_000_000_000;

    private final PeerTable peers = new PeerTable();
    private final List<TcpWire> wires = new ArrayList<>();
    private int port;
    private Selector selector;
    private TcpConnections connections;
    private UdpDoor door;
    private Peer peer;
    private long now;

    @BeforeEach
    void open() throws Exception {
        port = Program.freePort();
        selector = Selector.open();
        connections =
                new TcpConnections(
                        TcpListeners.open(LOOPBACK, port),
                        selector,
                        new Demultiplexer(peers, new PacketPool()));
        door =
                UdpDoor.open(
                        LOOPBACK,
                        Program.freePort(),
                        DtlsIdentity.create(
                                new SecureRandom(), Instant.parse("2026-01-01T00:00:00Z")),
                        Duration.ofSeconds(2));
        peer = door.accept(Offer.parse(Client.OFFER), new Heard());
        peers.add(peer);
        now = System.nanoTime();
    }

    @AfterEach
    void close() throws Exception {
        connections.close();
        selector.close();
        door.close();
        for (TcpWire wire : wires) {
            wire.close();
        }
    }

    @Test
    void aFrameMayComeByteByByte() throws Exception {
        TcpWire wire = connect();
        for (byte each : TcpWire.framed(check())) {
            wire.write(new byte[] {each});
            pass(0);
        }
        assertEquals(1, receive(wire)[0], "a STUN success response");
    }

    @Test
    void framesMayComeTogetherAndEndInTheNextOne() throws Exception {
        TcpWire wire = connect();
        byte[] frame = TcpWire.framed(check());
        ByteBuffer two = ByteBuffer.allocate(2 * frame.length).put(frame).put(frame);
        wire.write(Arrays.copyOf(two.array(), frame.length + 1));
        assertEquals(1, receive(wire)[0]);
        wire.write(Arrays.copyOfRange(two.array(), frame.length + 1, two.capacity()));
        assertEquals(1, receive(wire)[0]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "474554202f20485454502f312e310d0a0d0a", // GET / HTTP/1.1
                "16030100c8010000c40303", // a ClientHello of TLS
                "0000", // a frame without a packet
                "0641", // one that is larger than a packet may be
                "000d16fefd0000000000000000000000", // DTLS, before ICE has vouched for anybody
                "000d80600001000000000000000000aa", // RTP, the same
                "0001000000", // too short for all of them
            })
    void whatIsNoConnectivityCheckEndsTheConnectionUnanswered(String hex) throws Exception {
        TcpWire wire = connect();
        wire.write(HexFormat.of().parseHex(hex));
        assertClosed(wire);
    }

    @Test
    void aCheckOfSomebodyWhoDoesNotKnowThePasswordHearsNothing() throws Exception {
        TcpWire wire = connect();
        byte[] forged = check();
        forged[forged.length - 20] ^= 1; // in MESSAGE-INTEGRITY
        wire.write(TcpWire.framed(forged));
        pass(TcpConnections.STRANGER_LIMIT - 1);
        assertEquals(1, stillOpen());
        pass(SECOND);
        assertClosed(wire);
    }

    @Test
    void aSilentStrangerIsClosedInTime() throws Exception {
        TcpWire silent = connect();
        TcpWire slow = connect();
        slow.write(new byte[] {0, 100, 0});
        pass(TcpConnections.STRANGER_LIMIT - 1);
        assertEquals(2, stillOpen());
        pass(SECOND);
        assertClosed(silent);
        assertClosed(slow);
    }

    @Test
    void ofTooManyStrangersFromOneAddressTheFirstGoes() throws Exception {
        TcpWire member = authenticated();
        TcpWire first = connect();
        for (int i = 0; i < TcpConnections.MAX_STRANGERS_PER_ADDRESS; i++) {
            connect();
        }
        assertClosed(first);
        assertEquals(1 + TcpConnections.MAX_STRANGERS_PER_ADDRESS, stillOpen());
        check(member);
    }

    @Test
    void ofTooManyStrangersInAllTheFirstGoes() throws Exception {
        TcpWire first = connect();
        for (int i = 0; i < TcpConnections.MAX_STRANGERS; i++) {
            connectFrom("127.0.1." + (1 + i / TcpConnections.MAX_STRANGERS_PER_ADDRESS));
        }
        assertClosed(first);
        assertEquals(TcpConnections.MAX_STRANGERS, stillOpen());
    }

    @Test
    void ofTooManyConnectionsOfOnePeerTheFirstGoes() throws Exception {
        TcpWire first = authenticated();
        for (int i = 0; i < TcpConnections.MAX_PER_PEER; i++) {
            authenticated();
        }
        assertClosed(first);
        assertEquals(TcpConnections.MAX_PER_PEER, stillOpen());
    }

    @Test
    void aConnectionThatFallsSilentIsClosed() throws Exception {
        TcpWire wire = authenticated();
        pass(29 * SECOND);
        check(wire);
        pass(29 * SECOND);
        assertEquals(1, stillOpen());
        pass(2 * SECOND);
        assertClosed(wire);
    }

    @Test
    void aHalfClosedConnectionIsClosed() throws Exception {
        TcpWire wire = authenticated();
        wire.finish();
        assertClosed(wire);
    }

    @Test
    void theConnectionsOfAPeerThatIsGoneCloseOnceItHasSaidGoodBye() throws Exception {
        TcpWire wire = authenticated();
        TcpConnection connection = connection();
        connections.leave(peer, now);
        byte[] goodBye = {21, 2, 3};
        connection.send(goodBye, 0, goodBye.length);
        wire.send(ByteBuffer.wrap(new byte[20])); // what is still under way is not held against it
        pass(SECOND / 2);
        assertArrayEquals(goodBye, wire.receive());
        pass(SECOND);
        assertClosed(wire);
    }

    @Test
    void whatAClientDoesNotReadIsLostInWholeFrames() throws Exception {
        TcpWire wire = authenticated();
        TcpConnection connection = connection();
        int sent = 20_000; // more than the kernel keeps
        for (int i = 0; i < sent; i++) {
            byte[] packet = new byte[1_000];
            ByteBuffer.wrap(packet).putInt(i);
            connection.send(packet, 0, packet.length);
            connections.flush(now);
        }
        int received = 0;
        while (received < 100) { // it reads again, and what waited comes after
            assertEquals(received++, ByteBuffer.wrap(receive(wire)).getInt());
        }
        connections.leave(peer, now);
        pass(2 * SECOND);
        assertTrue(received + wholeFrames(wire, received - 1) < sent, "some were lost");
    }

    /** How many come until the end, in their order. */
    private static int wholeFrames(TcpWire wire, int before) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(wire.rest());
        int last = before;
        int frames = 0;
        while (rest.remaining() >= 1_002) {
            assertEquals(1_000, rest.getShort());
            int number = rest.getInt();
            assertTrue(number > last, number + " after " + last);
            last = number;
            rest.position(rest.position() + 996);
            frames++;
        }
        return frames;
    }

    private byte[] check() throws Exception {
        try (Client client = new Client(new Silence(), peer.answer())) {
            return client.binding();
        }
    }

    private TcpWire connect() throws Exception {
        return connectFrom("127.0.0.1");
    }

    private TcpWire connectFrom(String local) throws Exception {
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        TcpWire wire = new TcpWire(InetAddress.ofLiteral(local), server);
        wires.add(wire);
        pass(0);
        return wire;
    }

    private TcpWire authenticated() throws Exception {
        TcpWire wire = connect();
        check(wire);
        return wire;
    }

    private void check(TcpWire wire) throws Exception {
        wire.write(TcpWire.framed(check()));
        assertEquals(1, receive(wire)[0], "a STUN success response");
    }

    private byte[] receive(TcpWire wire) throws IOException {
        pass(0);
        return wire.receive();
    }

    private TcpConnection connection() {
        return selector.keys().stream()
                .map(key -> key.attachment())
                .filter(TcpConnection.class::isInstance)
                .map(TcpConnection.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private long stillOpen() {
        return selector.keys().stream()
                .filter(key -> key.isValid() && key.attachment() instanceof TcpConnection)
                .count();
    }

    private void assertClosed(TcpWire wire) throws IOException {
        pass(0);
        try {
            assertEquals(0, wire.rest().length, "it was answered");
        } catch (SocketException reset) {
            assertTrue(reset.toString().contains("reset"), reset.toString());
        }
    }

    /** Some rounds of the door, the first after that time. */
    private void pass(long nanos) throws IOException {
        now += nanos;
        for (int i = 0; i < 3; i++) { // what loopback brings is there at once
            connections.drain(now);
            connections.flush(now);
        }
    }

    /** A wire that leads nowhere. */
    private static final class Silence implements Client.Wire {
        @Override
        public void send(ByteBuffer packet) {}

        @Override
        public byte[] receive() throws IOException {
            throw new IOException("nothing comes");
        }

        @Override
        public int port() {
            return 0;
        }

        @Override
        public Silence another() {
            return this;
        }

        @Override
        public void close() {}
    }
}
