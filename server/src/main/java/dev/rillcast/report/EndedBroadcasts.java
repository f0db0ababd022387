package dev.rillcast.report;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The broadcasts that ended last, for the operator: with their histories 430 kB of them at most,
 * the texts of their events aside. Safe for all threads.
 */
public final class EndedBroadcasts {
    static final int KEPT = 30;

    private final Deque<Ended> kept = new ArrayDeque<>(); // the youngest first

    /**
     * One of them.
     *
     * @param publisher who it was, as people call it: data of a stranger
     */
    public record Ended(Report report, String publisher, BroadcastHistory history) {}

    public synchronized void keep(Ended ended) {
        kept.addFirst(ended);
        while (kept.size() > KEPT) {
            kept.removeLast();
        }
    }

    /** All that are kept, the youngest first. */
    public synchronized List<Ended> all() {
        return new ArrayList<>(kept);
    }
}
