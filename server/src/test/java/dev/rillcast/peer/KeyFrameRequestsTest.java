package dev.rillcast.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyFrameRequestsTest {
    private static final long MS = 1_000_000;

    private final KeyFrameRequests requests = new KeyFrameRequests(0);

    @Test
    void whileNoneComesEachPauseIsTwiceAsLongUpToALimit() {
        assertEquals(List.of(0L, 300L, 900L, 2_100L, 4_500L, 6_900L, 9_300L), made(0, 10_000));
    }

    @Test
    void aKeyFrameMakesThePauseShortAgain() {
        assertEquals(List.of(0L, 300L), made(0, 800));
        requests.answered();
        assertEquals(List.of(800L, 1_100L), made(800, 1_600));
    }

    @Test
    void notEvenAKeyFrameMakesItShorterThanThat() {
        assertEquals(List.of(0L), made(0, 100));
        requests.answered();
        assertEquals(List.of(300L), made(100, 500));
    }

    @Test
    void byAnotherWayItIsAskedForAtOnce() {
        assertEquals(List.of(0L, 300L, 900L), made(0, 1_000));
        requests.startAnew(1_000 * MS);
        assertEquals(List.of(1_000L, 1_300L), made(1_000, 1_800));
    }

    /** When one is made if it is wanted all the time, in milliseconds. */
    private List<Long> made(long from, long to) {
        List<Long> made = new ArrayList<>();
        for (long now = from; now < to; now += 5) {
            if (requests.allowed(now * MS)) {
                requests.made(now * MS);
                made.add(now);
            }
        }
        return made;
    }
}
