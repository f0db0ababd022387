package dev.rillcast.bench;

import dev.rillcast.bench.rtc.Film;
import dev.rillcast.bench.rtc.RtcPublisher;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * One broadcast that is transcoded, and beside it the bare command doing the same.
 *
 * @param file the film for the bare command
 * @param folder for logs
 * @param seconds of the CPU window
 * @param latencySeconds for how long latency is recorded after it, so that it does not cost there
 * @param free whether the bare command runs once more afterwards, as fast as it can
 */
record TranscodeRun(
        ServerProcess server,
        SinkProcess sink,
        Film film,
        Path file,
        Path folder,
        int seconds,
        int latencySeconds,
        boolean free) {
    private static final int BITRATE = 1_500_000;
    private static final int SETTLE_MILLIS = 3_000;
    private static final int CHILD_TRIES = 200;

    /** For what is still on its way when the last picture was sent. */
    private static final int REST_MILLIS = 1_500;

    /**
     * Takes about as long as all its seconds together.
     *
     * @param name of the stream, no other's
     */
    TranscodeFigures measure(String name) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient();
                BroadcastingUser user = BroadcastingUser.signIn(client, address());
                RtcPublisher publisher = publish(user, name)) {
            ProcessHandle child = awaitChild();
            BareFfmpeg bare = BareFfmpeg.like(child, file).orElseThrow();
            Window window = watch(name, child, bare);
            Quantiles latency = Latencies.record(server, folder, latencySeconds).frames();
            publisher.stop();
            Thread.sleep(REST_MILLIS);
            Received received = received(name);
            JsonNode report = user.stop();
            client.shutdownNow();
            double freely = free ? bare.cpuSeconds(seconds, log("free")) / seconds : Double.NaN;
            return new TranscodeFigures(
                    film.codec(),
                    window.child,
                    window.bare,
                    freely,
                    window.server,
                    latency,
                    publisher.sent(),
                    received.videoFrames(),
                    bare.describe(),
                    TranscodeFigures.faults(publisher.sent(), received, report));
        }
    }

    private URI address() {
        return URI.create("ws://127.0.0.1:" + server.port() + "/p/webrtcws");
    }

    private RtcPublisher publish(BroadcastingUser user, String name)
            throws IOException, InterruptedException {
        Map<String, Object> target =
                Map.of(
                        "output",
                        "rtmp://127.0.0.1:" + sink.port() + "/live/" + name,
                        "videobitrate",
                        BITRATE,
                        "h264passthrough",
                        "0");
        return RtcPublisher.start(
                film, Films.RATE, server.mediaPort(), offer -> user.start(offer, target));
    }

    private ProcessHandle awaitChild() throws IOException, InterruptedException {
        for (int i = 0; i < CHILD_TRIES; i++) {
            for (ProcessHandle child : server.children()) {
                if (BareFfmpeg.like(child, file).isPresent()) {
                    return child;
                }
            }
            Thread.sleep(50);
        }
        throw new IOException("the server starts no child that encodes");
    }

    /** CPU seconds for each second of the film. */
    private record Window(double child, double bare, double server) {}

    /** What was used and made up to a moment, {@link System#nanoTime()}. */
    private record Mark(
            long time,
            double childCpu,
            long childMade,
            double bareCpu,
            long bareMade,
            double serverCpu) {}

    /**
     * Both at the same time, so that they meet the same machine. It is the pictures that they make
     * that count as time, as on a busy one they may fall behind.
     */
    private Window watch(String name, ProcessHandle child, BareFfmpeg bare)
            throws IOException, InterruptedException {
        Path progress = folder.resolve("progress.txt");
        Process process = bare.startPaced(log("paced"), progress);
        try {
            Thread.sleep(SETTLE_MILLIS);
            Mark from = mark(name, child, process, progress);
            Thread.sleep(1_000L * seconds);
            Mark to = mark(name, child, process, progress);
            double made = (double) (to.childMade - from.childMade) / Films.RATE;
            double madeByBare = (double) (to.bareMade - from.bareMade) / Films.RATE;
            return new Window(
                    (to.childCpu - from.childCpu) / made,
                    (to.bareCpu - from.bareCpu) / madeByBare,
                    (to.serverCpu - from.serverCpu) / ((to.time - from.time) / 1e9));
        } finally {
            process.destroy();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    private Mark mark(String name, ProcessHandle child, Process bare, Path progress)
            throws IOException {
        return new Mark(
                System.nanoTime(),
                Cpu.seconds(child.pid()),
                received(name).videoFrames(),
                Cpu.seconds(bare.pid()),
                BareFfmpeg.pictures(progress),
                server.cpuSeconds());
    }

    private Received received(String name) throws IOException {
        return sink.report().stream()
                .filter(stream -> stream.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IOException("nothing has arrived of " + name));
    }

    private Path log(String name) {
        return folder.resolve("ffmpeg-" + name + ".log");
    }
}
