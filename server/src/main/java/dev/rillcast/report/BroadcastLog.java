package dev.rillcast.report;

import dev.rillcast.report.Event.Kind;
import dev.rillcast.rtp.TrackFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Writes down what happens to a broadcast, and makes a report of it at any moment. Safe for all
 * threads but for {@link #frame}, which one thread calls.
 */
public final class BroadcastLog {
    private final String id;
    private final Instant start;
    private final long startNanos;
    private final Totals totals;
    private final EventLog events;
    private final List<TargetLog> targets = new CopyOnWriteArrayList<>();
    private boolean framed;

    /**
     * @param start by the clock on the wall
     * @param now the same of {@link System#nanoTime()}
     * @param totals takes what happens, too
     */
    public BroadcastLog(String id, Instant start, long now, Totals totals) {
        this.id = id;
        this.start = start;
        this.startNanos = now;
        this.totals = totals;
        this.events = new EventLog(now, totals.events());
        events.add(Kind.STARTED, now);
    }

    /**
     * Begins the log of the next target.
     *
     * @param output without any secret
     * @param streamName masked
     */
    public TargetLog target(String output, String streamName, TargetLog.Gauges gauges) {
        TargetLog log =
                new TargetLog(targets.size() + 1, output, streamName, gauges, startNanos, totals);
        targets.add(log);
        return log;
    }

    /** The publisher's media can flow. */
    public void connected(boolean again, long now) {
        events.add(again ? Kind.PUBLISHER_BACK : Kind.CONNECTED, now);
    }

    /** A frame came in; costs nothing but for the first. */
    public void frame(long now) {
        if (!framed) {
            framed = true;
            events.add(Kind.FIRST_FRAME, now);
        }
    }

    /** The publisher goes on by another way, with the connection that it had. */
    public void publisherMoved(long now) {
        events.add(Kind.PUBLISHER_MOVED, now);
    }

    public void publisherLost(String why, long now) {
        events.add(Kind.PUBLISHER_LOST, why, now);
    }

    /**
     * How it goes.
     *
     * @param tracks what has come in by now
     */
    public Report report(Collection<TrackFigures> tracks, long now) {
        return report(false, Optional.empty(), tracks, now);
    }

    /**
     * It has ended.
     *
     * @param why what went wrong, if anything did; without any secret
     */
    public Report end(Optional<String> why, Collection<TrackFigures> tracks, long now) {
        why.ifPresentOrElse(
                text -> events.add(Kind.ENDED, text, now), () -> events.add(Kind.ENDED, now));
        List<TargetMoment> _ = settle(now);
        return report(true, why.map(EventLog::shortened), tracks, now);
    }

    /**
     * How its targets do; what they did is in the totals then.
     *
     * @param now of {@link System#nanoTime()}
     */
    public List<TargetMoment> settle(long now) {
        return targets.stream().map(target -> target.settle(now)).toList();
    }

    private Report report(
            boolean ended, Optional<String> error, Collection<TrackFigures> tracks, long now) {
        return new Report(
                id,
                ended,
                start,
                Duration.ofNanos(Math.max(0, now - startNanos)),
                error,
                events.events(),
                track(tracks, true),
                track(tracks, false),
                sync(),
                targets.stream().map(TargetLog::report).toList());
    }

    private Optional<TrackReport> track(Collection<TrackFigures> tracks, boolean video) {
        Optional<TargetLog> shown =
                targets.stream().filter(t -> video && t.width() > 0).findFirst();
        return tracks.stream()
                .filter(figures -> figures.codec().video() == video)
                .findFirst()
                .map(
                        figures ->
                                new TrackReport(
                                        figures,
                                        shown.map(TargetLog::width).orElse(0),
                                        shown.map(TargetLog::height).orElse(0)));
    }

    /** Each target has a time line of its own; the busiest one has seen most. */
    private Sync sync() {
        return targets.stream()
                .map(TargetLog::sync)
                .max(Comparator.comparingLong(Sync::corrections))
                .orElse(Sync.NONE);
    }
}
