package dev.rillcast.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.rillcast.report.Event.Kind;
import dev.rillcast.tally.Counts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventLogTest {
    private static final long START = -5_000_000_000L; // System.nanoTime() may be negative

    private final EventLog log = new EventLog(START, new Counts<>(Kind.class));

    @Test
    void eventsAreToldInTheirOrderWithTheTimeSinceTheStart() {
        log.add(Kind.STARTED, START);
        log.add(Kind.LOST, "the ingest closed the connection", START + 20_000_000);
        assertEquals(
                List.of(
                        new Event(Duration.ZERO, Kind.STARTED, Optional.empty()),
                        new Event(
                                Duration.ofMillis(20),
                                Kind.LOST,
                                Optional.of("the ingest closed the connection"))),
                log.events());
    }

    @Test
    void afterAHundredThereIsOneThatSaysThatThereWereMore() {
        for (int i = 0; i < 1_000; i++) {
            log.add(Kind.LOST, START + i * 1_000_000L);
        }
        List<Event> events = log.events();
        assertEquals(101, events.size());
        assertEquals(Kind.LOST, events.get(99).kind());
        assertEquals(
                new Event(Duration.ofMillis(100), Kind.MORE, Optional.empty()), events.getLast());
    }

    @Test
    void theTextsOfAListAreBounded() {
        for (int i = 0; i < 100; i++) {
            log.add(Kind.LOST, "x".repeat(100), START);
        }
        List<Event> events = log.events();
        assertEquals(40, events.stream().filter(event -> event.text().isPresent()).count());
        assertEquals(100, events.size());
    }

    @Test
    void ofALongTextTheBeginningIsKept() {
        assertEquals("x".repeat(199) + "…", EventLog.shortened("x".repeat(5_000)));
        assertEquals("x".repeat(200), EventLog.shortened("x".repeat(200)));
        String smiles = EventLog.shortened("x" + "😀".repeat(200));
        assertEquals(200, smiles.length());
        assertFalse(Character.isHighSurrogate(smiles.charAt(198)), "no half character");
        log.add(Kind.FAILED, "y".repeat(201), START);
        assertEquals(Optional.of("y".repeat(199) + "…"), log.events().getFirst().text());
    }
}
