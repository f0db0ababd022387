package dev.rillcast.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.report.Event.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EndedReportsTest {
    private static final long START = Long.MAX_VALUE - 1_000; // System.nanoTime() may wrap

    private final EndedReports reports = new EndedReports();

    @Test
    void aReportIsThereForAnHour() {
        Report report = report("a", 1);
        reports.keep(report, START);
        reports.keep(report("b", 1), START + 1);
        assertEquals(Optional.of(report), reports.find("a", START + EndedReports.KEPT - 1));
        assertEquals(Optional.empty(), reports.find("a", START + EndedReports.KEPT));
        assertTrue(reports.find("b", START + EndedReports.KEPT).isPresent());
        assertEquals(Optional.empty(), reports.find("c", START));
    }

    @Test
    void ofTooManyTheOldestAreForgotten() {
        for (int i = 0; i <= EndedReports.MAX_REPORTS; i++) {
            reports.keep(report("n" + i, 1), START + i);
        }
        assertEquals(Optional.empty(), reports.find("n0", START));
        assertTrue(reports.find("n1", START).isPresent());
        assertTrue(reports.find("n" + EndedReports.MAX_REPORTS, START).isPresent());
    }

    @Test
    void ofTooManyEventsTheOldestReportsAreForgotten() {
        for (int i = 0; i <= EndedReports.MAX_EVENTS / 200; i++) {
            reports.keep(report("n" + i, 200), START);
        }
        assertEquals(Optional.empty(), reports.find("n0", START));
        assertTrue(reports.find("n1", START).isPresent());
    }

    @Test
    void aReportOfTheSameBroadcastTakesThePlaceOfTheOneBefore() {
        for (int i = 0; i < 1_000; i++) {
            reports.keep(report("a", 200), START);
        }
        Report last = report("a", 3);
        reports.keep(last, START + 1);
        reports.keep(report("b", EndedReports.MAX_EVENTS - 3), START + 1);
        assertEquals(Optional.of(last), reports.find("a", START + 1), "its events count once");
    }

    /** Half of its events are a target's. */
    private static Report report(String id, int events) {
        Event event = new Event(Duration.ZERO, Kind.LOST, Optional.empty());
        TargetReport target =
                new TargetReport(
                        1,
                        "rtmp://a/live",
                        "…",
                        TargetReport.State.ENDED,
                        0,
                        0,
                        0,
                        0,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Collections.nCopies(events / 2, event));
        return new Report(
                id,
                true,
                Instant.EPOCH,
                Duration.ZERO,
                Optional.empty(),
                Collections.nCopies(events - events / 2, event),
                Optional.empty(),
                Optional.empty(),
                Sync.NONE,
                List.of(target));
    }
}
