package dev.rillcast.icecast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class PendingTitleTest {
    private static final long SECOND = 1_000_000_000;

    private final PendingTitle titles = new PendingTitle();

    @Test
    void aTitleIsToldWhenItsSoundIsHeard() {
        titles.offer("A", 100);
        assertEquals(Optional.empty(), titles.due(99, 0));
        assertEquals(Optional.of("A"), titles.due(100, 0));
        assertEquals(Optional.empty(), titles.due(101, 2 * SECOND));
    }

    @Test
    void theSameTitleIsToldOnce() {
        titles.offer("A", 0);
        assertEquals(Optional.of("A"), titles.due(0, 0));
        titles.offer("A", 0);
        assertEquals(Optional.empty(), titles.due(0, 2 * SECOND));
        titles.offer("", 0);
        assertEquals(Optional.of(""), titles.due(0, 4 * SECOND), "the song is over");
    }

    @Test
    void ofManyTheLatestIsToldOnceASecond() {
        int told = 0;
        for (int millis = 0; millis < 10_000; millis += 10) {
            titles.offer("title " + millis, 0);
            told += titles.due(0, millis * 1_000_000L).isPresent() ? 1 : 0;
        }
        assertEquals(10, told);
    }
}
