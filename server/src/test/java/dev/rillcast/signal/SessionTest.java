package dev.rillcast.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Program;
import dev.rillcast.auth.Caller;
import dev.rillcast.broadcast.TargetStatus;
import dev.rillcast.broadcast.TargetStatus.Stage;
import dev.rillcast.media.Codec;
import dev.rillcast.output.Target;
import dev.rillcast.output.TargetOptions;
import dev.rillcast.report.TargetVideo;
import dev.rillcast.rtmp.RtmpUrl;
import dev.rillcast.web.Http;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

    private Backend backend;
    private Client client;

    @BeforeEach
    void open() throws Exception {
        backend = new Backend();
        client = new Client(backend.sessions);
    }

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    void aBroadcastIsAnsweredBeforeItsStatusAndStoppedWhenItsStreamHasEnded() throws Exception {
        client.signIn();
        start("show");
        JsonNode started = client.expectOk();
        assertTrue(started.path("sdp").asString().startsWith("v=0\r\n"));
        JsonNode status = client.expect("broadcastStatus");
        assertEquals(4, status.path("state").asInt());
        assertEquals("signalling", status.path("message").asString());
        assertEquals("show", status.path("streamname").asString());
        backend.awaitLive("show");
        client.request("stopBroadcast", "");
        JsonNode report = client.expectOk().path("report");
        assertEquals(started.path("broadcastId"), report.path("id"));
        assertEquals("ended", report.path("state").asString());
        assertEquals("ended", report.path("targets").path(0).path("state").asString());
        backend.awaitNoneLive();
        assertEquals(0, backend.broadcasts.count());
        client.assertSilent();
    }

    @Test
    void oneBroadcastAtATime() throws Exception {
        client.signIn();
        start("one");
        client.expectOk();
        client.expect("broadcastStatus");
        start("two");
        client.expectError(1006, "running already");
        client.request("stopBroadcast", "");
        client.expectOk();
        client.request("stopBroadcast", "");
        client.expectError(1006, "no broadcast is running");
        start("two");
        client.expectOk();
    }

    @Test
    void everyWishToStopIsAnswered() throws Exception {
        RtmpUrl url = RtmpUrl.parse(backend.output() + "/show", null);
        Target target = new Target(url, false, TargetOptions.NONE);
        SessionBroadcast broadcast =
                new SessionBroadcast(backend.broadcasts, message -> {}, List.of(target), "Ada");
        broadcast.start(
                new ClientMessage.StartBroadcast(
                        1, Http.offer("obs"), Optional.empty(), List.of()));
        CountDownLatch answers = new CountDownLatch(3);
        synchronized (broadcast) { // so that it can't be over before the second wish
            broadcast.stop(_ -> answers.countDown());
            broadcast.stop(_ -> answers.countDown());
        }
        broadcast.stop(_ -> answers.countDown());
        assertTrue(answers.await(5, TimeUnit.SECONDS));
        assertTrue(broadcast.over());
    }

    @Test
    void whoIsNotSignedInMayDoNothing() throws Exception {
        for (String type : new String[] {"stopBroadcast", "signOut"}) {
            client.request(type, "");
            client.expectError(4001, "not signed in");
        }
        start("x");
        client.expectError(4001, "not signed in");
        client.request("sendMetaData", ",'handlerName':'onCuePoint','values':{}");
        client.expectError(4001, "not signed in");
        client.signIn();
        client.request("signIn", ",'version':1,'userName':'Ann'");
        client.expectError(1006, "signed in already");
        client.request("signOut", "");
        client.expectOk();
        client.request("signOut", "");
        client.expectError(4001, "not signed in");
        client.signIn();
    }

    @Test
    void pagesFromElsewhereMayNotSignIn() throws Exception {
        Optional<String> origin = Optional.of("https://evil.example");
        client = new Client(backend.sessions, new Caller(LOOPBACK, origin, false));
        client.request("signIn", ",'version':1,'userName':'Ann'");
        client.expectError(102001, "its own machine");
        assertEquals(0, backend.sessions.count());
    }

    @Test
    void anotherVersionIsRefused() throws Exception {
        client.request("signIn", ",'version':2,'userName':'Ann'");
        client.expectError(107001, "version must be 1");
    }

    @Test
    void thereIsRoomForSoManyUsersAndAgainWhenOneLeaves() throws Exception {
        client.signIn();
        for (int i = 1; i < Backend.USERS; i++) {
            new Client(backend.sessions).signIn();
        }
        Client another = new Client(backend.sessions);
        another.request("signIn", ",'version':1,'userName':'Ann'");
        another.expectError(101000, "no room for another user");
        client.request("signOut", "");
        client.expectOk();
        another.signIn();
    }

    @Test
    void anOfferThatCannotBeUsedIsRefusedAndLeavesNothingBehind() throws Exception {
        client.signIn();
        String output = "'output':'rtmp://127.0.0.1/live/x'";
        client.start("v=0", output);
        client.expectError(5001, "");
        String offer = Http.offer("obs");
        client.start(offer.replaceAll("(?<=a=ice-ufrag:)\\S+", "?"), output);
        client.expectError(5001, "ice-ufrag");
        client.start(offer.replaceAll("(?<=a=fingerprint:sha-256 )\\S+", "AA:BB"), output);
        client.expectError(5001, "fingerprint");
        client.start(offer, "'output':'http://127.0.0.1/live/x'");
        client.expectError(107001, "transcodingTargets.output");
        client.start(offer, "");
        client.expectError(107001, "transcodingTargets.output must be given");
        client.start(offer, output + ",'icecast_audio':'1'");
        client.expectError(5001, "transcodingTargets.icecast_audio");
        start("show");
        client.expectOk();
    }

    @Test
    void howATargetGetsItsVideoIsToldInEachStatusAndOnceInWords() throws Exception {
        RtmpUrl url = RtmpUrl.parse("rtmp://127.0.0.1/live/show", null);
        List<String> told = new ArrayList<>();
        SessionBroadcast broadcast =
                new SessionBroadcast(
                        backend.broadcasts,
                        message -> told.add(message.toJson()),
                        List.of(new Target(url, false, TargetOptions.NONE)),
                        "Ada");
        String why = "the browser sends VP8";
        TargetVideo passing = new TargetVideo(Codec.VP8, Codec.VP8, why, Optional.empty());
        broadcast.status(status("Connecting.", Optional.empty()));
        broadcast.status(status("Live.", Optional.of(passing)));
        broadcast.status(status("lost; trying again", Optional.of(passing)));
        TargetVideo transcoded =
                new TargetVideo(
                        Codec.VP8,
                        Codec.H264,
                        why,
                        Optional.of(
                                new TargetVideo.Transcoding(
                                        OptionalInt.empty(),
                                        OptionalDouble.empty(),
                                        Optional.empty(),
                                        0,
                                        0,
                                        List.of())));
        broadcast.status(status("lost; trying again", Optional.of(transcoded)));
        List<JsonNode> nodes = told.stream().map(JsonMapper.shared()::readTree).toList();
        assertTrue(nodes.getFirst().path("video").isMissingNode());
        assertEquals(
                "{'mode':'passthrough','from':'VP8','why':'the browser sends VP8'}",
                nodes.get(1).path("video").toString().replace('"', '\''));
        assertEquals("transcoding", nodes.get(3).path("video").path("mode").asString());
        assertEquals(
                List.of(
                        "Connecting.",
                        "Live. Video passes through: the browser sends VP8.",
                        "lost; trying again",
                        "lost; trying again. Video is transcoded to H.264: the browser sends VP8."),
                nodes.stream().map(node -> node.path("text").asString()).toList());
    }

    private static TargetStatus status(String text, Optional<TargetVideo> video) {
        return new TargetStatus(1, Stage.BROADCASTING, text, video, 0, Duration.ZERO);
    }

    @Test
    void candidatesAreTakenWhileThereIsABroadcast() throws Exception {
        client.signIn();
        String fields = ",'candidates':[{'candidate':'candidate:1 1 udp 1 a-b.local 9 typ host'}]";
        client.request("broadcastCandidates", fields);
        client.expectError(1006, "no broadcast");
        client.request("broadcastCandidates", ",'candidates':[7]");
        client.expectError(107001, "candidates[0] must be an object");
        client.start(backend.output() + "/show");
        client.expectOk();
        client.request("broadcastCandidates", fields);
        client.expectOkAtLast();
    }

    @Test
    void anOutputThatMayNotBeReachedIsToldByItsRule() throws Exception {
        client.signIn();
        client.start("rtmp://10.0.0.1/live/secret-key");
        client.expectOk();
        client.expect("broadcastStatus");
        client.expectEnded(102001, "outputs.allow");
        assertEquals(0, backend.broadcasts.count());
    }

    @Test
    void aDeadIngestEndsTheBroadcastWithoutItsKey() throws Exception {
        client.signIn();
        client.start("rtmp://127.0.0.1:" + Program.freePort() + "/live/secret-key");
        client.expectOk();
        client.expect("broadcastStatus");
        JsonNode report = client.expectEnded(109000, "can't be reached").path("report");
        assertTrue(report.path("error").asString().contains("can't be reached"));
        JsonNode target = report.path("targets").path(0);
        assertEquals("se…", target.path("streamname").asString());
        assertEquals("failed", target.path("state").asString());
        start("secret-key");
        client.expectOk();
    }

    @Test
    void aBroadcastStopsWhileItsIngestKeepsSilent() throws Exception {
        client.signIn();
        try (ServerSocket silent = new ServerSocket(0, 1, LOOPBACK)) {
            client.start("rtmp://127.0.0.1:" + silent.getLocalPort() + "/live/show");
            client.expectOk();
            client.expect("broadcastStatus");
            silent.accept().getInputStream().readNBytes(1_537); // C0 and C1: it waits for ours
            client.request("stopBroadcast", "");
            client.expectOk();
            client.assertSilent();
        }
    }

    @Test
    void aBroadcastEndsWithItsUser() throws Exception {
        client.signIn();
        start("one");
        client.expectOk();
        client.expect("broadcastStatus");
        backend.awaitLive("one");
        client.request("signOut", "");
        client.expectOk();
        backend.awaitNoneLive();
        client.assertSilent();
    }

    @Test
    void metaDataGoesOutWithARunningBroadcastOnly() throws Exception {
        client.signIn();
        String data = ",'handlerName':'onCuePoint','values':{'a':[1,null,{'b':true}]}";
        client.request("sendMetaData", data);
        client.expectError(1006, "no broadcast is running");
        start("show");
        client.expectOk();
        client.expect("broadcastStatus");
        client.request("sendMetaData", data);
        client.expectOk();
        client.request("sendMetaData", ",'handlerName':'onFire','values':{}");
        client.expectError(107001, "handlerName must be onMetaData or onCuePoint");
        client.request("stopBroadcast", "");
        client.expectOk();
        client.request("sendMetaData", data);
        client.expectError(1006, "no broadcast is running");
    }

    @Test
    void metaDataIsBoundedInEachSecond() throws Exception {
        client.signIn();
        for (int second = 1; second <= 2; second++) {
            client.at(second);
            for (int i = 0; i < 20; i++) {
                client.request("sendMetaData", ",'handlerName':'onCuePoint','values':{}");
                client.expectError(1006, "no broadcast is running");
            }
            client.request("sendMetaData", ",'handlerName':'onCuePoint','values':{}");
            client.expectError(1006, "20 times in a second");
        }
    }

    @Test
    void aServerThatStopsTellsItsUsersAndTakesNoMore() throws Exception {
        client.signIn();
        start("show");
        client.expectOk();
        client.expect("broadcastStatus");
        backend.awaitLive("show");
        backend.broadcasts.close();
        client.expectEnded(101000, "the server stops");
        backend.awaitNoneLive();
        start("again");
        client.expectError(5001, "the server stops");
        backend.sessions.close();
        assertEquals(0, backend.sessions.count());
        client.request("signIn", ",'version':1,'userName':'Ann'");
        client.expectError(101000, "no room");
    }

    private void start(String name) throws Exception {
        client.start(backend.output() + "/" + name);
    }
}
