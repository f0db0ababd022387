package dev.rillcast.bench;

import dev.rillcast.bench.result.Figure;
import dev.rillcast.bench.result.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * One run: a round of streams to warm up, and one that is measured.
 *
 * @param home the checkout
 * @param folder for logs
 * @param tools the folder of tools/publisher
 * @param seconds of the CPU window; the latency is recorded after it, so that it does not cost
 *     there
 * @param warmUp seconds of the first round; 0: none
 */
record LoadRun(
        Path home,
        Path folder,
        Path tools,
        LoadCase what,
        int streams,
        int seconds,
        int warmUp,
        int latencySeconds) {

    /** All streams have begun and are past their first key frames. */
    private static final int SETTLE_SECONDS = 5;

    /** For jcmd to begin and end the recording, on a machine that is busy. */
    private static final int RESERVE_SECONDS = 60;

    private static final int END_SECONDS = 30;

    /** For the server's own warm-up, and for what is on its way when streams end. */
    private static final int REST_MILLIS = 2_000;

    private static final double MEMORY_AIM = 1.5;
    private static final double FIRST_FRAME_AIM = 300;

    /** With a fresh server and a fresh sink. */
    Run measure() throws IOException, InterruptedException {
        Files.createDirectories(folder);
        try (SinkProcess sink = SinkProcess.start();
                ServerProcess server =
                        ServerProcess.start(
                                home,
                                folder.resolve("server.log"),
                                sink.port(),
                                what == LoadCase.OPUS)) {
            Thread.sleep(REST_MILLIS);
            return measure(Subject.of(server), sink, what.title());
        }
    }

    /** With another server, which runs already. */
    Run measure(OtherServer other) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        try (SinkProcess sink = SinkProcess.start(other.sinkPort())) {
            return measure(other.subject(), sink, what.title() + ", " + other.name());
        }
    }

    private Run measure(Subject server, SinkProcess sink, String title)
            throws IOException, InterruptedException {
        double idle = Cpu.megabytes(server.pid());
        warmUp(server, sink);
        int limit = SETTLE_SECONDS + seconds + latencySeconds + RESERVE_SECONDS;
        try (Publisher publisher = publish(server, sink, "s", limit)) {
            Thread.sleep(1_000L * (SETTLE_SECONDS + Publisher.rampSeconds(streams)));
            LoadWindow window =
                    LoadWindow.watch(streams, seconds, server.pid(), publisher.pid(), sink.pid());
            double memory = (Cpu.megabytes(server.pid()) - idle) / streams;
            Latencies latencies = latencies(server);
            JsonNode sent = publisher.stop(END_SECONDS);
            Thread.sleep(REST_MILLIS);
            List<Received> received = received(sink, "s");
            long dropped = server.ours().isPresent() ? server.ours().get().dropped() : 0;
            Delivery delivery = new Delivery(streams, what.sound(), sent, received, dropped);
            List<Figure> figures = new ArrayList<>();
            String cpu = "CPU, ms per stream-second";
            figures.add(Figure.atMost(what.cpuAim(), cpu, window.cpu()));
            figures.addAll(window.details());
            String above = "memory above idle, MB per stream";
            figures.add(Figure.atMost(MEMORY_AIM, above, memory));
            figures.add(Figure.of("memory before the first stream, MB", idle));
            figures.addAll(firstFrames(publisher, received));
            figures.addAll(figures(latencies));
            figures.add(Figure.of("pictures sent", delivery.picturesSent()));
            figures.add(Figure.of("pictures received", delivery.picturesReceived()));
            return new Run(title, figures, delivery.faults());
        }
    }

    /** Classes, buffers, and compiled code. */
    void warmUp(Subject server, SinkProcess sink) throws IOException, InterruptedException {
        if (warmUp > 0) {
            try (Publisher publisher = publish(server, sink, "w", warmUp)) {
                JsonNode _ = publisher.await(warmUp + Publisher.rampSeconds(streams) + END_SECONDS);
            }
        }
    }

    private Publisher publish(Subject server, SinkProcess sink, String prefix, int duration)
            throws IOException {
        return Publisher.start(
                server, sink, tools, folder, prefix, streams, duration, what.sound());
    }

    static List<Received> received(SinkProcess sink, String prefix) throws IOException {
        return sink.report().stream().filter(r -> r.name().startsWith(prefix)).toList();
    }

    private Latencies latencies(Subject server) throws IOException, InterruptedException {
        return latencySeconds == 0 || server.ours().isEmpty()
                ? Latencies.NONE
                : Latencies.record(server.ours().get(), folder, latencySeconds);
    }

    private static List<Figure> figures(Latencies latencies) {
        Quantiles frames = latencies.frames();
        Quantiles pauses = latencies.pauses();
        return List.of(
                Figure.atMost(2, "packet in to RTMP bytes out, ms, p50", frames.at(0.5)),
                Figure.atMost(8, "packet in to RTMP bytes out, ms, p99", frames.at(0.99)),
                Figure.atMost(25, "packet in to RTMP bytes out, ms, p99.9", frames.at(0.999)),
                Figure.of("frames of that", frames.count() == 0 ? Double.NaN : frames.count()),
                Figure.atMost(2, "GC pause, ms, p99.9", pauses.at(0.999)),
                Figure.of("GC pause, ms, p50", pauses.at(0.5)),
                Figure.of("GC pauses", frames.count() == 0 ? Double.NaN : pauses.count()));
    }

    /** From each offer to its first coded frame at the sink, and the generator's share of it. */
    private static List<Figure> firstFrames(Publisher publisher, List<Received> received)
            throws IOException {
        Map<Integer, Long> posted = publisher.first("post");
        Map<Integer, Long> connected = publisher.first("state connected");
        Quantiles frames =
                new Quantiles(
                        received.stream()
                                .filter(r -> r.firstVideo() > 0 && posted.containsKey(r.number()))
                                .mapToDouble(r -> millis(posted, r.number(), r.firstVideo()))
                                .toArray());
        Quantiles connections =
                new Quantiles(
                        connected.keySet().stream()
                                .filter(posted::containsKey)
                                .mapToDouble(i -> millis(posted, i, connected.getOrDefault(i, 0L)))
                                .toArray());
        return List.of(
                Figure.atMost(FIRST_FRAME_AIM, "offer to first coded frame, ms", frames.at(0.5)),
                Figure.of("  the longest, ms", frames.at(1)),
                Figure.of("  of it the generator's connection, ms", connections.at(0.5)));
    }

    private static double millis(Map<Integer, Long> from, Integer stream, long to) {
        return (to - Objects.requireNonNull(from.get(stream))) / 1e6;
    }
}
