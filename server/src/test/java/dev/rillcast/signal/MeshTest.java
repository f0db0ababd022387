package dev.rillcast.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rillcast.room.RoomLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Five who come together within one second and all call each other: no bound is in their way. */
@Timeout(30)
class MeshTest {
    private static final int USERS = 5;
    private static final int OTHERS = USERS - 1;
    private static final int CANDIDATES = 20;

    /** A large one of 10 kB. */
    private static final String DESCRIPTION =
            "'description':{'type':'offer','sdp':'"
                    + "a=rtpmap:96 H264/90000\\r\\n".repeat(400)
                    + "'}";

    /** A long one, of a relay with IPv6 addresses. */
    private static final String CANDIDATE =
            "'candidates':[{'candidate':'candidate:3098175849 1 udp 41885695"
                    + " 2001:db8:85a3:8d3:1319:8a2e:370:7348 51472 typ relay"
                    + " raddr 2001:db8:85a3:8d3:1319:8a2e:370:7344 rport 60769 generation 0"
                    + " ufrag a1b2 network-id 1 network-cost 10','sdpMid':'0','sdpMLineIndex':0,"
                    + "'usernameFragment':'a1b2'}]";

    private final List<Client> users = new ArrayList<>();
    private final List<JsonNode> signedIn = new ArrayList<>();
    private Backend backend;

    @BeforeEach
    void callEachOther() throws Exception {
        RoomLimits limits = new RoomLimits(USERS, OTHERS, Duration.ofSeconds(45));
        backend = new Backend(limits, _ -> List.of(), USERS);
        for (int i = 0; i < USERS; i++) {
            users.add(new Client(backend.sessions));
            signedIn.add(users.get(i).signIn("User " + i, "den"));
        }
        for (Client user : users) {
            user.request("enterRoom", "");
            user.request("setMuted", ",'audio':false,'video':false");
        }
        for (int i = 0; i < USERS; i++) {
            for (int j = i + 1; j < USERS; j++) {
                users.get(i).request("invokeCall", to(users.get(j)));
                users.get(j).request("answerCall", to(users.get(i)));
            }
        }
    }

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    void allThatTheySayToEachOtherIsTaken() {
        users.forEach(this::negotiate);
        for (Client user : users) {
            assertToldAll(user.drain());
        }
    }

    @Test
    void whoLosesTheSocketMeanwhileMissesNothing() {
        Client lost = users.getLast();
        lost.lose();
        users.subList(0, OTHERS).forEach(this::negotiate);
        Client back = new Client(backend.sessions);
        back.resume(signedIn.getLast(), 1);
        assertToldAll(back.drain());
    }

    private static void assertToldAll(List<JsonNode> told) {
        assertEquals(0, count(told, "error"), told.toString());
        assertEquals(0, count(told, "end"), told.toString());
        assertEquals(OTHERS, count(told, "callAnswered"));
        assertEquals(2 * OTHERS, count(told, "callDescription"));
        assertEquals(CANDIDATES * OTHERS, count(told, "callCandidates"));
    }

    private static long count(List<JsonNode> told, String type) {
        return told.stream().filter(m -> m.path("type").asString().equals(type)).count();
    }

    /** With each of the others, and once more because of a shared screen. */
    private void negotiate(Client user) {
        for (Client other : users) {
            if (!other.equals(user)) {
                String fields = to(other) + ",'call':" + callOf(user, other) + ",";
                user.request("callDescription", fields + DESCRIPTION);
                user.request("callDescription", fields + DESCRIPTION);
                for (int i = 0; i < CANDIDATES; i++) {
                    user.request("callCandidates", fields + CANDIDATE);
                }
            }
        }
    }

    /** Calls are numbered in the order in which they were made above. */
    private int callOf(Client one, Client other) {
        int first = Math.min(users.indexOf(one), users.indexOf(other));
        int second = Math.max(users.indexOf(one), users.indexOf(other));
        return first * OTHERS - first * (first - 1) / 2 + second - first;
    }

    private static String to(Client other) {
        return ",'remoteUserId':'" + other.userId + "'";
    }
}
