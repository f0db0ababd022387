package dev.rillcast.report;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The reports of broadcasts that have ended, for an hour; if there are too many, the oldest are
 * forgotten earlier. Safe for all threads.
 */
public final class EndedReports {
    static final long KEPT = Duration.ofHours(1).toNanos();
    static final int MAX_REPORTS = 1_000;

    /** Of all reports together: with all their texts at most about 10 MB. */
    static final int MAX_EVENTS = 20_000;

    private record Kept(Report report, long since) {}

    private final Map<String, Kept> reports = new LinkedHashMap<>(); // the oldest first
    private int events;

    /**
     * @param now of {@link System#nanoTime()}
     */
    public synchronized void keep(Report report, long now) {
        Kept before = reports.remove(report.id());
        events += report.eventCount() - (before == null ? 0 : before.report.eventCount());
        reports.put(report.id(), new Kept(report, now));
        forget(now);
    }

    public synchronized Optional<Report> find(String id, long now) {
        forget(now);
        return Optional.ofNullable(reports.get(id)).map(Kept::report);
    }

    private void forget(long now) {
        for (Iterator<Kept> each = reports.values().iterator(); each.hasNext(); ) {
            Kept oldest = each.next();
            boolean tooMany = reports.size() > MAX_REPORTS || events > MAX_EVENTS;
            if (!tooMany && now - oldest.since < KEPT) {
                return;
            }
            each.remove();
            events -= oldest.report.eventCount();
        }
    }
}
