package dev.rillcast.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.report.Event.Kind;
import dev.rillcast.report.TargetReport.State;
import dev.rillcast.rtp.TrackFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BroadcastLogTest {
    private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");
    private static final long SECOND = 1_000_000_000;
    private static final TrackFigures VIDEO =
            new TrackFigures(Codec.H264, 900, 3, 2, 90_000, 300, 10, 4, 0);
    private static final TrackFigures AUDIO =
            new TrackFigures(Codec.OPUS, 500, 1, 0, 5_000, 499, 499, 0, 0);

    private final Totals totals = new Totals();
    private final BroadcastLog log = new BroadcastLog("id", START, 5 * SECOND, totals);

    private record Fixed(long dropped, Sync sync) implements TargetLog.Gauges {
        @Override
        public int waiting() {
            return 3;
        }

        @Override
        public long waiting(long now) {
            return 40_000_000;
        }

        @Override
        public Optional<TargetVideo> video() {
            return Optional.empty();
        }

        @Override
        public Optional<TargetAudio> audio() {
            return Optional.empty();
        }
    }

    @Test
    void theStoryIsToldInItsOrder() {
        log.connected(false, 6 * SECOND);
        log.frame(7 * SECOND);
        log.frame(8 * SECOND);
        log.publisherLost("nothing was heard", 9 * SECOND);
        log.connected(true, 10 * SECOND);
        Report running = log.report(List.of(AUDIO, VIDEO), 11 * SECOND);
        assertFalse(running.ended());
        assertEquals(Duration.ofSeconds(6), running.duration());
        assertEquals(Optional.of(new TrackReport(VIDEO, 0, 0)), running.video());
        assertEquals(Optional.of(new TrackReport(AUDIO, 0, 0)), running.audio());
        Report ended = log.end(Optional.of("it broke"), List.of(AUDIO), 12 * SECOND);
        assertTrue(ended.ended());
        assertEquals(START, ended.start());
        assertEquals(Duration.ofSeconds(7), ended.duration());
        assertEquals(Optional.of("it broke"), ended.error());
        assertEquals(Optional.empty(), ended.video());
        assertEquals(
                List.of(
                        event(0, Kind.STARTED),
                        event(1, Kind.CONNECTED),
                        event(2, Kind.FIRST_FRAME),
                        event(4, Kind.PUBLISHER_LOST, "nothing was heard"),
                        event(5, Kind.PUBLISHER_BACK),
                        event(7, Kind.ENDED, "it broke")),
                ended.events());
    }

    @Test
    void whatAnIngestTookIsAddedUpOverItsConnections() {
        AtomicLong first = new AtomicLong();
        TargetLog target = log.target("rtmp://a/live", "sh…", new Fixed(7, Sync.NONE));
        assertEquals(State.CONNECTING, only().state());
        target.published(first::get, 6 * SECOND);
        target.broadcasting(7 * SECOND);
        target.sent(frame(Codec.H264), false, 7 * SECOND);
        target.sent(frame(Codec.AAC), false, 7 * SECOND);
        target.sent(frame(Codec.AAC), false, 7 * SECOND);
        first.set(1_000);
        assertEquals(1_000, only().bytes());
        target.disconnected();
        first.set(5_000_000); // not asked any more
        target.lost(false);
        target.lost("the ingest closed the connection", 8 * SECOND);
        target.retry();
        target.lost("the ingest can't be reached", 9 * SECOND);
        assertEquals(State.RECONNECTING, only().state());
        target.retry();
        target.published(() -> 500, 10 * SECOND);
        target.broadcasting(10 * SECOND);
        target.sent(frame(Codec.H264), true, 7 * SECOND);
        assertEquals(State.BROADCASTING, only().state());
        target.disconnected();
        target.ended(Optional.empty(), 11 * SECOND);
        assertEquals(
                new TargetReport(
                        1,
                        "rtmp://a/live",
                        "sh…",
                        State.ENDED,
                        2,
                        2,
                        1_500,
                        7,
                        2,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("the ingest can't be reached"),
                        List.of(
                                event(1, Kind.PUBLISHED),
                                event(3, Kind.LOST, "the ingest closed the connection"),
                                event(5, Kind.PUBLISHED))),
                only());
    }

    @Test
    void theTotalsKnowOfATargetWhatIsSettledAndNothingTwice() {
        AtomicLong bytes = new AtomicLong(1_000);
        TargetLog target = log.target("rtmp://a/live", "sh…", new Fixed(7, Sync.NONE));
        target.published(bytes::get, 6 * SECOND);
        target.broadcasting(7 * SECOND);
        target.sent(frame(Codec.H264), false, 7 * SECOND);
        assertEquals(
                List.of(new TargetMoment(State.BROADCASTING, 3, 40_000_000)),
                log.settle(8 * SECOND));
        bytes.set(1_500);
        List<TargetMoment> _ = log.settle(8 * SECOND);
        target.disconnected();
        Report _ = log.end(Optional.empty(), List.of(), 9 * SECOND);
        List<TargetMoment> _ = log.settle(10 * SECOND);
        assertEquals(1_500, totals.bytes());
        assertEquals(7, totals.dropped());
        assertEquals(1, totals.attempts().of(Totals.Attempt.PUBLISHED));
        assertEquals(1, totals.events().of(Kind.ENDED));
        assertEquals(2.0, totals.starts().sum(), 0.0, "from the start on");
        assertEquals(0.002, totals.latency(Totals.Sent.VIDEO).sum(), 0.000_1);
    }

    /** It has come two milliseconds before it goes out. */
    private static Frame frame(Codec codec) {
        return new Frame(codec, true, 0, 7 * SECOND - 2_000_000, new byte[1], 0, 1);
    }

    @Test
    void aTargetThatIsGivenUpSaysWhy() {
        TargetLog target = log.target("rtmp://a/live", "…", new Fixed(0, Sync.NONE));
        target.ended(Optional.of("x".repeat(300)), 6 * SECOND);
        assertEquals(State.FAILED, only().state());
        String why = only().error().orElseThrow();
        assertEquals(200, why.length());
        assertEquals(List.of(event(1, Kind.FAILED, why)), only().events());
    }

    @Test
    void pictureAndSyncAreOfTheTargetThatHasThem() {
        Sync sync = new Sync(4, 31, 18, 64, 0);
        log.target("rtmp://a/live", "…", new Fixed(0, Sync.NONE));
        log.target("rtmp://b/live", "…", new Fixed(0, sync)).picture(640, 360);
        Report report = log.report(List.of(VIDEO, AUDIO), 6 * SECOND);
        assertEquals(Optional.of(new TrackReport(VIDEO, 640, 360)), report.video());
        assertEquals(Optional.of(new TrackReport(AUDIO, 0, 0)), report.audio());
        assertEquals(sync, report.sync());
        assertEquals(2, report.targets().getLast().target());
    }

    @Test
    void theLineForTheLogHasTheEssentials() {
        log.target("rtmp://a/live", "…", new Fixed(7, Sync.NONE))
                .sent(frame(Codec.H264), false, 7 * SECOND);
        assertEquals(
                "1.5 s; video: 300 frames, packets lost 3, recovered 2;"
                        + " audio: 499 frames, packets lost 1, recovered 0;"
                        + " target 1: 1 frames, dropped 7, retries 0",
                log.end(Optional.empty(), List.of(VIDEO, AUDIO), 6_500_000_000L).summary());
    }

    private TargetReport only() {
        return log.report(List.of(), 6 * SECOND).targets().getFirst();
    }

    private static Event event(long seconds, Kind kind) {
        return new Event(Duration.ofSeconds(seconds), kind, Optional.empty());
    }

    private static Event event(long seconds, Kind kind, String text) {
        return new Event(Duration.ofSeconds(seconds), kind, Optional.of(text));
    }
}
