package dev.rillcast.report;

import dev.rillcast.report.Event.Kind;
import dev.rillcast.tally.Counts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The events of a broadcast or of a target in their order: the first {@value #MAX_EVENTS}, and then
 * that there were more; after {@value #MAX_TEXTS} characters they come without text. Safe for all
 * threads; never waits for long.
 */
public final class EventLog {
    static final int MAX_EVENTS = 100;

    /** An ingest's words may be long. */
    static final int MAX_TEXT = 200;

    /** Of all events together: reports are sent as one message and kept for a while. */
    static final int MAX_TEXTS = 4_000;

    private final long start;
    private final Counts<Kind> counts;
    private final List<Event> events = new ArrayList<>();
    private int texts;

    /**
     * @param start of the broadcast, in nanoseconds of {@link System#nanoTime()}
     * @param counts counts all, also those that are too many to be told
     */
    public EventLog(long start, Counts<Kind> counts) {
        this.start = start;
        this.counts = counts;
    }

    public void add(Kind kind, long now) {
        add(kind, Optional.empty(), now);
    }

    /**
     * @param text without any secret; of a long one the beginning is kept
     */
    public void add(Kind kind, String text, long now) {
        add(kind, Optional.of(shortened(text)), now);
    }

    private synchronized void add(Kind kind, Optional<String> text, long now) {
        counts.add(kind);
        Duration at = Duration.ofNanos(Math.max(0, now - start));
        if (events.size() < MAX_EVENTS) {
            texts += text.map(String::length).orElse(0);
            events.add(new Event(at, kind, text.filter(_ -> texts <= MAX_TEXTS)));
        } else if (events.size() == MAX_EVENTS) {
            events.add(new Event(at, Kind.MORE, Optional.empty()));
        }
    }

    /** A text as long as a report takes it. */
    public static String shortened(String text) {
        if (text.length() <= MAX_TEXT) {
            return text;
        }
        int end =
                Character.isHighSurrogate(text.charAt(MAX_TEXT - 2)) ? MAX_TEXT - 2 : MAX_TEXT - 1;
        return text.substring(0, end) + "…";
    }

    /** What has happened by now. */
    public synchronized List<Event> events() {
        return List.copyOf(events);
    }
}
