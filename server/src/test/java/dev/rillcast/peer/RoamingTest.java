package dev.rillcast.peer;

import static dev.rillcast.peer.Client.INTER;
import static dev.rillcast.peer.Client.KEY;
import static dev.rillcast.peer.Client.feedback;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Program;
import dev.rillcast.dtls.DtlsIdentity;
import dev.rillcast.sdp.IceFragment;
import dev.rillcast.sdp.Offer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connected client whose address changes, with and without an ICE restart. */
@Timeout(20)
class RoamingTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final long SECOND = 1_000_000_000;

    private final Heard heard = new Heard();
    private UdpDoor door;
    private Peer peer;
    private Client client;
    private int sequence;

    @BeforeEach
    void connect() throws Exception {
        DtlsIdentity identity =
                DtlsIdentity.create(new SecureRandom(), Instant.parse("2026-01-01T00:00:00Z"));
        int port = Program.freePort();
        HostAddresses addresses = new HostAddresses(List.of(LOOPBACK), List.of(LOOPBACK));
        door = UdpDoor.open(addresses, port, identity, Duration.ofSeconds(30));
        peer = door.accept(Offer.parse(Client.OFFER), heard);
        client = new Client(port, peer.answer());
        client.connect();
        client.awaitRtcp(_ -> true);
        video(KEY);
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        door.close();
    }

    @Test
    void anICERestartKeepsTheConnectionAndItsKeys() throws Exception {
        String answer = peer.restart(Offer.parse(Client.offer("again")));
        client.restart("again", answer);
        client.roam();
        client.checkUntilAnswered();
        client.rtcp().clear();
        video(INTER);
        client.awaitRtcp(_ -> true);
        assertEquals(1, heard.restarts.get());
        assertEquals(1, heard.connections.get(), "no second handshake");
        assertEquals(line(peer.answer(), "a=fingerprint:"), line(answer, "a=fingerprint:"));
        assertTrue(answer.contains("\r\na=setup:passive\r\n"), answer);
        assertNotEquals(line(peer.answer(), "a=ice-ufrag:"), line(answer, "a=ice-ufrag:"));
        assertNotEquals(line(peer.answer(), "a=ice-pwd:"), line(answer, "a=ice-pwd:"));
    }

    /** RFC 3264 8: the session is the same, its version one more. */
    @Test
    void eachAnswerIsTheNextVersionOfOneSession() throws Exception {
        String first = line(peer.answer(), "o=");
        String second = line(peer.restart(Offer.parse(Client.offer("again"))), "o=");
        assertEquals(first.replaceFirst(" 1 IN", " 2 IN"), second);
        assertNotEquals(first, second);
    }

    @Test
    void theCredentialsOfBeforeHoldUntilTheFirstCheckWithTheNewOnes() throws Exception {
        String answer = peer.restart(Offer.parse(Client.offer("again")));
        client.roam();
        client.checkUntilAnswered();
        video(INTER);
        assertEquals(0, heard.restarts.get());
        client.restart("again", answer);
        client.roam();
        client.checkUntilAnswered();
        client.restart("user", peer.answer());
        client.roam();
        client.check();
        assertFalse(client.answered(100), "they are void now");
    }

    @Test
    void aRestartThatNobodyConfirmedIsReplacedByTheNext() throws Exception {
        String lost = peer.restart(Offer.parse(Client.offer("lost")));
        String answer = peer.restart(Offer.parse(Client.offer("again")));
        client.restart("lost", lost);
        client.roam();
        client.check();
        assertFalse(client.answered(100));
        client.restart("again", answer);
        client.checkUntilAnswered();
        video(INTER);
        assertEquals(1, heard.restarts.get());
    }

    @Test
    void anOfferWithTheCredentialsOfNowIsNoRestart() throws Exception {
        String answer = peer.restart(Offer.parse(Client.OFFER));
        assertEquals(line(peer.answer(), "a=ice-ufrag:"), line(answer, "a=ice-ufrag:"));
        client.roam();
        client.checkUntilAnswered();
        assertEquals(0, heard.restarts.get());
    }

    @Test
    void theICEPartAloneRestartsToo() throws Exception {
        String password = "a=ice-pwd:" + "p".repeat(22);
        IceFragment answer =
                peer.restart(
                        IceFragment.parse(
                                "a=ice-ufrag:frag\r\n"
                                        + password
                                        + "\r\nm=video 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:v\r\n"));
        assertEquals(peer.iceUfrag(), answer.ufrag());
        assertTrue(answer.text().contains("m=video 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:v\r\na=cand"));
        client.restart("frag", answer.text());
        client.roam();
        client.checkUntilAnswered();
        video(INTER);
        assertEquals(1, heard.restarts.get());
    }

    @Test
    void aRestartHasTheTracksOfBefore() throws Exception {
        Offer other =
                Offer.parse(Client.offer("again").replace(":96 ", ":97 ").replace(" 96", " 97"));
        assertTrue(peer.isOf(other));
        var refused = assertThrows(BadOfferException.class, () -> peer.restart(other));
        assertTrue(String.valueOf(refused.getMessage()).contains("tracks of before"));
    }

    @Test
    void anOfferOfAnotherSessionOrCertificateIsNotOfThisConnection() throws Exception {
        assertTrue(peer.isOf(Offer.parse(Client.offer("again").replace("o=- 1 1", "o=- 1 2"))));
        assertFalse(peer.isOf(Offer.parse(Client.OFFER.replace("o=- 1 1", "o=- 2 1"))));
        String fingerprint = line(Client.OFFER.replace("\n", "\r\n"), "a=fingerprint:");
        String other = "a=fingerprint:sha-256 " + "AB:".repeat(31) + "AB";
        assertFalse(peer.isOf(Offer.parse(Client.OFFER.replace(fingerprint, other))));
        String anonymous = Client.OFFER.replaceAll("o=.*\n", "");
        assertFalse(peer.isOf(Offer.parse(anonymous)));
    }

    /** Also what SRTP vouches for: somebody may have copied it and sends it from elsewhere. */
    @Test
    void mediaFromAnAddressThatNoCheckCameFromIsDroppedAndMovesNothing() throws Exception {
        client.roam();
        send(INTER);
        assertTrue(onDoor(() -> true));
        client.rtcp().clear();
        assertFalse(client.answered(100));
        assertTrue(heard.frames.isEmpty());
        client.checkUntilAnswered();
        send(INTER);
        byte[] nack = client.awaitRtcp(feedback(205, 1));
        assertEquals(sequence - 1, ByteBuffer.wrap(nack).getShort(8 + 12), "it never came");
    }

    @Test
    void onlyANominatedAddressIsSentTo() throws Exception {
        client.roam();
        client.check(false);
        assertTrue(client.answered(1_000), "its check is answered");
        video(INTER); // taken, as the address is valid
        client.rtcp().clear();
        tick(System.nanoTime() + 2 * SECOND);
        assertTrue(onDoor(() -> true));
        assertThrows(AssertionError.class, () -> client.awaitRtcp(_ -> true, 100));
        client.check(true);
        client.awaitRtcp(_ -> true);
    }

    /** RFC 7675 5.1. */
    @Test
    void withoutConsentOfTheNominatedAddressAnotherValidOneTakesItsPlace() throws Exception {
        client.roam();
        assertTrue(
                onDoor(
                        () -> {
                            Path other = peer.path();
                            peer.validated(path(40_001), false, System.nanoTime() + 25 * SECOND);
                            assertEquals(other, peer.path());
                            peer.validated(path(40_001), false, System.nanoTime() + 31 * SECOND);
                            return path(40_001).equals(peer.path());
                        }));
    }

    @Test
    void aKeyFrameIsAskedForWhenMediaGoesOnByAnotherWay() throws Exception {
        client.roam();
        Path other = path(client.port());
        assertTrue(
                onDoor(
                        () -> {
                            peer.validated(other, true, System.nanoTime() + SECOND);
                            return true;
                        }));
        client.awaitRtcp(feedback(206, 1));
    }

    @Test
    void aKeyFrameIsAskedForThoughMediaCameBeforeTheNomination() throws Exception {
        client.rtcp().clear();
        client.awaitRtcp(part -> part.limit() == 32 && (part.get(1) & 0xFF) == 201);
        client.awaitRtcp(part -> part.limit() == 32 && (part.get(1) & 0xFF) == 201); // a second
        client.roam();
        client.check(false);
        assertEquals(1, client.firstAnswer()[0]);
        video(INTER);
        client.rtcp().clear();
        client.check(true);
        client.awaitRtcp(feedback(206, 1));
    }

    @Test
    void whatWasAskedForInVainByTheWayOfBeforeDelaysNoKeyFrame() throws Exception {
        long now = System.nanoTime() + SECOND;
        for (int i = 0; i < 3; i++) {
            now += 2 * SECOND;
            peer.wantKeyFrame();
            tick(now);
            client.awaitRtcp(feedback(206, 1));
        }
        client.roam();
        Path other = path(client.port());
        long later = now + SECOND / 2;
        assertTrue(
                onDoor(
                        () -> {
                            peer.validated(other, true, later);
                            peer.tick(later);
                            return true;
                        }));
        client.awaitRtcp(feedback(206, 1), 500);
    }

    @Test
    void whoIsSilentForThirtySecondsIsGone() throws Exception {
        tick(System.nanoTime() + 25 * SECOND);
        assertTrue(heard.closed.isEmpty());
        tick(System.nanoTime() + 31 * SECOND);
        assertEquals(
                Optional.of("nothing was heard from the browser for 30 s"), heard.awaitClosed());
        assertFalse(onDoor(() -> peer.path() != null), "nothing is sent there any more");
    }

    private Path path(int port) {
        Path present = peer.path();
        assertNotNull(present);
        return new UdpPath(((UdpPath) present).channel(), new InetSocketAddress(LOOPBACK, port));
    }

    private void send(String nal) {
        sequence++;
        client.video(sequence, 90_000 + 3_000L * sequence, nal);
    }

    private void video(String nal) throws InterruptedException {
        send(nal);
        heard.awaitFrame();
    }

    private void tick(long now) throws Exception {
        OnDoor.tick(door, peer, now);
    }

    private boolean onDoor(Callable<Boolean> question) throws Exception {
        return OnDoor.ask(door, question);
    }

    private static String line(String sdp, String start) {
        return sdp.lines().filter(line -> line.startsWith(start)).findFirst().orElse("");
    }
}
