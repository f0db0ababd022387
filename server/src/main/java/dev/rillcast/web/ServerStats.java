package dev.rillcast.web;

import dev.rillcast.admission.Admission;
import dev.rillcast.web.WebServer.Facts;
import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * How the server is doing, at its own address: what {@code RtcUser.checkServer} asks for. Open to
 * all, so it holds no secret, and a flood of questions is answered with the figures of one.
 */
final class ServerStats {
    private static final long MAX_AGE = Duration.ofSeconds(1).toNanos();
    private static final List<String> PATHS = List.of("/p/webrtcws", "/p/webrtc");

    private final Facts facts;
    private final Connections connections;
    private final Streams streams;
    private final HostName name = HostName.lookUp();
    private @Nullable String figures;
    private long takenAt;

    /**
     * The signalling sockets.
     *
     * @param open how many are
     * @param max how many may be
     */
    record Connections(IntSupplier open, int max) {}

    /**
     * The broadcasts.
     *
     * @param running how many run
     * @param passing how many of them need no transcoder
     * @param admission whether others may begin
     */
    record Streams(IntSupplier running, IntSupplier passing, Admission admission) {}

    ServerStats(Facts facts, Connections connections, Streams streams) {
        this.facts = facts;
        this.connections = connections;
        this.streams = streams;
    }

    void routes(JavalinDefaultRoutingApi routes) {
        for (String path : PATHS) {
            routes.get(path, this::answer);
            routes.head(path, this::answer);
            routes.options(path, AnyOrigin::options);
        }
    }

    private void answer(Context ctx) {
        AnyOrigin.json(ctx, json(System.nanoTime()));
    }

    /**
     * The figures as they were within the last second.
     *
     * @param now {@link System#nanoTime()}
     */
    synchronized String json(long now) {
        String known = figures;
        if (known == null || now - takenAt >= MAX_AGE) {
            known = take().toString();
            figures = known;
            takenAt = now;
        }
        return known;
    }

    private ObjectNode take() {
        return JsonMapper.shared()
                .createObjectNode()
                .put("hostname", name.host())
                .put("domainname", name.domain())
                .put("active_connections", connections.open.getAsInt())
                .put("max_connections", connections.max)
                .put("active_broadcasts", streams.running.getAsInt())
                .put("max_broadcasts", streams.admission.maxStreams())
                .put("active_passthroughs", streams.passing.getAsInt())
                .put("active_transcoders", facts.transcoders().active().getAsInt())
                .put("cpu_load", percent(streams.admission.load()))
                .put("max_cpu_load", streams.admission.maxLoad())
                .put("max_transcoders", facts.transcoders().max())
                .put("disk_space", freeBytes())
                .put("server_version", facts.version())
                .put("transcoder_version", facts.transcoders().version().get());
    }

    /** With one decimal. */
    private static double percent(double share) {
        return Math.round(share * 1_000) / 10.0;
    }

    private static long freeBytes() {
        try {
            return Files.getFileStore(Path.of("")).getUsableSpace();
        } catch (IOException e) {
            return 0;
        }
    }
}
