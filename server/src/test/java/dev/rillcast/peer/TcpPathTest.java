package dev.rillcast.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Program;
import dev.rillcast.dtls.DtlsIdentity;
import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.rtp.SenderReport;
import dev.rillcast.sdp.Offer;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that comes to the media port by TCP, from its first check to its good-bye. */
@Timeout(20)
class TcpPathTest implements PeerEvents {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    /** Parameter sets and a key picture in one STAP-A; a picture after it. */
    private static final String KEY = "7800056742e01faa000468ce3c800003658884";

    private static final String INTER = "419a0102";

    private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    private final BlockingQueue<Optional<String>> closed = new LinkedBlockingQueue<>();
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
        peer = door.accept(Offer.parse(Client.OFFER), this);
        client = new Client(new TcpWire(tcpPort), peer.answer());
        client.connect();
        client.video(1, 90_000, KEY);
        assertTrue(frame().key());
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
        long first = frame().timestamp();
        assertEquals(first + 3_000, frame().timestamp());
    }

    @Test
    void aClientGoesOnByAnotherConnection() throws Exception {
        client.roam();
        client.checkUntilAnswered();
        client.video(2, 93_000, INTER);
        assertFalse(frame().key());
        peer.wantKeyFrame();
        client.awaitRtcp(part -> part.get(1) == (byte) 206);
    }

    @Test
    void goodByeIsSaidBeforeTheConnectionCloses() throws Exception {
        peer.close();
        client.session().awaitClose();
        assertEquals(Optional.empty(), closed.poll(5, TimeUnit.SECONDS));
    }

    @Test
    void theDoorSaysGoodByeBeforeItCloses() throws Exception {
        door.close();
        client.session().awaitClose();
        assertEquals(Optional.empty(), closed.poll(5, TimeUnit.SECONDS));
    }

    private Frame frame() throws InterruptedException {
        Frame frame = frames.poll(5, TimeUnit.SECONDS);
        assertNotNull(frame, "no frame came");
        return frame;
    }

    @Override
    public void connected() {}

    @Override
    public void restarted() {}

    @Override
    public void handOver() {}

    @Override
    public void frame(Frame frame) {
        frames.add(frame);
    }

    @Override
    public void report(Codec codec, SenderReport report) {}

    @Override
    public void closed(Optional<String> reason) {
        closed.add(reason);
    }
}
