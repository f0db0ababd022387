package dev.rillcast.report;

import dev.rillcast.rtp.TrackFigures;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes reports as docs/signalling.md has them. */
public final class ReportJson {
    private ReportJson() {}

    /** The report as an object of its own, to be put into another or written out. */
    public static ObjectNode of(Report report) {
        ObjectNode node =
                JsonMapper.shared()
                        .createObjectNode()
                        .put("id", report.id())
                        .put("state", report.ended() ? "ended" : "running")
                        .put("start", report.start().truncatedTo(ChronoUnit.MILLIS).toString())
                        .put("duration", report.duration().toMillis());
        report.error().ifPresent(error -> node.put("error", error));
        events(node, report.events());
        report.video().ifPresent(track -> video(node.putObject("video"), track));
        report.audio().ifPresent(track -> audio(node.putObject("audio"), track));
        sync(node.putObject("sync"), report.sync());
        ArrayNode targets = node.putArray("targets");
        report.targets().forEach(target -> target(targets.addObject(), target));
        return node;
    }

    private static void video(ObjectNode node, TrackReport track) {
        TrackFigures figures = track.figures();
        node.put("codec", figures.codec().name());
        if (track.width() > 0) {
            node.put("width", track.width()).put("height", track.height());
        }
        node.put("frames", figures.frames()).put("keyFrames", figures.keyFrames());
        packets(node, figures);
        node.put("keyFramesAsked", figures.keyFramesAsked());
    }

    private static void audio(ObjectNode node, TrackReport track) {
        TrackFigures figures = track.figures();
        node.put("codec", figures.codec().name()).put("frames", figures.frames());
        packets(node, figures);
        node.put("repeated", figures.repeated());
    }

    private static void packets(ObjectNode node, TrackFigures figures) {
        node.put("bytes", figures.bytes())
                .put("packets", figures.packets())
                .put("lost", figures.lost())
                .put("recovered", figures.recovered());
    }

    private static void sync(ObjectNode node, Sync sync) {
        node.put("skew", sync.skew())
                .put("maxSkew", sync.maxSkew())
                .put("corrections", sync.corrections())
                .put("corrected", sync.corrected())
                .put("jumps", sync.jumps());
    }

    private static void target(ObjectNode node, TargetReport target) {
        node.put("target", target.target())
                .put("output", target.output())
                .put("streamname", target.streamName())
                .put("state", name(target.state()))
                .put("videoFrames", target.videoFrames())
                .put("audioFrames", target.audioFrames())
                .put("bytes", target.bytes())
                .put("dropped", target.dropped())
                .put("retries", target.retries());
        target.video().ifPresent(video -> targetVideo(node.putObject("video"), video));
        target.audio().ifPresent(audio -> targetAudio(node.putObject("audio"), audio));
        target.error().ifPresent(error -> node.put("error", error));
        events(node, target.events());
    }

    private static void targetVideo(ObjectNode node, TargetVideo video) {
        node.put("mode", video.mode())
                .put("from", video.from().name())
                .put("to", video.to().name())
                .put("why", video.why());
        video.transcoding().ifPresent(how -> transcoding(node, how));
    }

    private static void transcoding(ObjectNode node, TargetVideo.Transcoding how) {
        how.bitrate().ifPresent(bitrate -> node.put("bitrate", bitrate));
        how.frameRate().ifPresent(rate -> node.put("framerate", rate));
        how.size().ifPresent(size -> node.put("width", size.width()).put("height", size.height()));
        node.put("restarts", how.restarts()).put("dropped", how.dropped());
        how.log().forEach(node.putArray("log")::add);
    }

    private static void targetAudio(ObjectNode node, TargetAudio audio) {
        node.put("source", audio.source().name().toLowerCase(Locale.ROOT))
                .put("to", audio.to().name());
        if (audio.bitrate() > 0) {
            node.put("bitrate", audio.bitrate());
        }
        node.put("channels", audio.channels());
    }

    private static void events(ObjectNode node, List<Event> events) {
        ArrayNode list = node.putArray("events");
        for (Event event : events) {
            ObjectNode entry =
                    list.addObject()
                            .put("at", event.at().toMillis())
                            .put("event", name(event.kind()));
            event.text().ifPresent(text -> entry.put("text", text));
        }
    }

    private static String name(TargetReport.State state) {
        return switch (state) {
            case CONNECTING -> "connecting";
            case BROADCASTING -> "broadcasting";
            case RECONNECTING -> "reconnecting";
            case FAILED -> "failed";
            case ENDED -> "ended";
        };
    }

    private static String name(Event.Kind kind) {
        return switch (kind) {
            case STARTED -> "started";
            case CONNECTED -> "connected";
            case FIRST_FRAME -> "firstFrame";
            case PUBLISHER_LOST -> "publisherLost";
            case PUBLISHER_BACK -> "publisherBack";
            case PUBLISHER_MOVED -> "publisherMoved";
            case ENDED -> "ended";
            case PUBLISHED -> "published";
            case LOST -> "lost";
            case RESTARTED -> "restarted";
            case SLOW -> "slow";
            case SOURCE_LOST -> "sourceLost";
            case SOURCE_BACK -> "sourceBack";
            case FAILED -> "failed";
            case MORE -> "more";
        };
    }
}
