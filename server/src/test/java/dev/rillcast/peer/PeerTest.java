package dev.rillcast.peer;

import static dev.rillcast.peer.Client.INTER;
import static dev.rillcast.peer.Client.KEY;
import static dev.rillcast.peer.Client.feedback;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Program;
import dev.rillcast.dtls.DtlsIdentity;
import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.rtp.RtpPacket;
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
import java.util.concurrent.Callable;
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

    private static final long SECOND = 1_000_000_000;

    private final Heard events = new Heard();
    private int port;
    private UdpDoor door;
    private Peer peer;
    private Client client;

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
        events.awaitConnected();
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
        for (int i = 0; i < 300; i++) {
            assertFalse(onDoor(() -> peer.srtp(new byte[1_600], 100, new RtpPacket(), 0)));
        }
        assertEquals(256, onDoor(() -> peer.early().size()));
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
        events.awaitConnected();
    }

    private void tick(long now) throws Exception {
        OnDoor.tick(door, peer, now);
    }

    private <T> T onDoor(Callable<T> question) throws Exception {
        return OnDoor.ask(door, question);
    }

    private static int type(ByteBuffer part) {
        return part.get(1) & 0xFF;
    }
}
