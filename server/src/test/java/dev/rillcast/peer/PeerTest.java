package dev.rillcast.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Program;
import dev.rillcast.dtls.DtlsIdentity;
import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.rtp.RtpPacket;
import dev.rillcast.rtp.SenderReport;
import dev.rillcast.rtp.TrackFigures;
import dev.rillcast.sdp.Offer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A peer and its door on loopback, with a client of the test's own. */
@Timeout(20)
class PeerTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final DtlsIdentity IDENTITY =
            DtlsIdentity.create(new SecureRandom(), Instant.parse("2026-01-01T00:00:00Z"));

    /** Parameter sets and a key picture in one STAP-A (RFC 6184 5.7.1); a picture after it. */
    private static final String KEY =
            "780005" + "6742e01faa" + "0004" + "68ce3c80" + "0003" + "658884";

    private static final String INTER = "419a0102";
    private static final long SECOND = 1_000_000_000;

    private final Events events = new Events();
    private int port;
    private UdpDoor door;
    private Peer peer;
    private Client client;

    /** What the peer tells. */
    private static final class Events implements PeerEvents {
        final CompletableFuture<Boolean> connected = new CompletableFuture<>();
        final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
        final AtomicInteger restarts = new AtomicInteger();
        final BlockingQueue<Optional<String>> closed = new LinkedBlockingQueue<>();

        @Override
        public void connected() {
            connected.complete(true);
        }

        @Override
        public void restarted() {
            restarts.incrementAndGet();
        }

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

        Frame awaitFrame() throws InterruptedException {
            Frame frame = frames.poll(5, TimeUnit.SECONDS);
            assertNotNull(frame, "no frame came");
            return frame;
        }

        Optional<String> awaitClosed() throws InterruptedException {
            Optional<String> reason = closed.poll(5, TimeUnit.SECONDS);
            assertNotNull(reason, "it is still open");
            return reason;
        }
    }

    @BeforeEach
    void open() throws Exception {
        port = Program.freePort();
        HostAddresses addresses = new HostAddresses(List.of(LOOPBACK), List.of(LOOPBACK));
        door = UdpDoor.open(addresses, port, IDENTITY, Duration.ofSeconds(1));
        peer = door.accept(Offer.parse(Client.OFFER), events);
        assertTrue(onDoor(() -> true), "the door knows the peer");
        client = new Client(port, peer.answer());
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        door.close();
    }

    @Test
    void framesOfAConnectedClientAreGivenOut() throws Exception {
        connect();
        client.video(1, 90_000, KEY);
        Frame key = events.awaitFrame();
        assertTrue(key.key());
        client.video(2, 93_000, INTER);
        Frame inter = events.awaitFrame();
        assertFalse(inter.key());
        assertEquals(3_000, inter.timestamp() - key.timestamp());
    }

    @Test
    void dtlsIsTakenOnlyFromAnAddressThatIceVouchesFor() throws Exception {
        byte[] record = new byte[64];
        record[0] = 22;
        client.send(record, 0, record.length);
        client.check();
        assertEquals(1, client.firstAnswer()[0], "a STUN success response");
        client.handshake();
        assertTrue(events.connected.get(5, TimeUnit.SECONDS));
    }

    @Test
    void strangersGetNoAnswer() throws Exception {
        try (Client stranger =
                new Client(port, peer.answer().replaceAll("(?<=a=ice-pwd:)\\S{4}", "????"))) {
            stranger.check();
            connect();
            client.video(1, 90_000, KEY);
            events.awaitFrame();
            assertFalse(stranger.answered(0));
        }
    }

    @Test
    void aGapIsAskedForAndFilled() throws Exception {
        connect();
        client.video(1, 90_000, KEY);
        client.video(3, 96_000, INTER);
        byte[] nack = client.awaitRtcp(feedback(205, 1));
        assertEquals(2, ByteBuffer.wrap(nack).getShort(8 + 12), "the number that is missing");
        client.video(2, 93_000, INTER);
        long first = events.awaitFrame().timestamp();
        assertEquals(first + 3_000, events.awaitFrame().timestamp());
        assertEquals(first + 6_000, events.awaitFrame().timestamp());
    }

    @Test
    void whatIsLostAndWhatCameAfterAllIsCounted() throws Exception {
        connect();
        assertEquals(List.of(TrackFigures.none(Codec.H264)), peer.figures());
        client.video(1, 90_000, KEY);
        client.video(3, 96_000, INTER);
        client.awaitRtcp(feedback(205, 1));
        client.video(2, 93_000, INTER);
        client.video(5, 102_000, INTER); // 4 never comes
        client.awaitRtcp(feedback(205, 1).and(nack -> nack.getShort(12) == 4));
        tick(System.nanoTime() + SECOND);
        client.awaitRtcp(feedback(206, 1));
        TrackFigures video = peer.figures().getFirst();
        assertEquals(4, video.packets());
        assertEquals(1, video.lost());
        assertEquals(1, video.recovered());
        assertEquals(3, video.frames(), "the one behind the hole would show it");
        assertEquals(1, video.keyFrames());
        assertEquals((KEY.length() + 3 * INTER.length()) / 2, video.bytes());
        assertTrue(video.keyFramesAsked() > 0);
        peer.close();
        events.awaitClosed();
        assertEquals(4, peer.figures().getFirst().packets(), "there when it is over, too");
    }

    @Test
    void aKeyFrameIsAskedForWhileThereIsNone() throws Exception {
        connect();
        client.video(1, 90_000, INTER);
        client.awaitRtcp(feedback(206, 1));
        client.awaitRtcp(feedback(206, 1));
    }

    @Test
    void aKeyFrameIsAskedForWhenTheIntervalIsOver() throws Exception {
        connect();
        client.video(1, 90_000, KEY);
        long key = events.awaitFrame().arrival();
        client.awaitRtcp(feedback(206, 1));
        assertTrue(System.nanoTime() - key > SECOND);
    }

    @Test
    void aKeyFrameIsAskedForOnDemand() throws Exception {
        connect();
        client.video(1, 90_000, KEY);
        long key = events.awaitFrame().arrival();
        peer.wantKeyFrame();
        client.awaitRtcp(feedback(206, 1));
        assertTrue(System.nanoTime() - key < SECOND);
    }

    @Test
    void theClientIsToldWhatArrives() throws Exception {
        connect();
        client.video(1, 90_000, KEY);
        client.video(2, 93_000, INTER);
        byte[] feedback = client.awaitRtcp(feedback(205, 15));
        assertEquals(201, feedback[1] & 0xFF, "a receiver report comes first (RFC 3550 6.1)");
        client.awaitRtcp(
                part -> type(part) == 201 && part.limit() == 32 && part.getInt(8) == Client.SSRC);
    }

    @Test
    void randomBytesChangeNothing() throws Exception {
        connect();
        client.video(1, 90_000, KEY);
        events.awaitFrame();
        Random random = new Random(5);
        try (DatagramChannel stranger = DatagramChannel.open()) {
            InetSocketAddress server = new InetSocketAddress(LOOPBACK, port);
            for (int i = 0; i < 4_000; i++) {
                byte[] bytes = new byte[random.nextInt(300)];
                random.nextBytes(bytes);
                stranger.send(ByteBuffer.wrap(bytes), server);
                client.send(bytes, 0, bytes.length);
                if (i % 50 == 0) { // so that the socket's buffer holds them all
                    client.video(2 + i / 50, 93_000 + 3_000L * i, INTER);
                    events.awaitFrame();
                }
            }
        }
        assertTrue(events.closed.isEmpty());
    }

    @Test
    void whatComesBeforeTheKeysIsHeldWithinABound() throws Exception {
        for (int i = 0; i < 256; i++) {
            assertTrue(onDoor(() -> peer.srtp(new RtpPacket(), 100, 0)));
        }
        assertFalse(onDoor(() -> peer.srtp(new RtpPacket(), 100, 0)));
        connect();
        client.video(1, 90_000, KEY);
        events.awaitFrame();
    }

    @Test
    void aClientThatLeavesClosesInOrder() throws Exception {
        connect();
        client.session().close();
        assertEquals(Optional.empty(), events.awaitClosed());
    }

    @Test
    void aPeerThatIsClosedSaysGoodBye() throws Exception {
        connect();
        peer.close();
        client.session().awaitClose();
        assertEquals(Optional.empty(), events.awaitClosed());
    }

    @Test
    void theDoorSaysGoodByeBeforeItsSocketsClose() throws Exception {
        connect();
        door.close();
        client.session().awaitClose();
        assertEquals(Optional.empty(), events.awaitClosed());
        peer.close();
        assertTrue(events.closed.isEmpty(), "it is told once");
    }

    @Test
    void aPeerMayBeClosedWhileTheHandshakeRuns() throws Exception {
        client.check();
        assertEquals(1, client.firstAnswer()[0]);
        byte[] record = new byte[64];
        record[0] = 22;
        client.send(record, 0, record.length);
        assertTrue(onDoor(() -> true));
        peer.close();
        assertEquals(Optional.empty(), events.awaitClosed());
        door.close();
    }

    @Test
    void aClientThatNeverConnectsIsGivenUp() throws Exception {
        long now = System.nanoTime();
        tick(now + 19 * SECOND);
        assertTrue(events.closed.isEmpty());
        tick(now + 21 * SECOND);
        assertTrue(events.awaitClosed().orElseThrow().contains("did not reach the media port"));
    }

    @Test
    void aClientThatVanishesIsGivenUp() throws Exception {
        connect();
        long now = System.nanoTime();
        tick(now + 29 * SECOND);
        assertTrue(events.closed.isEmpty());
        tick(now + 31 * SECOND);
        assertEquals(
                Optional.of("nothing was heard from the browser for 30 s"), events.awaitClosed());
    }

    private void connect() throws Exception {
        client.connect();
        assertTrue(events.connected.get(5, TimeUnit.SECONDS));
    }

    private void tick(long now) throws Exception {
        assertTrue(
                onDoor(
                        () -> {
                            peer.tick(now);
                            return true;
                        }));
        assertTrue(onDoor(() -> true), "what the tick has posted is done, too");
    }

    private interface Task {
        boolean run();
    }

    private boolean onDoor(Task task) throws Exception {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        door.post(() -> done.complete(task.run()));
        return done.get(5, TimeUnit.SECONDS);
    }

    private static int type(ByteBuffer part) {
        return part.get(1) & 0xFF;
    }

    /** Feedback of a type and format (RFC 4585 6.1). */
    private static Predicate<ByteBuffer> feedback(int type, int format) {
        return part -> type(part) == type && (part.get(0) & 0x1F) == format;
    }
}
