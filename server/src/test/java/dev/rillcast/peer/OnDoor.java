package dev.rillcast.peer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What a test does on a door's thread: only there a peer may be looked at. */
final class OnDoor {
    private OnDoor() {}

    static <T> T ask(UdpDoor door, Callable<T> question) throws Exception {
        CompletableFuture<T> answer = new CompletableFuture<>();
        door.post(
                () -> {
                    try {
                        answer.complete(question.call());
                    } catch (Exception | AssertionError e) {
                        answer.completeExceptionally(e);
                    }
                });
        return answer.get(5, TimeUnit.SECONDS);
    }

    static void tick(UdpDoor door, Peer peer, long now) throws Exception {
        assertTrue(
                ask(
                        door,
                        () -> {
                            peer.tick(now);
                            return true;
                        }));
        assertTrue(ask(door, () -> true), "what the tick has posted is done, too");
    }
}
