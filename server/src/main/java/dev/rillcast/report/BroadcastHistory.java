package dev.rillcast.report;

import dev.rillcast.rtp.TrackFigures;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * How a broadcast does over time, made of one report after another. Sampled by one thread, read by
 * all.
 */
public final class BroadcastHistory {
    /** kbit/s of all tracks and targets; packets and frames a second; milliseconds. */
    private static final List<String> FIGURES =
            List.of(
                    "in",
                    "out",
                    "framerate",
                    "lost",
                    "recovered",
                    "dropped",
                    "waiting",
                    "roundTrip");

    /** Rates over less are noise. */
    private static final long SHORTEST = 1_000_000_000;

    private final History history = new History(FIGURES);
    private long sampledAt;
    private Counts before = new Counts(0, 0, 0, 0, 0, 0);

    private record Counts(long in, long out, long frames, long lost, long recovered, long dropped) {
        static Counts of(Report report) {
            return new Counts(
                    sum(report, TrackFigures::bytes),
                    targets(report, TargetReport::bytes),
                    report.video().map(track -> track.figures().frames()).orElse(0L),
                    sum(report, TrackFigures::lost),
                    sum(report, TrackFigures::recovered),
                    targets(report, TargetReport::dropped));
        }

        private static long sum(Report report, ToLongFunction<TrackFigures> count) {
            return Stream.concat(report.video().stream(), report.audio().stream())
                    .mapToLong(track -> count.applyAsLong(track.figures()))
                    .sum();
        }

        private static long targets(Report report, ToLongFunction<TargetReport> count) {
            return report.targets().stream().mapToLong(count).sum();
        }
    }

    /**
     * @param start of the broadcast, of {@link System#nanoTime()}
     */
    public BroadcastHistory(long start) {
        this.sampledAt = start;
    }

    /**
     * Takes a row; right after the row before it takes none.
     *
     * @param waiting how long the oldest frame waits for its target, in nanoseconds
     * @param at by the clock on the wall
     * @param now the same of {@link System#nanoTime()}
     */
    public void sample(Report report, long waiting, Instant at, long now) {
        long passed = now - sampledAt;
        if (passed < SHORTEST) {
            return;
        }
        Counts counts = Counts.of(report);
        history.add(
                at,
                kilobits(counts.in - before.in, passed),
                kilobits(counts.out - before.out, passed),
                report.video().isPresent()
                        ? perSecond(counts.frames - before.frames, passed)
                        : Float.NaN,
                perSecond(counts.lost - before.lost, passed),
                perSecond(counts.recovered - before.recovered, passed),
                perSecond(counts.dropped - before.dropped, passed),
                waiting / 1e6f,
                roundTrip(report));
        before = counts;
        sampledAt = now;
    }

    /** It is measured where packets are asked for again, so not without a loss. */
    private static float roundTrip(Report report) {
        long longest =
                Stream.concat(report.video().stream(), report.audio().stream())
                        .mapToLong(track -> track.figures().roundTrip())
                        .max()
                        .orElse(0);
        return longest > 0 ? longest / 1e6f : Float.NaN;
    }

    private static float kilobits(long bytes, long nanos) {
        return perSecond(bytes, nanos) * 8 / 1_000;
    }

    private static float perSecond(long count, long nanos) {
        return (float) (Math.max(0, count) * 1e9 / nanos);
    }

    /** The newest value of a figure, by the name that {@link History#toJson} has for it. */
    public OptionalDouble latest(String figure) {
        return history.latest(figure);
    }

    /** All rows. */
    public History history() {
        return history;
    }
}
