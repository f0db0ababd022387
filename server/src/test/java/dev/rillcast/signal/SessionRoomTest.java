package dev.rillcast.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rillcast.room.RoomLimits;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Three in a room: what each is told, as docs/signalling.md has it. */
@Timeout(20)
class SessionRoomTest {
    private static final int RINGING = 45;
    private static final String OFFER = "'description':{'type':'offer','sdp':'v=0\\r\\n'}";

    private Backend backend;
    private Client ann;
    private Client bob;
    private Client cyd;
    private JsonNode bobSignedIn;

    @BeforeEach
    void enter() throws Exception {
        RoomLimits limits = new RoomLimits(3, 1, Duration.ofSeconds(RINGING));
        backend = new Backend(limits, _ -> List.of(), 4);
        ann = new Client(backend.sessions);
        bob = new Client(backend.sessions);
        cyd = new Client(backend.sessions);
        ann.signIn("Ann", "den");
        bobSignedIn = bob.signIn("Bob", "den");
        cyd.signIn("Cyd", "den");
        for (Client client : List.of(ann, bob, cyd)) {
            client.request("enterRoom", "");
            assertEquals("den", client.expectOk().path("room").asString());
        }
        ann.assertPeers("Bob:available", "Cyd:available");
        bob.assertPeers("Ann:available", "Cyd:available");
        cyd.assertPeers("Ann:available", "Bob:available");
    }

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    void theListOfMembersFollowsTheAnswer() throws Exception {
        did(ann, "leaveRoom", "");
        ann.assertSilent();
        ann.request("enterRoom", "");
        List<String> types = ann.drain().stream().map(m -> m.path("type").asString()).toList();
        assertEquals(List.of("ok", "peerList"), types);
    }

    @Test
    void aListTellsAllOfEachMember() throws Exception {
        did(bob, "setMuted", ",'audio':true,'video':false");
        did(cyd, "leaveRoom", "");
        assertEquals(
                "{\"type\":\"peerList\",\"peers\":[{\"userId\":\""
                        + bob.userId
                        + "\",\"userName\":\"Bob\",\"state\":\"available\",\"audioMuted\":true,"
                        + "\"videoMuted\":false}]}",
                ann.drain().getLast().toString());
    }

    @Test
    void whatIsMutedIsForgottenWithTheRoom() throws Exception {
        did(bob, "setMuted", ",'audio':true,'video':'1'");
        did(bob, "leaveRoom", "");
        did(bob, "enterRoom", "");
        JsonNode last = ann.drain().getLast().path("peers").path(1);
        assertEquals("Bob", last.path("userName").asString());
        assertEquals("false", last.path("audioMuted").toString());
        assertEquals("false", last.path("videoMuted").toString());
    }

    @Test
    void whoLeavesIsToldOf() throws Exception {
        did(bob, "leaveRoom", "");
        for (Client other : List.of(ann, cyd)) {
            other.expectExactly(
                    "{'type':'peerGone','remoteUserId':'"
                            + bob.userId
                            + "','remoteUserName':'Bob'}");
        }
        ann.assertPeers("Cyd:available");
    }

    @Test
    void aCallRingsAndIsAnswered() throws Exception {
        did(ann, "invokeCall", to(bob));
        bob.expectExactly(call("callIncoming", 1, ann, ""));
        cyd.assertPeers("Ann:ringing", "Bob:ringing");
        did(bob, "answerCall", to(ann));
        ann.expectExactly(call("callAnswered", 1, bob, ",'polite':false"));
        bob.expectExactly(call("callAnswered", 1, ann, ",'polite':true"));
        cyd.assertPeers("Ann:incall", "Bob:incall");
        did(bob, "answerCall", to(ann)); // changes nothing
        ann.assertPeers("Bob:incall", "Cyd:available");
        bob.assertPeers("Ann:incall", "Cyd:available");
    }

    @ParameterizedTest
    @ValueSource(strings = {"declineCall", "hangUpCall"})
    void theCalledOneDeclines(String how) throws Exception {
        ring(ann, bob);
        did(bob, how, to(ann));
        ann.expectExactly(call("callDeclined", 1, bob, ""));
        assertNobodyInACall();
    }

    @Test
    void theCallerHangsUpBeforeTheAnswer() throws Exception {
        ring(ann, bob);
        did(ann, "hangUpCall", to(bob));
        bob.expectExactly(call("callDropped", 1, ann, ",'reason':'hungUp'"));
        assertNobodyInACall();
    }

    @Test
    void eitherSideHangsUpAfterTheAnswer() throws Exception {
        talk(ann, bob);
        did(ann, "hangUpCall", to(bob));
        bob.expectExactly(call("callDropped", 1, ann, ",'reason':'hungUp'"));
        assertNobodyInACall();
        talk(ann, bob);
        did(bob, "hangUpCall", to(ann));
        ann.expectExactly(call("callDropped", 2, bob, ",'reason':'hungUp'"));
        assertNobodyInACall();
    }

    @Test
    void aCallThatNobodyAnswersIsOver() throws Exception {
        did(ann.at(7), "invokeCall", to(bob));
        bob.expect("callIncoming");
        long over = TimeUnit.SECONDS.toNanos(7 + RINGING);
        backend.sessions.sweep(over - 1);
        ann.assertPeers("Bob:ringing", "Cyd:available");
        backend.sessions.sweep(over);
        ann.expectExactly(call("callRejected", 1, bob, ",'reason':'unanswered'"));
        bob.expectExactly(call("callDropped", 1, ann, ",'reason':'unanswered'"));
        assertNobodyInACall();
    }

    @Test
    void whoHasAsManyCallsAsAllowedIsBusy() throws Exception {
        talk(ann, bob);
        did(cyd, "invokeCall", to(ann));
        cyd.expectExactly(call("callRejected", 2, ann, ",'reason':'busy'"));
        cyd.assertPeers("Ann:incall", "Bob:incall");
    }

    @ParameterizedTest
    @ValueSource(strings = {"leaveRoom", "signOut"})
    void whoIsGoneAnswersNoMore(String how) throws Exception {
        ring(ann, bob);
        did(bob, how, "");
        ann.expectExactly(call("callRejected", 1, bob, ",'reason':'gone'"));
        ann.expect("peerGone");
        ann.assertPeers("Cyd:available");
    }

    @ParameterizedTest
    @ValueSource(strings = {"leaveRoom", "signOut"})
    void aCallEndsWithItsMember(String how) throws Exception {
        talk(bob, ann);
        did(bob, how, "");
        ann.expectExactly(call("callDropped", 1, bob, ",'reason':'gone'"));
        ann.expect("peerGone");
        ann.assertPeers("Cyd:available");
    }

    @Test
    void theCallerWhoLeavesIsNoLongerHeardRinging() throws Exception {
        ring(ann, bob);
        did(ann, "leaveRoom", "");
        bob.expectExactly(call("callDropped", 1, ann, ",'reason':'gone'"));
    }

    @Test
    void whoCallsTheCallerAnswersIt() throws Exception {
        ring(ann, bob);
        bob.request("invokeCall", to(ann));
        assertEquals("ok", bob.expect("ok").path("type").asString()); // before what it brings
        bob.expectExactly(call("callAnswered", 1, ann, ",'polite':true"));
        ann.expectExactly(call("callAnswered", 1, bob, ",'polite':false"));
    }

    @Test
    void whatIsSaidReachesTheOtherSideOnly() throws Exception {
        talk(ann, bob);
        String candidate =
                "{'candidate':'candidate:1 1 udp 1 192.0.2.1 9 typ host','sdpMid':'0',"
                        + "'sdpMLineIndex':0,'usernameFragment':'a1b2'}";
        String candidates = "'candidates':[" + candidate + ",{'candidate':''}]";
        for (String said : List.of(OFFER, candidates)) {
            String type = said.equals(OFFER) ? "callDescription" : "callCandidates";
            did(bob, type, to(ann) + ",'call':1," + said);
            ann.expectExactly(
                    "{'type':'%s','call':1,'remoteUserId':'%s',%s}"
                            .formatted(type, bob.userId, said));
        }
        cyd.assertPeers("Ann:incall", "Bob:incall");
    }

    @Test
    void onlyWhoTalksMayNegotiate() throws Exception {
        ring(ann, bob);
        String none = "there is no answered call 1 with " + bob.userId;
        refused(1004, none, ann, "callDescription", to(bob) + ",'call':1," + OFFER);
        did(bob, "answerCall", to(ann));
        refused(1004, none, cyd, "callDescription", to(bob) + ",'call':1," + OFFER);
        ann.expect("callAnswered");
        refused(1004, "call 2", ann, "callDescription", to(bob) + ",'call':2," + OFFER);
    }

    @Test
    void whatCannotBeDoneIsRefused() throws Exception {
        refused(1002, "remoteUserId is your own", ann, "invokeCall", to(ann));
        String nobody = "there is nobody in the room with the id 7";
        refused(1004, nobody, ann, "invokeCall", ",'remoteUserId':7");
        refused(1004, bob.userId + " is not calling you", ann, "answerCall", to(bob));
        refused(1004, bob.userId + " is not calling you", ann, "declineCall", to(bob));
        refused(1004, "there is no call with " + bob.userId, ann, "hangUpCall", to(bob));
        refused(1006, "you are in a room already", ann, "enterRoom", "");
        ring(ann, bob);
        refused(1006, "you are calling " + bob.userId, ann, "invokeCall", to(bob));
        refused(1006, "you have 1 calls", ann, "invokeCall", to(cyd));
        did(bob, "answerCall", to(ann));
        ann.expect("callAnswered");
        refused(1006, "you are in a call with " + bob.userId, ann, "invokeCall", to(bob));
    }

    @Test
    void aFullRoomTakesNobodyMore() throws Exception {
        Client dan = new Client(backend.sessions);
        dan.signIn("Dan", "den");
        refused(1006, "the room is full: it holds 3 people", dan, "enterRoom", "");
        did(cyd, "leaveRoom", "");
        did(dan, "enterRoom", "");
        dan.assertPeers("Ann:available", "Bob:available");
    }

    @Test
    void whoGaveNoRoomEntersNone() throws Exception {
        Client dan = new Client(backend.sessions);
        dan.signIn();
        refused(1002, "options.room was not given to signIn", dan, "enterRoom", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "leaveRoom",
                "setMuted",
                "invokeCall",
                "answerCall",
                "declineCall",
                "hangUpCall",
                "callDescription"
            })
    void outsideARoomNothingIsDone(String type) throws Exception {
        did(ann, "leaveRoom", "");
        String fields = to(bob) + ",'audio':true,'video':true,'call':1," + OFFER;
        refused(1006, "you are in no room", ann, type, fields);
    }

    @Test
    void aLostSocketEndsNoCallAndWhatWasMissedIsTold() throws Exception {
        talk(ann, bob);
        bob.lose();
        ann.assertPeers("Bob:away", "Cyd:available");
        did(ann, "callDescription", to(bob) + ",'call':1," + OFFER);
        Client back = new Client(backend.sessions);
        back.resume(bobSignedIn, 1);
        List<String> told = back.drain().stream().map(m -> m.path("type").asString()).toList();
        assertEquals("ok", told.getFirst());
        List<String> news = told.stream().filter(type -> !type.equals("peerList")).toList();
        assertEquals(
                List.of("ok", "ok", "callIncoming", "ok", "callAnswered", "callDescription"), news);
        ann.assertPeers("Bob:incall", "Cyd:available");
    }

    @Test
    void whoDoesNotComeBackIsGone() throws Exception {
        talk(ann, bob);
        bob.lose();
        backend.sessions.sweep(Session.RESUME_WITHIN.toNanos());
        ann.expectExactly(call("callDropped", 1, bob, ",'reason':'gone'"));
        ann.expect("peerGone");
        ann.assertPeers("Cyd:available");
    }

    @Test
    void whoFloodsIsGone() throws Exception {
        for (int i = 0; i <= Connection.MESSAGES_PER_SECOND; i++) {
            bob.at(1).say("{}");
        }
        ann.expect("peerGone");
        ann.assertPeers("Cyd:available");
    }

    @Test
    void changesAreBoundedInEachSecond() throws Exception {
        for (int i = 0; i < SessionRoom.CHANGES_PER_SECOND; i++) {
            did(ann.at(5), "setMuted", ",'audio':" + (i % 2) + ",'video':0");
        }
        String many = "enterRoom, invokeCall and setMuted may be called 20 times";
        refused(1006, many, ann, "invokeCall", to(bob));
        did(ann.at(6), "invokeCall", to(bob));
    }

    @Test
    void whatIsNegotiatedIsBoundedInEachSecond() throws Exception {
        talk(ann, bob);
        String fields = to(bob) + ",'call':1,'description':{'type':'offer','sdp':'";
        String large = fields + "x".repeat(64 * 1024) + "'}";
        for (int i = 0; i < 8; i++) {
            did(ann.at(5), "callDescription", large);
        }
        String many = "callDescription and callCandidates may bring 524288 characters";
        refused(1006, many, ann, "callDescription", fields + "x'}");
        did(ann.at(6), "callDescription", large);
    }

    private static void ring(Client caller, Client called) throws InterruptedException {
        did(caller, "invokeCall", to(called));
        called.expect("callIncoming");
    }

    private static void talk(Client caller, Client called) throws InterruptedException {
        ring(caller, called);
        did(called, "answerCall", to(caller));
        called.expect("callAnswered");
        caller.expect("callAnswered");
    }

    private void assertNobodyInACall() {
        ann.assertPeers("Bob:available", "Cyd:available");
        bob.assertPeers("Ann:available", "Cyd:available");
    }

    private static void did(Client client, String type, String fields) throws InterruptedException {
        client.request(type, fields);
        client.expectOk();
    }

    private static void refused(int code, String said, Client client, String type, String fields)
            throws InterruptedException {
        client.request(type, fields);
        client.expectError(code, said);
    }

    private static String to(Client other) {
        return ",'remoteUserId':'" + other.userId + "'";
    }

    private static String call(String type, int number, Client other, String more) {
        return "{'type':'%s','call':%d,'remoteUserId':'%s','remoteUserName':'%s'%s}"
                .formatted(type, number, other.userId, other.userName, more);
    }
}
