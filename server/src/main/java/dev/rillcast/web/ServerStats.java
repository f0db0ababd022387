package dev.rillcast.web;

import com.sun.management.OperatingSystemMXBean;
import dev.rillcast.web.WebServer.Facts;
import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.io.IOException;
import java.lang.management.ManagementFactory;
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
    private final IntSupplier connections;
    private final IntSupplier passthroughs;
    private final OperatingSystemMXBean machine =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final HostName name = HostName.lookUp();
    private @Nullable String figures;
    private long takenAt;

    /**
     * @param connections how many sockets are open
     * @param passthroughs how many broadcasts need no transcoder
     */
    ServerStats(Facts facts, IntSupplier connections, IntSupplier passthroughs) {
        this.facts = facts;
        this.connections = connections;
        this.passthroughs = passthroughs;
        double _ = machine.getCpuLoad(); // the load is counted from the question before
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
                .put("active_connections", connections.getAsInt())
                .put("active_passthroughs", passthroughs.getAsInt())
                .put("active_transcoders", facts.transcoders().active().getAsInt())
                .put("cpu_load", percent(machine.getCpuLoad()))
                .put("max_cpu_load", 100)
                .put("max_transcoders", facts.transcoders().max())
                .put("disk_space", freeBytes())
                .put("server_version", facts.version())
                .put("transcoder_version", facts.transcoders().version().get());
    }

    /** With one decimal; a machine that does not tell counts as idle. */
    private static double percent(double share) {
        return share >= 0 ? Math.round(share * 1_000) / 10.0 : 0;
    }

    private static long freeBytes() {
        try {
            return Files.getFileStore(Path.of("")).getUsableSpace();
        } catch (IOException e) {
            return 0;
        }
    }
}
