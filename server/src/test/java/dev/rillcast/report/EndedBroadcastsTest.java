package dev.rillcast.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rillcast.report.EndedBroadcasts.Ended;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EndedBroadcastsTest {
    private final EndedBroadcasts ended = new EndedBroadcasts();

    @Test
    void theLastOnesAreKeptTheYoungestFirst() {
        for (int i = 0; i <= EndedBroadcasts.KEPT; i++) {
            ended.keep(ended(Integer.toString(i)));
        }
        List<String> ids = ended.all().stream().map(each -> each.report().id()).toList();
        assertEquals(EndedBroadcasts.KEPT, ids.size());
        assertEquals("30", ids.getFirst());
        assertEquals("1", ids.getLast());
    }

    private static Ended ended(String id) {
        Report report =
                new Report(
                        id,
                        true,
                        Instant.EPOCH,
                        Duration.ZERO,
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Sync.NONE,
                        List.of());
        return new Ended(report, "Ada", new BroadcastHistory(0));
    }
}
