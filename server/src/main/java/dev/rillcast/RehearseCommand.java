package dev.rillcast;

import dev.rillcast.config.Config;
import dev.rillcast.rehearsal.Rehearsal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Serves for some seconds, on free ports of the loopback interface, a user of its own: so the
 * launcher's JVM learns what to put into its archive (JEP 514).
 */
@Command(name = "rehearse", description = "Try the server out, for the launcher.", hidden = true)
final class RehearseCommand implements Callable<Integer> {
    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Override
    public Integer call() throws IOException, InterruptedException {
        Thread.ofPlatform().daemon().name("limit").start(RehearseCommand::endInTime);
        Config config = config();
        URI http = URI.create("http://" + LOOPBACK + ":" + config.http().port());
        try (Server _ = Server.start(config);
                Rehearsal rehearsal = new Rehearsal(http, config.media().port())) {
            rehearsal.run();
        }
        return CommandLine.ExitCode.OK;
    }

    /** A build must not hang, whatever happens here. */
    private static void endInTime() {
        try {
            Thread.sleep(LIMIT);
            Runtime.getRuntime().halt(CommandLine.ExitCode.SOFTWARE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The defaults, whatever is set for the server itself, but for what others can reach. */
    private static Config config() throws IOException {
        List<String> ports = freePorts(3);
        return Config.load(
                Optional.empty(),
                Map.of(
                        "RILLCAST_HTTP_HOST",
                        LOOPBACK,
                        "RILLCAST_HTTP_PORT",
                        ports.get(0),
                        "RILLCAST_MEDIA_ADDRESSES",
                        LOOPBACK,
                        "RILLCAST_MEDIA_PORT",
                        ports.get(1),
                        "RILLCAST_INGEST_PORT",
                        ports.get(2),
                        "RILLCAST_LIMITS_CPU",
                        "100"));
    }

    /** All held at once, so that they differ. */
    private static List<String> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            while (sockets.size() < count) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(socket -> String.valueOf(socket.getLocalPort())).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }
}
