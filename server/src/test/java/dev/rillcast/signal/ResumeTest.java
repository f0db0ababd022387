package dev.rillcast.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.auth.Caller;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A session that outlives its socket. */
@Timeout(20)
class ResumeTest {
    private static final long RESUME_WITHIN = TimeUnit.SECONDS.toNanos(30);

    private Backend backend;
    private Client client;
    private JsonNode signedIn;

    @BeforeEach
    void signIn() throws Exception {
        backend = new Backend();
        client = new Client(backend.sessions);
        signedIn = client.signIn();
    }

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    void theAnswerToSignInTellsHowToComeBack() {
        assertEquals(30, signedIn.path("resumeWithin").asInt());
        assertTrue(signedIn.path("resume").asString().length() >= 43, "256 bits and the id");
        assertTrue(signedIn.path("received").isMissingNode());
    }

    @Test
    void aBroadcastGoesOnAndWhatWasMissedComesOnceAndInOrder() throws Exception {
        client.start(backend.output() + "/show");
        client.expectOk();
        client.expect("broadcastStatus");
        backend.awaitLive("show");
        client.lose();
        client.say("{}"); // was on its way; nobody takes it
        Client back = new Client(backend.sessions);
        back.resume(signedIn, 1);
        JsonNode resumed = back.expectOk();
        assertEquals(2, resumed.path("received").asInt());
        assertEquals(signedIn.path("userId"), resumed.path("userId"));
        assertNotEquals(signedIn.path("resume"), resumed.path("resume"));
        assertTrue(back.expect("ok").path("sdp").asString().startsWith("v=0"));
        back.expect("broadcastStatus");
        back.assertSilent();
        assertTrue(backend.live.find("show").isPresent());
        back.request("stopBroadcast", "");
        back.expectOk();
        backend.awaitNoneLive();
        client.assertSilent();
    }

    @Test
    void messagesWhileNobodyIsThereAreKept() throws Exception {
        client.start("rtmp://127.0.0.1:" + backend.ingest.port() + "/live/show");
        client.expectOk();
        client.expect("broadcastStatus");
        client.lose();
        backend.broadcasts.close();
        Client back = new Client(backend.sessions);
        back.resume(signedIn, 3);
        back.expectOk();
        back.expectEnded(101000, "the server stops");
        back.assertSilent();
        // Its own requests and answers count on where the first socket's ended.
        back.request("stopBroadcast", "");
        back.expectError(1006, "no broadcast");
        back.lose();
        Client again = new Client(backend.sessions);
        again.resume(signedIn, 5);
        again.expectError(107002, "no such session");
    }

    @Test
    void countsGoOnFromSocketToSocket() throws Exception {
        client.say("not JSON");
        client.expect("error");
        JsonNode answer = signedIn;
        Client last = client;
        for (int i = 0; i < 5; i++) {
            Client next = new Client(backend.sessions);
            next.resume(answer, 2 + i);
            answer = next.expectOk();
            assertEquals(2 + i, answer.path("received").asInt());
            last.expectEnd("the session was resumed on another socket");
            last.say("{}"); // of the old socket: not taken, so not counted
            last.assertSilent();
            next.say("{}");
            next.expect("error");
            next.assertSilent();
            last = next;
        }
    }

    @Test
    void theOldSocketsEndDoesNotTouchTheResumedSession() throws Exception {
        Client back = new Client(backend.sessions);
        back.resume(signedIn, 1);
        back.expectOk();
        client.lose();
        for (int i = 0; i < 100; i++) {
            client.say("{}");
        }
        backend.sessions.sweep(2 * RESUME_WITHIN);
        back.request("stopBroadcast", "");
        back.expectError(1006, "no broadcast");
    }

    @Test
    void afterHalfAMinuteTheSessionEndsWithItsBroadcast() throws Exception {
        client.start(backend.output() + "/show");
        client.expectOk();
        backend.awaitLive("show");
        client.at(7).lose();
        backend.sessions.sweep(TimeUnit.SECONDS.toNanos(7) + RESUME_WITHIN - 1);
        assertEquals(1, backend.sessions.count());
        backend.sessions.sweep(TimeUnit.SECONDS.toNanos(7) + RESUME_WITHIN);
        assertEquals(0, backend.sessions.count());
        backend.awaitNoneLive();
        resumeIsRefused(signedIn, 1);
    }

    @Test
    void aTokenIsGoodForOneResume() throws Exception {
        Client back = new Client(backend.sessions);
        back.resume(signedIn, 1);
        JsonNode renewed = back.expectOk();
        back.request("stopBroadcast", "");
        back.expectError(1006, "no broadcast");
        resumeIsRefused(signedIn, 1);
        Client again = new Client(backend.sessions);
        again.resume(renewed, 2);
        again.expectOk();
    }

    @Test
    void aTokenStaysGoodUntilTheClientHasItsSuccessor() throws Exception {
        for (int lostAnswers = 0; lostAnswers < 3; lostAnswers++) {
            Client back = new Client(backend.sessions);
            back.resume(signedIn, 1);
            back.expectOk();
        }
        Client back = new Client(backend.sessions);
        back.resume(signedIn, 1);
        JsonNode renewed = back.expectOk();
        Client again = new Client(backend.sessions);
        again.resume(renewed, 1);
        again.expectOk();
        resumeIsRefused(signedIn, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", ".", "12345678.x", "ID", "ID.", "ID.x", "TOKENx"})
    void aWrongTokenIsRefusedAndTheSocketMayStillSignIn(String wrong) throws Exception {
        String token = signedIn.path("resume").asString();
        String given = wrong.replace("TOKEN", token).replace("ID", token.substring(0, 8));
        Client other = new Client(backend.sessions);
        other.request("resume", ",'version':1,'received':1,'resume':'" + given + "'");
        other.expectError(107002, "no such session");
        JsonNode own = other.signIn();
        assertNotEquals(signedIn.path("userId"), own.path("userId"));
        client.lose();
        Client back = new Client(backend.sessions);
        back.resume(signedIn, 1);
        back.expectOk();
    }

    @Test
    void anotherVersionIsRefusedAndSpendsNoToken() throws Exception {
        Client back = new Client(backend.sessions);
        String token = signedIn.path("resume").asString();
        back.request("resume", ",'version':2,'received':1,'resume':'" + token + "'");
        back.expectError(107001, "version must be 1");
        back.resume(signedIn, 1);
        back.expectOk();
    }

    @Test
    void aStolenTokenIsOfNoUseElsewhere() throws Exception {
        InetAddress here = InetAddress.getLoopbackAddress();
        InetAddress there = InetAddress.ofLiteral("192.0.2.7");
        for (Caller thief :
                new Caller[] {
                    new Caller(there, Optional.empty(), false),
                    new Caller(here, Optional.empty(), true),
                    new Caller(here, Optional.of("https://evil.example"), false)
                }) {
            Client other = new Client(backend.sessions, thief);
            other.resume(signedIn, 1);
            other.expectError(107002, "no such session");
        }
        Client back = new Client(backend.sessions);
        back.resume(signedIn, 1);
        back.expectOk();
    }

    @Test
    void whoMissedMoreThanIsKeptHasToSignInAgain() throws Exception {
        for (int i = 0; i < SentMessages.MAX_KEPT; i++) {
            client.at(i).say("{}");
        }
        Client back = new Client(backend.sessions);
        back.resume(signedIn, 1);
        JsonNode resumed = back.expectOk();
        for (int i = 0; i < SentMessages.MAX_KEPT; i++) {
            back.expect("error");
        }
        back.at(100).say("{}");
        back.expect("error");
        resumeIsRefused(resumed, 1);
        resumeIsRefused(resumed, SentMessages.MAX_KEPT + 2);
        backend.sessions.sweep(0);
        assertEquals(0, backend.sessions.count());
    }

    @Test
    void whoKnowsMoreThanWasSaidHasToSignInAgain() throws Exception {
        resumeIsRefused(signedIn, 2);
        resumeIsRefused(signedIn, 1);
    }

    @Test
    void signingOutVoidsTheToken() throws Exception {
        client.request("signOut", "");
        client.expectOk();
        resumeIsRefused(signedIn, 1);
    }

    @Test
    void whoIsSignedInDoesNotResume() throws Exception {
        client.resume(signedIn, 1);
        client.expectError(1006, "signed in already");
    }

    @Test
    void twoTabsAreTwoSessions() throws Exception {
        Client tab = new Client(backend.sessions);
        JsonNode other = tab.signIn();
        assertNotEquals(signedIn.path("userId"), other.path("userId"));
        tab.request("signOut", "");
        tab.expectOk();
        Client back = new Client(backend.sessions);
        back.resume(signedIn, 1);
        back.expectOk();
    }

    @Test
    void aServerThatStopsEndsSessionsThatAreAway() throws Exception {
        client.lose();
        backend.sessions.close();
        resumeIsRefused(signedIn, 1);
    }

    private void resumeIsRefused(JsonNode answer, long received) throws InterruptedException {
        Client other = new Client(backend.sessions);
        other.resume(answer, received);
        other.expectError(107002, "no such session");
        other.assertSilent();
    }
}
