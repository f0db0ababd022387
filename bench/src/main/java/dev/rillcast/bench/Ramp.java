package dev.rillcast.bench;

import dev.rillcast.bench.result.Figure;
import dev.rillcast.bench.result.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * More and more streams with AAC, until something is lost. Generator, sink and server share the
 * machine.
 *
 * @param run whose server, warm-up and streams it is
 */
record Ramp(LoadRun run) {
    private static final int FROM = 50;
    private static final int STEP = 25;
    private static final int MOST = 250;
    private static final int SETTLE_MILLIS = 3_000;
    private static final int WATCH_SECONDS = 6;
    private static final int LIMIT_SECONDS = 300;
    private static final int END_SECONDS = 30;
    private static final double RATE = 30;

    /** Of all pictures that were due. */
    private static final double ALL = 0.99;

    private static final int AIM = 150;

    Run climb() throws IOException, InterruptedException {
        Files.createDirectories(run.folder());
        Deque<Publisher> publishers = new ArrayDeque<>();
        try (SinkProcess sink = SinkProcess.start();
                ServerProcess server =
                        ServerProcess.start(
                                run.home(), run.folder().resolve("server.log"), sink.port())) {
            Subject subject = Subject.of(server);
            run.warmUp(subject, sink);
            int sustained = 0;
            double cpu = Double.NaN;
            for (int streams = FROM; streams <= MOST; streams += STEP) {
                int more = streams - sustained;
                publishers.push(add(subject, sink, streams, more));
                Thread.sleep(SETTLE_MILLIS + 1_000L * Publisher.rampSeconds(more));
                Step step = Step.watch(subject, sink, streams);
                System.err.println(step);
                if (!step.complete()) {
                    break;
                }
                sustained = streams;
                cpu = step.cpu;
            }
            end(publishers);
            String most = "streams without loss, up to " + MOST;
            return new Run(
                    "ramp of streams with AAC",
                    List.of(
                            Figure.atLeast(AIM, most, sustained),
                            Figure.of("CPU then, ms per stream-second", cpu)),
                    sustained == 0
                            ? List.of("even " + FROM + " streams were too many")
                            : List.of());
        } finally {
            publishers.forEach(Publisher::close);
        }
    }

    private Publisher add(Subject server, SinkProcess sink, int streams, int more)
            throws IOException {
        String prefix = "r" + streams + "-";
        return Publisher.start(
                server, sink, run.tools(), run.folder(), prefix, more, LIMIT_SECONDS, true);
    }

    private static void end(Deque<Publisher> publishers) throws IOException, InterruptedException {
        for (Publisher publisher : publishers) {
            var _ = publisher.stop(END_SECONDS);
        }
    }

    /**
     * What came of so many streams.
     *
     * @param arrived of these
     * @param share of the pictures that were due, 1: all
     * @param holes how many streams have any
     * @param cpu of the server in milliseconds per stream-second
     */
    private record Step(int streams, long arrived, double share, long holes, double cpu) {
        static Step watch(Subject server, SinkProcess sink, int streams)
                throws IOException, InterruptedException {
            long before = pictures(sink);
            double cpu = Cpu.seconds(server.pid());
            long from = System.nanoTime();
            Thread.sleep(1_000L * WATCH_SECONDS);
            cpu = Cpu.seconds(server.pid()) - cpu;
            List<Received> received = LoadRun.received(sink, "r");
            double streamSeconds = streams * (System.nanoTime() - from) / 1e9;
            long pictures = received.stream().mapToLong(Received::videoFrames).sum() - before;
            return new Step(
                    streams,
                    Delivery.arrived(received),
                    pictures / (streamSeconds * RATE),
                    Delivery.withHoles(received),
                    1_000 * cpu / streamSeconds);
        }

        private static long pictures(SinkProcess sink) throws IOException {
            return LoadRun.received(sink, "r").stream().mapToLong(Received::videoFrames).sum();
        }

        boolean complete() {
            return arrived == streams && share >= ALL && holes == 0;
        }

        @Override
        public String toString() {
            return "%d streams: %d arrived, %.1f %% of the pictures, %d with holes, %.1f ms of CPU"
                    .formatted(streams, arrived, 100 * share, holes, cpu);
        }
    }
}
