package dev.rillcast.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One run: a fresh server, users who sign in and keep silent, and what they do then.
 *
 * @param home the checkout
 * @param folder for the server's log
 * @param seconds that the users are measured for
 * @param warmUp seconds of the same before
 */
record SignalRun(Path home, Path folder, int users, int seconds, int warmUp) {
    private static final int SETTLE_MILLIS = 3_000;

    /** For the answers that are still to come. */
    private static final int REST_MILLIS = 1_000;

    <F> F measure(Crowd<F> crowd) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        try (HttpClient client = HttpClient.newHttpClient();
                ServerProcess server =
                        ServerProcess.start(home, folder.resolve("server.log"), 1935)) {
            URI address = URI.create("ws://127.0.0.1:" + server.port() + "/p/webrtcws");
            crowd.come(client, address, Crowd.BATCH); // classes, buffers, compiled code
            crowd.leave();
            Thread.sleep(SETTLE_MILLIS);
            Memory before = Memory.of(server);
            try {
                crowd.come(client, address, users);
                Thread.sleep(SETTLE_MILLIS);
                Memory idle = Memory.of(server);
                crowd.act(warmUp);
                Thread.sleep(REST_MILLIS);
                crowd.restart();
                double cpu = server.cpuSeconds();
                double[] late = crowd.act(seconds);
                cpu = server.cpuSeconds() - cpu;
                Thread.sleep(REST_MILLIS);
                Memory after = Memory.of(server);
                return crowd.figures(
                        new SignalCost(
                                (idle.heap - before.heap) / users,
                                (idle.resident - before.resident) / users,
                                before.resident / 1_024,
                                (after.heap - before.heap) / users,
                                cpu,
                                seconds,
                                new Quantiles(late)));
            } finally {
                crowd.leave();
                client.shutdownNow();
            }
        }
    }

    /** In kB, after a full collection. */
    private record Memory(double heap, double resident) {
        static Memory of(ServerProcess server) throws IOException, InterruptedException {
            server.command("GC.run");
            server.command("GC.run"); // what the first one only queued for release
            return new Memory(server.heapKilobytes(), server.megabytes() * 1_024);
        }
    }
}
