package dev.rillcast.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Program;
import dev.rillcast.auth.Access;
import dev.rillcast.auth.Caller;
import dev.rillcast.broadcast.Broadcasts;
import dev.rillcast.broadcast.OutputPolicy;
import dev.rillcast.broadcast.Target;
import dev.rillcast.broadcast.TargetOptions;
import dev.rillcast.dtls.DtlsIdentity;
import dev.rillcast.ingest.LiveStreams;
import dev.rillcast.ingest.RtmpIngest;
import dev.rillcast.peer.HostAddresses;
import dev.rillcast.peer.UdpDoor;
import dev.rillcast.rtmp.RtmpUrl;
import dev.rillcast.sdp.Offer;
import dev.rillcast.web.Http;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A session as its socket uses it, with everything behind it but the browser. */
@Timeout(20)
class SessionTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final Access ACCESS = new Access(Optional.empty());
    private static final DtlsIdentity IDENTITY =
            DtlsIdentity.create(new SecureRandom(), Instant.parse("2026-01-01T00:00:00Z"));

    private final LinkedBlockingQueue<String> sent = new LinkedBlockingQueue<>();
    private final LiveStreams live = new LiveStreams();
    private RtmpIngest ingest;
    private UdpDoor door;
    private Broadcasts broadcasts;
    private Session session;
    private int ids;

    @BeforeEach
    void open() throws Exception {
        ingest = RtmpIngest.open(LOOPBACK, 0, live);
        HostAddresses addresses = new HostAddresses(List.of(LOOPBACK), List.of(LOOPBACK));
        door = UdpDoor.open(addresses, Program.freePort(), IDENTITY, Duration.ofSeconds(2));
        broadcasts = new Broadcasts(door, new OutputPolicy(List.of("127.0.0.1")));
        session = session(Optional.empty());
    }

    @AfterEach
    void close() {
        session.close();
        broadcasts.close();
        door.close();
        ingest.close();
    }

    private Session session(Optional<String> origin) {
        Outbox outbox =
                new Outbox() {
                    @Override
                    public void send(String message) {
                        sent.add(message);
                    }

                    @Override
                    public void end(String reason) {
                        sent.add("{\"type\":\"end\",\"reason\":\"" + reason + "\"}");
                    }
                };
        return new Session(new Caller(LOOPBACK, origin, false), ACCESS, broadcasts, outbox);
    }

    @Test
    void aBroadcastIsAnsweredBeforeItsStatusAndStoppedWhenItsStreamHasEnded() throws Exception {
        signIn();
        start("show", ingest.port());
        assertTrue(expect("ok").path("sdp").asString().startsWith("v=0\r\n"));
        JsonNode status = expect("broadcastStatus");
        assertEquals(4, status.path("state").asInt());
        assertEquals("signalling", status.path("message").asString());
        assertEquals("show", status.path("streamname").asString());
        awaitLive("show");
        request("stopBroadcast", "");
        assertEquals(ids, expect("ok").path("id").asInt());
        awaitNoneLive();
        assertEquals(0, broadcasts.count());
        assertSilent();
    }

    @Test
    void oneBroadcastAtATime() throws Exception {
        signIn();
        start("one", ingest.port());
        expect("ok");
        expect("broadcastStatus");
        start("two", ingest.port());
        assertError(1006, "running already");
        request("stopBroadcast", "");
        expect("ok");
        request("stopBroadcast", "");
        assertError(1006, "no broadcast is running");
        start("two", ingest.port());
        expect("ok");
    }

    @Test
    void everyWishToStopIsAnswered() throws Exception {
        SessionBroadcast broadcast = new SessionBroadcast(m -> sent.add(m.toJson()), "show");
        RtmpUrl url = RtmpUrl.parse("rtmp://127.0.0.1:" + ingest.port() + "/live/show", null);
        Offer offer = Offer.parse(Http.offer("obs"));
        broadcast.start(broadcasts, offer, new Target(url, false, TargetOptions.NONE), sdp -> {});
        CountDownLatch answers = new CountDownLatch(3);
        synchronized (broadcast) { // so that it can't be over before the second wish
            broadcast.stop(answers::countDown);
            broadcast.stop(answers::countDown);
        }
        broadcast.stop(answers::countDown);
        assertTrue(answers.await(5, TimeUnit.SECONDS));
        assertTrue(broadcast.over());
    }

    @Test
    void whoIsNotSignedInMayDoNothing() throws Exception {
        start("x", ingest.port());
        assertError(4001, "not signed in");
        request("stopBroadcast", "");
        assertError(4001, "not signed in");
        request("signOut", "");
        assertError(4001, "not signed in");
        signIn();
        request("signIn", ",'version':1,'userName':'Ann'");
        assertError(1006, "signed in already");
        request("signOut", "");
        expect("ok");
        request("signOut", "");
        assertError(4001, "not signed in");
    }

    @Test
    void pagesFromElsewhereMayNotSignIn() throws Exception {
        session = session(Optional.of("https://evil.example"));
        request("signIn", ",'version':1,'userName':'Ann'");
        assertError(102001, "its own machine");
    }

    @Test
    void anotherVersionIsRefused() throws Exception {
        request("signIn", ",'version':2,'userName':'Ann'");
        assertError(107001, "version must be 1");
    }

    @Test
    void anOfferThatCannotBeUsedIsRefusedAndLeavesNothingBehind() throws Exception {
        signIn();
        start("v=0", "rtmp://127.0.0.1/live/x");
        assertError(5001, "");
        String offer = Http.offer("obs");
        start(offer.replaceAll("(?<=a=ice-ufrag:)\\S+", "?"), "rtmp://127.0.0.1/live/x");
        assertError(5001, "ice-ufrag");
        start(
                offer.replaceAll("(?<=a=fingerprint:sha-256 )\\S+", "AA:BB"),
                "rtmp://127.0.0.1/live/x");
        assertError(5001, "fingerprint");
        start(offer, "http://127.0.0.1/live/x");
        assertError(107001, "transcodingTargets.output");
        start("show", ingest.port());
        expect("ok");
    }

    @Test
    void anOutputThatMayNotBeReachedIsToldByItsRule() throws Exception {
        signIn();
        start(Http.offer("obs"), "rtmp://10.0.0.1/live/secret-key");
        expect("ok");
        expect("broadcastStatus");
        assertEnded(102001, "outputs.allow");
        assertEquals(0, broadcasts.count());
    }

    @Test
    void aDeadIngestEndsTheBroadcastWithoutItsKey() throws Exception {
        signIn();
        start("secret-key", Program.freePort());
        expect("ok");
        expect("broadcastStatus");
        assertEnded(109000, "can't be reached");
        start("secret-key", ingest.port());
        expect("ok");
    }

    @Test
    void aBroadcastStopsWhileItsIngestKeepsSilent() throws Exception {
        signIn();
        try (ServerSocket silent = new ServerSocket(0, 1, LOOPBACK)) {
            start("show", silent.getLocalPort());
            expect("ok");
            expect("broadcastStatus");
            silent.accept().getInputStream().readNBytes(1_537); // C0 and C1: it waits for ours
            request("stopBroadcast", "");
            assertEquals(ids, expect("ok").path("id").asInt());
            assertSilent();
        }
    }

    @Test
    void aBroadcastEndsWithItsUserAndWithItsSocket() throws Exception {
        signIn();
        start("one", ingest.port());
        expect("ok");
        awaitLive("one");
        request("signOut", "");
        expect("broadcastStatus");
        expect("ok");
        signIn();
        start("two", ingest.port());
        expect("ok");
        awaitLive("two");
        session.close();
        session.close();
        broadcasts.close();
        awaitNoneLive();
        request("signIn", ",'version':1,'userName':'late'");
        expect("broadcastStatus");
        assertSilent();
    }

    @Test
    void aServerThatStopsTellsItsUsersAndTakesNoMore() throws Exception {
        signIn();
        start("show", ingest.port());
        expect("ok");
        expect("broadcastStatus");
        awaitLive("show");
        broadcasts.close();
        assertEnded(101000, "the server stops");
        awaitNoneLive();
        start("again", ingest.port());
        assertError(5001, "the server stops");
    }

    @Test
    void whoDoesNotSignInHasToLeave() throws Exception {
        session.endUnlessSignedIn();
        assertEquals("nobody signed in", expect("end").path("reason").asString());
        session = session(Optional.empty());
        signIn();
        session.endUnlessSignedIn();
        assertSilent();
    }

    @Test
    void aFloodOfMessagesEndsTheSession() throws Exception {
        for (int i = 0; i < 50; i++) {
            session.receive("{}", 1_000_000_000);
            expect("error");
        }
        session.receive("{}", 2_000_000_000);
        expect("error");
        for (int i = 0; i < 49; i++) {
            session.receive("{}", 2_900_000_000L);
            expect("error");
        }
        session.receive("{}", 2_999_999_999L);
        assertEquals("more than 50 messages in a second", expect("end").path("reason").asString());
        session.receive("{}", 9_000_000_000L);
        assertSilent();
    }

    private void signIn() throws Exception {
        request("signIn", ",'version':1,'userName':'Ann'");
        assertTrue(expect("ok").path("userId").asString().matches("\\d{8}"));
    }

    private void start(String name, int port) throws Exception {
        start(Http.offer("obs"), "rtmp://127.0.0.1:" + port + "/live/" + name);
    }

    private void start(String sdp, String output) {
        String quoted = sdp.replace("\r", "\\r").replace("\n", "\\n");
        request(
                "startBroadcast",
                ",'sdp':'" + quoted + "','transcodingTargets':{'output':'" + output + "'}");
    }

    private void request(String type, String fields) {
        String text = "{'type':'" + type + "','id':" + ++ids + fields + "}";
        session.receive(text.replace('\'', '"'), System.nanoTime());
    }

    private JsonNode expect(String type) throws InterruptedException {
        String text = sent.poll(5, TimeUnit.SECONDS);
        assertNotNull(text, "no " + type);
        assertFalse(text.contains("secret-key") && type.equals("broadcastEnded"), text);
        JsonNode node = JsonMapper.shared().readTree(text);
        assertEquals(type, node.path("type").asString(), text);
        return node;
    }

    private void assertError(int code, String said) throws InterruptedException {
        JsonNode node = expect("error");
        assertEquals(ids, node.path("id").asInt());
        assertError(code, said, node.path("error"));
    }

    private void assertEnded(int code, String said) throws InterruptedException {
        assertError(code, said, expect("broadcastEnded").path("error"));
    }

    private static void assertError(int code, String said, JsonNode error) {
        assertEquals(code, error.path("code").asInt(), error.toString());
        assertTrue(error.path("message").asString().contains(said), error.toString());
    }

    private void assertSilent() {
        assertEquals(List.of(), List.copyOf(sent));
    }

    private void awaitLive(String name) {
        await(() -> live.find(name).isPresent());
    }

    private void awaitNoneLive() {
        await(() -> live.all().isEmpty());
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(1_000_000); // bounded by the test's timeout
        }
    }
}
