package dev.rillcast.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Program;
import dev.rillcast.dtls.DtlsIdentity;
import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.peer.DoorFigures.Handshake;
import dev.rillcast.peer.DoorFigures.Refused;
import dev.rillcast.rtp.Reception;
import dev.rillcast.sdp.Offer;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the media port counts of all its clients together. */
@Timeout(30)
class DoorFiguresTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    /** Parameter sets and a key picture in one STAP-A; a picture after it. */
    private static final String KEY = "7800056742e01faa000468ce3c800003658884";

    private static final String INTER = "419a0102";

    private UdpDoor door;
    private int port;

    @BeforeEach
    void open() throws Exception {
        port = Program.freePort();
        DtlsIdentity identity =
                DtlsIdentity.create(new SecureRandom(), Instant.parse("2026-01-01T00:00:00Z"));
        HostAddresses addresses = new HostAddresses(List.of(LOOPBACK), List.of(LOOPBACK));
        door = UdpDoor.open(addresses, port, identity, Duration.ofSeconds(10));
    }

    @AfterEach
    void close() {
        door.close();
    }

    /** A client that is connected, and what its broadcast hears. */
    private final class Visitor extends Heard implements AutoCloseable {
        final Peer peer;
        final Client client;

        Visitor() throws Exception {
            peer = door.accept(Offer.parse(Client.OFFER), this);
            client = new Client(port, peer.answer());
            client.connect();
            awaitConnected();
        }

        void send(byte[] packet) throws IOException {
            client.send(packet, 0, packet.length);
        }

        void leave() throws Exception {
            peer.close();
            assertEquals(Optional.empty(), awaitClosed());
        }

        @Override
        public void close() throws IOException {
            peer.close();
            client.close();
        }
    }

    @Test
    void theSumOfAllClientsStaysWhenTheyHaveGone() throws Exception {
        try (Visitor one = new Visitor();
                Visitor other = new Visitor()) {
            one.client.video(1, 90_000, KEY);
            Frame _ = one.awaitFrame();
            other.client.video(1, 90_000, KEY);
            other.client.video(3, 96_000, INTER);
            other.client.awaitRtcp(
                    rtcp -> (rtcp.get(1) & 0xFF) == 205 && (rtcp.get(0) & 0x1F) == 1);
            other.client.video(2, 93_000, INTER);
            Frame _ = other.awaitFrame();
            Frame _ = other.awaitFrame();
            Frame _ = other.awaitFrame();
            assertEquals(2, door.figures().peers());
            one.leave();
            other.leave();
        }
        assertEquals(0, door.figures().peers());
        Reception h264 = sum(Codec.H264);
        assertEquals(4, h264.figures().packets());
        assertEquals(4, h264.figures().frames());
        assertEquals(2, h264.figures().keyFrames());
        assertEquals(1, h264.figures().recovered());
        assertTrue(h264.packetsAsked() > 0);
        assertEquals(0, sum(Codec.VP8).figures().packets());
        assertEquals(2, door.figures().handshakes().of(Handshake.DONE));
        assertEquals(0, door.figures().handshaking());
    }

    @Test
    void whatIsForgedAndWhatCameBeforeIsCountedApart() throws Exception {
        try (Visitor visitor = new Visitor()) {
            byte[] first = visitor.client.sealed(1, 90_000, KEY);
            byte[] forged = visitor.client.sealed(2, 93_000, INTER);
            forged[forged.length - 1] ^= 1;
            visitor.send(first.clone());
            visitor.send(first);
            visitor.send(forged);
            visitor.send(visitor.client.sealed(3, 93_000, KEY));
            Frame _ = visitor.awaitFrame();
            visitor.send(visitor.client.sealed(2, 93_000, INTER));
            Frame _ = visitor.awaitFrame();
        }
        assertEquals(1, door.figures().refused().of(Refused.REPLAYED));
        assertEquals(1, door.figures().refused().of(Refused.FORGED));
    }

    @Test
    void aRoundThatDoesNotEndIsSeenAndSleepIsNot() throws Exception {
        long hour = Duration.ofHours(1).toNanos();
        CompletableFuture<Boolean> stuck = new CompletableFuture<>();
        CountDownLatch free = new CountDownLatch(1);
        door.post(
                () -> {
                    stuck.complete(true);
                    awaitUninterruptibly(free);
                });
        assertTrue(stuck.get(5, TimeUnit.SECONDS));
        assertTrue(door.behind(System.nanoTime() + hour) >= hour);
        free.countDown();
        while (door.behind(System.nanoTime()) > 0) {
            LockSupport.parkNanos(1_000_000); // it goes to sleep, as nobody is here
        }
        assertEquals(0, door.behind(System.nanoTime() + hour));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void roundsAreMeasuredWhileSomebodyIsThere() throws Exception {
        try (Visitor visitor = new Visitor()) {
            visitor.client.video(1, 90_000, KEY);
            Frame _ = visitor.awaitFrame();
            assertTrue(door.figures().rounds().sum() > 0);
        }
    }

    @Test
    void aDoorThatIsClosedSaysSo() {
        assertTrue(door.open());
        door.close();
        assertFalse(door.open());
    }

    private Reception sum(Codec codec) {
        return door.figures().received().all().stream()
                .filter(each -> each.codec() == codec)
                .findFirst()
                .orElseThrow();
    }
}
