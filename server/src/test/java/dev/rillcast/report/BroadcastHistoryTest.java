package dev.rillcast.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Codec;
import dev.rillcast.rtp.TrackFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class BroadcastHistoryTest {
    private static final long SECOND = 1_000_000_000;

    private final BroadcastHistory history = new BroadcastHistory(0);

    private void sample(Report report, double seconds) {
        history.sample(report, 40_000_000, Instant.EPOCH, (long) (seconds * SECOND));
    }

    private double latest(String figure) {
        return history.latest(figure).orElseThrow();
    }

    @Test
    void whatIsCountedBecomesWhatCameInASecond() {
        sample(report(1_000_000, 150, 10, 2_000_000), 5);
        sample(report(2_000_000, 300, 20, 3_000_000), 10);
        assertEquals(1_000_000 * 8 / 5 / 1_000, latest("in"), 0.01);
        assertEquals(1_000_000 * 8 / 5 / 1_000, latest("out"), 0.01);
        assertEquals(30, latest("framerate"), 0.01);
        assertEquals(2, latest("lost"), 0.01);
        assertEquals(0, latest("recovered"), 0.0);
        assertEquals(0, latest("dropped"), 0.0);
        assertEquals(40, latest("waiting"), 0.01);
        assertEquals(25, latest("roundTrip"), 0.01);
    }

    @Test
    void aLateRowIsNoPeak() {
        sample(report(500_000, 0, 0, 0), 5);
        sample(report(1_500_000, 0, 0, 0), 15);
        assertEquals(800, latest("in"), 0.01);
    }

    @Test
    void rowsThatFollowTooFastAreOne() {
        sample(report(500_000, 0, 0, 0), 5);
        sample(report(600_000, 0, 0, 0), 5.5);
        assertEquals(1, history.history().toJson().path("at").size());
        sample(report(700_000, 0, 0, 0), 10);
        assertEquals(320, latest("in"), 0.01);
    }

    @Test
    void aCountThatFallsIsNoNegativeRate() {
        sample(report(500_000, 0, 0, 0), 5);
        sample(report(400_000, 0, 0, 0), 10);
        assertEquals(0, latest("in"), 0.0);
    }

    @Test
    void withoutALossThereIsNoRoundTrip() {
        sample(report(500_000, 0, 0, 0), 5);
        assertEquals(OptionalDouble.empty(), history.latest("roundTrip"));
    }

    @Test
    void withoutVideoThereIsNoFrameRate() {
        sample(report(List.of(), 0), 5);
        assertEquals(OptionalDouble.empty(), history.latest("framerate"));
        assertTrue(history.latest("in").isPresent());
    }

    private static Report report(long in, long frames, long lost, long out) {
        TrackFigures video =
                new TrackFigures(
                        Codec.H264, 0, lost, 0, in, frames, 0, 0, 0, lost > 0 ? 25_000_000 : 0);
        return report(List.of(new TrackReport(video, 0, 0)), out);
    }

    private static Report report(List<TrackReport> video, long out) {
        TargetReport target =
                new TargetReport(
                        1,
                        "rtmp://a/live",
                        "…",
                        TargetReport.State.BROADCASTING,
                        0,
                        0,
                        out,
                        0,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of());
        return new Report(
                "id",
                false,
                Instant.EPOCH,
                Duration.ZERO,
                Optional.empty(),
                List.of(),
                video.stream().findFirst(),
                Optional.empty(),
                Sync.NONE,
                List.of(target));
    }
}
