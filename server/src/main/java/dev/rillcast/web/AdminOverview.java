package dev.rillcast.web;

import dev.rillcast.broadcast.Broadcasts;
import dev.rillcast.report.BroadcastHistory;
import dev.rillcast.report.EndedBroadcasts.Ended;
import dev.rillcast.report.Report;
import dev.rillcast.report.ReportJson;
import dev.rillcast.signal.Sessions;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The server and all of its broadcasts at one sight, for operators. However many look, it is made
 * once a second. Safe for all threads.
 */
final class AdminOverview {
    private static final long MAX_AGE = Duration.ofSeconds(1).toNanos();

    /** What the list shows of a broadcast's history. */
    private static final List<String> LATEST = List.of("in", "out", "framerate", "lost", "waiting");

    private final WebServer.Facts facts;
    private final Sessions sessions;
    private final Broadcasts broadcasts;
    private final ServerHistory history;
    private @Nullable String made;
    private long madeAt;

    AdminOverview(
            WebServer.Facts facts,
            Sessions sessions,
            Broadcasts broadcasts,
            ServerHistory history) {
        this.facts = facts;
        this.sessions = sessions;
        this.broadcasts = broadcasts;
        this.history = history;
    }

    /**
     * As it was within the last second.
     *
     * @param now {@link System#nanoTime()}
     */
    synchronized String json(long now) {
        String known = made;
        if (known == null || now - madeAt >= MAX_AGE) {
            known = make().toString();
            made = known;
            madeAt = now;
        }
        return known;
    }

    /** The next one who looks sees what is now. */
    synchronized void refresh() {
        made = null;
    }

    private ObjectNode make() {
        ObjectNode node =
                JsonMapper.shared().createObjectNode().put("now", Instant.now().toString());
        node.set("server", server());
        ArrayNode running = node.putArray("running");
        broadcasts.running().stream()
                .map(b -> listed(b.report(), b.publisher(), b.history()))
                .sorted(Comparator.comparing(entry -> entry.path("start").asString()))
                .forEach(running::add);
        ArrayNode ended = node.putArray("ended");
        for (Ended each : broadcasts.recentlyEnded()) {
            ended.add(listed(each.report(), each.publisher(), each.history()));
        }
        return node;
    }

    private ObjectNode server() {
        ObjectNode server =
                JsonMapper.shared()
                        .createObjectNode()
                        .put("version", facts.version())
                        .put("uptime", ManagementFactory.getRuntimeMXBean().getUptime())
                        .put("processors", Runtime.getRuntime().availableProcessors())
                        .put("users", sessions.count())
                        .put("rooms", sessions.rooms())
                        .put("transcoders", facts.transcoders().active().getAsInt())
                        .put("maxTranscoders", facts.transcoders().max());
        return server.set("history", history.history().toJson());
    }

    /** Without what only the page of one broadcast shows. */
    private static ObjectNode listed(Report report, String publisher, BroadcastHistory history) {
        ObjectNode node = told(report, publisher, history);
        node.remove(List.of("events", "sync"));
        for (JsonNode target : node.path("targets")) {
            ((ObjectNode) target).remove(List.of("events", "video", "audio"));
        }
        return node;
    }

    /** Its report, who publishes it, and its latest figures, as far as they are known. */
    static ObjectNode told(Report report, String publisher, BroadcastHistory history) {
        ObjectNode node = ReportJson.of(report).put("publisher", publisher);
        ObjectNode latest = node.putObject("latest");
        for (String figure : LATEST) {
            history.latest(figure)
                    .ifPresent(value -> latest.put(figure, Math.round(value * 10) / 10d));
        }
        return node;
    }
}
