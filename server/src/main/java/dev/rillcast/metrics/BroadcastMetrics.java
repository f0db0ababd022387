package dev.rillcast.metrics;

import static dev.rillcast.metrics.Metric.counter;
import static dev.rillcast.metrics.Metric.distribution;
import static dev.rillcast.metrics.Metric.gauge;
import static dev.rillcast.metrics.Metric.histogram;
import static dev.rillcast.metrics.Metric.point;
import static dev.rillcast.metrics.Metric.points;
import static dev.rillcast.metrics.Metric.seconds;
import static dev.rillcast.metrics.Metric.word;

import dev.rillcast.broadcast.Broadcast;
import dev.rillcast.broadcast.Broadcasts;
import dev.rillcast.broadcast.Failure;
import dev.rillcast.broadcast.NotStartedException;
import dev.rillcast.media.Codec;
import dev.rillcast.metrics.Metric.Point;
import dev.rillcast.report.Event.Kind;
import dev.rillcast.report.TargetMoment;
import dev.rillcast.report.TargetReport.State;
import dev.rillcast.report.Totals;
import dev.rillcast.report.Totals.Attempt;
import dev.rillcast.report.Totals.Loss;
import dev.rillcast.report.Totals.Sent;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The broadcasts, their targets, and what goes out to those. */
final class BroadcastMetrics {
    private final Broadcasts broadcasts;

    BroadcastMetrics(Broadcasts broadcasts) {
        this.broadcasts = broadcasts;
    }

    /** What tells broadcasts apart. */
    private record Sort(String video, String mode, String from) {
        static Sort of(Broadcast broadcast) {
            boolean any = broadcast.codecs().stream().anyMatch(Codec::video);
            String mode = broadcast.transcodes() ? "transcoding" : "passthrough";
            return new Sort(
                    any ? broadcast.videoCodecs().iterator().next().name() : "none",
                    any ? mode : "none",
                    broadcast.resumable() ? "page" : "whip");
        }
    }

    /**
     * @param now of {@link System#nanoTime()}
     */
    List<MetricSnapshot> collect(long now) {
        List<Broadcast> running = broadcasts.running();
        List<TargetMoment> targets =
                running.stream().flatMap(each -> each.targets(now).stream()).toList();
        return Stream.of(broadcasts(running), targets(targets), output(), times())
                .flatMap(List::stream)
                .toList();
    }

    private List<MetricSnapshot> broadcasts(List<Broadcast> running) {
        Map<Sort, Long> sorts =
                running.stream().collect(Collectors.groupingBy(Sort::of, Collectors.counting()));
        List<Point> points =
                sorts.entrySet().stream()
                        .map(each -> point(each.getValue(), labels(each.getKey())))
                        .toList();
        return List.of(
                gauge("rillcast_broadcasts", "Broadcasts that run", points),
                counter(
                        "rillcast_broadcasts_started",
                        "Broadcasts that began",
                        broadcasts.started()),
                counter(
                        "rillcast_broadcasts_refused",
                        "Broadcasts that did not begin",
                        points("reason", NotStartedException.Reason.class, broadcasts.refused())),
                counter(
                        "rillcast_broadcasts_failed",
                        "Broadcasts that ended though nobody stopped them",
                        points("reason", Failure.Kind.class, broadcasts.failed())),
                counter(
                        "rillcast_broadcast_events",
                        "What happened to broadcasts and targets, as in their reports",
                        points("event", Kind.class, broadcasts.totals().events())));
    }

    private static String[] labels(Sort sort) {
        return new String[] {"video", sort.video, "mode", sort.mode, "from", sort.from};
    }

    private static List<MetricSnapshot> targets(List<TargetMoment> targets) {
        Map<State, Long> states =
                targets.stream()
                        .collect(Collectors.groupingBy(TargetMoment::state, Collectors.counting()));
        List<Point> points =
                Stream.of(State.values())
                        .map(each -> point(states.getOrDefault(each, 0L), "state", word(each)))
                        .toList();
        long oldest = targets.stream().mapToLong(TargetMoment::oldest).max().orElse(0);
        return List.of(
                gauge("rillcast_targets", "Targets of the broadcasts that run", points),
                gauge(
                        "rillcast_queue_frames",
                        "Frames that wait for targets",
                        targets.stream().mapToLong(TargetMoment::waiting).sum()),
                gauge(
                        "rillcast_queue_oldest_seconds",
                        "How old the oldest of them is",
                        List.of(seconds(oldest))));
    }

    private List<MetricSnapshot> output() {
        Totals totals = broadcasts.totals();
        return List.of(
                counter(
                        "rillcast_frames_dropped",
                        "Frames that a target did not get because it was slow or away",
                        totals.dropped()),
                counter("rillcast_rtmp_bytes", "Bytes that ingests took", totals.bytes()),
                counter(
                        "rillcast_rtmp_connects",
                        "Attempts to reach an ingest",
                        points("outcome", Attempt.class, totals.attempts())),
                counter(
                        "rillcast_rtmp_retries",
                        "Attempts among them that were not a target's first",
                        totals.retries()),
                counter(
                        "rillcast_rtmp_lost",
                        "Ingests that were lost after they took the stream",
                        points("reason", Loss.class, totals.losses())));
    }

    private List<MetricSnapshot> times() {
        Totals totals = broadcasts.totals();
        return List.of(
                histogram(
                        "rillcast_frame_latency_seconds",
                        "From a frame's last packet in to its RTMP bytes out",
                        Stream.of(Sent.values())
                                .map(each -> distribution(totals.latency(each), "kind", word(each)))
                                .toList()),
                histogram(
                        "rillcast_first_frame_seconds",
                        "From an offer to the first frame that a target took",
                        List.of(distribution(totals.starts()))));
    }
}
