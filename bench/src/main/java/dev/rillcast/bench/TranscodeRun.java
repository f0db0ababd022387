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
            Window window = watch(child, bare);
            Quantiles latency = Latencies.record(server, folder, latencySeconds);
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
                film, Films.RATE, server.port(), offer -> user.start(offer, target));
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

    /** Both at the same time, so that they meet the same machine. */
    private Window watch(ProcessHandle child, BareFfmpeg bare)
            throws IOException, InterruptedException {
        Process process = bare.startPaced(log("paced"));
        try {
            Thread.sleep(SETTLE_MILLIS);
            long from = System.nanoTime();
            double childBefore = Cpu.seconds(child.pid());
            double bareBefore = Cpu.seconds(process.pid());
            double serverBefore = server.cpuSeconds();
            Thread.sleep(1_000L * seconds);
            double childAfter = Cpu.seconds(child.pid());
            double bareAfter = Cpu.seconds(process.pid());
            double serverAfter = server.cpuSeconds();
            double passed = (System.nanoTime() - from) / 1e9;
            return new Window(
                    (childAfter - childBefore) / passed,
                    (bareAfter - bareBefore) / passed,
                    (serverAfter - serverBefore) / passed);
        } finally {
            process.destroy();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
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
