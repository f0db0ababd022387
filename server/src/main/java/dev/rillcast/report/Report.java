package dev.rillcast.report;

import dev.rillcast.rtp.TrackFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a broadcast went, or goes (docs/signalling.md, "The report"). No stream key, user or password
 * is in it: whoever knows the id may read it.
 *
 * @param duration until now or, if it has ended, its end
 * @param error what went wrong, if anything did
 * @param video none if the publisher sends none
 * @param audio none if the publisher sends none
 */
public record Report(
        String id,
        boolean ended,
        Instant start,
        Duration duration,
        Optional<String> error,
        List<Event> events,
        Optional<TrackReport> video,
        Optional<TrackReport> audio,
        Sync sync,
        List<TargetReport> targets) {
    public Report {
        events = List.copyOf(events);
        targets = List.copyOf(targets);
    }

    /** The essentials in one line, for the server's log. */
    public String summary() {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3)
                + video.map(track -> came("video", track.figures())).orElse("")
                + audio.map(track -> came("audio", track.figures())).orElse("")
                + targets.stream().map(Report::went).collect(Collectors.joining());
    }

    private static String came(String name, TrackFigures track) {
        return "; %s: %d frames, packets lost %d, recovered %d"
                .formatted(name, track.frames(), track.lost(), track.recovered());
    }

    private static String went(TargetReport target) {
        long frames = target.videoFrames() + target.audioFrames();
        return "; target %d: %d frames, dropped %d, retries %d"
                .formatted(target.target(), frames, target.dropped(), target.retries());
    }

    /** How many events and lines it tells, its targets' included: what it weighs. */
    int eventCount() {
        return events.size() + targets.stream().mapToInt(TargetReport::eventCount).sum();
    }
}
