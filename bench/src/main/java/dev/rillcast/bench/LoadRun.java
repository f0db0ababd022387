package dev.rillcast.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * One run: a fresh server and a fresh sink, a round of streams to warm up, and one that is
 * measured.
 *
 * @param home the checkout
 * @param folder for logs
 * @param tools the folder of tools/publisher
 * @param seconds of the CPU window; the latency is recorded after it, so that it does not cost
 *     there
 * @param warmUp seconds of the first round
 * @param audio whether the streams have sound
 */
record LoadRun(
        Path home,
        Path folder,
        Path tools,
        int streams,
        int seconds,
        int warmUp,
        int latencySeconds,
        boolean audio) {

    /** All streams have begun and are past their first key frames. */
    private static final int SETTLE_SECONDS = 5;

    /** For jcmd to begin and end the recording, on a machine that is busy. */
    private static final int RESERVE_SECONDS = 60;

    private static final int END_SECONDS = 20;

    Figures measure() throws IOException, InterruptedException {
        Files.createDirectories(folder);
        try (SinkProcess sink = SinkProcess.start();
                ServerProcess server =
                        ServerProcess.start(home, folder.resolve("server.log"), sink.port())) {
            Thread.sleep(2_000); // the server's own warm-up
            double idle = server.megabytes();
            try (Publisher publisher = publish(server, "warm", warmUp)) {
                publisher.await(warmUp + rampSeconds() + END_SECONDS);
            }
            int limit = SETTLE_SECONDS + seconds + latencySeconds + RESERVE_SECONDS;
            try (Publisher publisher = publish(server, "s", limit)) {
                return measure(server, sink, publisher, idle);
            }
        }
    }

    private Figures measure(
            ServerProcess server, SinkProcess sink, Publisher publisher, double idle)
            throws IOException, InterruptedException {
        Thread.sleep(1_000L * (SETTLE_SECONDS + rampSeconds()));
        long from = System.nanoTime();
        double before = server.cpuSeconds();
        Thread.sleep(1_000L * seconds);
        double cpu = server.cpuSeconds() - before;
        double streamSeconds = streams * (System.nanoTime() - from) / 1e9;
        double memory = (server.megabytes() - idle) / streams;
        Quantiles latency =
                latencySeconds == 0
                        ? new Quantiles(new double[0])
                        : Latencies.record(server, folder, latencySeconds);
        JsonNode published = publisher.stop(END_SECONDS);
        List<Received> received =
                sink.report().stream().filter(r -> r.name().startsWith("s")).toList();
        Map<Integer, Long> posted = publisher.first("post");
        return new Figures(
                server.secondsToReady(),
                idle,
                memory,
                cpu * 1_000 / streamSeconds,
                firstFrames(posted, received),
                ice(posted, publisher.first("state connected")),
                latency,
                Figures.faults(streams, published, received, server.dropped()));
    }

    private Publisher publish(ServerProcess server, String prefix, int duration)
            throws IOException {
        Path events = folder.resolve(prefix + ".events");
        return Publisher.start(tools, events, server.port(), prefix, streams, duration, audio);
    }

    /** The publisher starts a stream each 40 ms. */
    private int rampSeconds() {
        return streams / 25 + 1;
    }

    private static Quantiles firstFrames(Map<Integer, Long> posted, List<Received> received) {
        return new Quantiles(
                received.stream()
                        .filter(r -> r.firstVideo() > 0)
                        .mapToDouble(
                                r -> {
                                    Integer number = Integer.valueOf(r.name().substring(1));
                                    return (r.firstVideo() - posted.getOrDefault(number, 0L)) / 1e6;
                                })
                        .toArray());
    }

    private static Quantiles ice(Map<Integer, Long> posted, Map<Integer, Long> connected) {
        return new Quantiles(
                posted.keySet().stream()
                        .filter(connected::containsKey)
                        .mapToDouble(
                                i ->
                                        (Objects.requireNonNull(connected.get(i))
                                                        - Objects.requireNonNull(posted.get(i)))
                                                / 1e6)
                        .toArray());
    }
}
