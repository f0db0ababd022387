package dev.rillcast.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.ice.IceServer;
import dev.rillcast.ice.TurnCredential;
import dev.rillcast.room.RoomLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

@Timeout(20)
class SessionIceServersTest {
    private static final RoomLimits ROOMS = new RoomLimits(2, 1, Duration.ofSeconds(45));

    private final AtomicInteger made = new AtomicInteger();

    @Test
    void credentialsAreMadeForTheUserAndAnewForEachAnswer() throws Exception {
        try (Backend backend = new Backend(ROOMS, this::servers, 1)) {
            Client client = new Client(backend.sessions);
            JsonNode signedIn = client.signIn();
            assertServers(signedIn, client.userId, 1);
            client.request("iceServers", "");
            assertServers(client.expectOk(), client.userId, 2);
        }
    }

    private List<IceServer> servers(String userId) {
        TurnCredential credential = new TurnCredential(userId, "c" + made.incrementAndGet());
        return List.of(
                new IceServer(List.of("stun:a", "stuns:a"), Optional.empty()),
                new IceServer(List.of("turn:a"), Optional.of(credential)));
    }

    private static void assertServers(JsonNode answer, String userId, int made) {
        String expected =
                "[{'urls':['stun:a','stuns:a']},"
                        + "{'urls':['turn:a'],'username':'%s','credential':'c%d'}]"
                                .formatted(userId, made);
        assertEquals(expected.replace('\'', '"'), answer.path("iceServers").toString());
        assertEquals(43_200, answer.path("iceLifetime").asInt());
    }

    @Test
    void withoutServersNothingIsTold() throws Exception {
        try (Backend backend = new Backend()) {
            Client client = new Client(backend.sessions);
            JsonNode signedIn = client.signIn();
            client.request("iceServers", "");
            for (JsonNode answer : List.of(signedIn, client.expectOk())) {
                assertTrue(answer.path("iceServers").isMissingNode());
                assertTrue(answer.path("iceLifetime").isMissingNode());
            }
        }
    }
}
