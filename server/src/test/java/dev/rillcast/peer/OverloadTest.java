package dev.rillcast.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of twelve streams when the door is late and its receive buffer overflows. */
class OverloadTest {
    private static final int SENDERS = 12;

    private final CrowdedDoor door = new CrowdedDoor(SENDERS);

    @BeforeEach
    void begin() {
        door.run(Duration.ofSeconds(2));
        assertEquals(0, door.buffer().lost());
    }

    /** So asking is better than twelve key frames at once: no picture is left out. */
    @ParameterizedTest
    @ValueSource(ints = {100, 300, 800})
    void whatOverflowsWhileTheDoorStandsStillComesAgain(int millis) {
        door.standStill(Duration.ofMillis(millis)).run(Duration.ofSeconds(1));
        assertTrue(door.buffer().lost() > 0);
        assertWhole(1);
        assertEquals(0, keyFramesAsked());
    }

    /** Three quarters of what is sent, for long. */
    @Test
    void noStormOfRequestsFollowsWhenTheDoorCannotTakeAll() {
        int before = door.buffer().arrived();
        door.run(Duration.ofSeconds(20), 5);
        int arrived = door.buffer().arrived() - before;
        int sent = SENDERS * 20 * 180;
        int asked = door.sum(LossyLink::asked);
        assertTrue(arrived < 1.6 * sent, arrived + " packets, without requests " + sent);
        assertTrue(asked < 0.6 * sent, asked + " requests");
        assertTrue(keyFramesAsked() < SENDERS * 20, "one in a second: " + keyFramesAsked());
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 4, 2, 1})
    void allPicturesComeAgainSoonAfterTheDoorCanTakeAll(int perRound) {
        door.run(Duration.ofSeconds(8), perRound).run(Duration.ofSeconds(3));
        assertWhole(2);
    }

    private int keyFramesAsked() {
        return door.sum(link -> (int) link.figures().keyFramesAsked());
    }

    /** That no picture is broken or without its reference each link sees by itself. */
    private void assertWhole(int seconds) {
        List<Integer> missing = missing();
        door.run(Duration.ofSeconds(seconds));
        assertEquals(missing, missing(), "of each stream's pictures, before and after");
    }

    private List<Integer> missing() {
        return door.links().stream().map(link -> link.sent() - link.given()).toList();
    }
}
