package dev.rillcast.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rillcast.room.RoomLimits;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/**
 * Each member is told of the others' doings on the others' threads. Were a session's lock taken for
 * that, two who call each other would wait for each other for ever.
 */
class RoomLocksTest {
    private static final int ROUNDS = 400;

    /** So often they wait for each other, so that nobody misses more than is kept. */
    private static final int STEP = 4;

    private static final ThreadFactory DAEMONS = Thread.ofPlatform().daemon().factory();

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // locks can't be left
    void thoseWhoCallEachOtherNeverWaitForEachOther() throws Exception {
        RoomLimits limits = new RoomLimits(2, 1, Duration.ofSeconds(45));
        try (Backend backend = new Backend(limits, _ -> List.of(), 2);
                ExecutorService threads = Executors.newThreadPerTaskExecutor(DAEMONS)) {
            CyclicBarrier step = new CyclicBarrier(2);
            User ann = new User(backend.sessions, step, "Ann");
            User bob = new User(backend.sessions, step, "Bob");
            Future<Integer> first = threads.submit(() -> ann.hammer(bob));
            Future<Integer> second = threads.submit(() -> bob.hammer(ann));
            for (int i = 0; i < ROUNDS; i++) {
                backend.sessions.sweep(0);
            }
            assertEquals(1 + 4 * ROUNDS, first.get());
            assertEquals(1 + 4 * ROUNDS, second.get());
            assertEquals(2, backend.sessions.count());
        }
    }

    /** Does all that takes the room's lock, and all that the other one has to be told. */
    private static final class User {
        private final Sessions sessions;
        private final CyclicBarrier step;
        private final String userId;
        private Client client;
        private JsonNode signedIn;
        private int received = 1;
        private int answers;

        User(Sessions sessions, CyclicBarrier step, String name) throws InterruptedException {
            this.sessions = sessions;
            this.step = step;
            client = new Client(sessions);
            signedIn = client.signIn(name, "den");
            userId = client.userId;
            client.request("enterRoom", "");
        }

        int hammer(User other) throws Exception {
            String to = ",'remoteUserId':'" + other.userId + "'";
            for (int i = 0; i < ROUNDS; i++) {
                client.at(i); // so that nobody sends too much in a second
                client.request("invokeCall", to);
                client.request("answerCall", to);
                client.request("setMuted", ",'audio':" + i % 2 + ",'video':0");
                client.request("hangUpCall", to);
                if (i % STEP == 0) {
                    comeBack();
                    step.await(30, TimeUnit.SECONDS);
                }
                hear();
            }
            return answers;
        }

        /** Loses the socket, and goes on at another one. */
        private void comeBack() throws InterruptedException {
            client.lose();
            hear();
            client = new Client(sessions);
            client.resume(signedIn, received);
            signedIn = client.expect("ok");
        }

        private void hear() {
            for (JsonNode message : client.drain()) {
                received++;
                answers += message.path("id").asInt(0) > 0 ? 1 : 0;
            }
        }
    }
}
