package dev.rillcast.browser;

import dev.rillcast.FlvFile;
import dev.rillcast.TestPattern;
import dev.rillcast.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A broadcast of the test pattern to targets of the embedded ingest, and what each of them gets.
 */
final class PatternBroadcast {
    /**
     * What the browser has sent meanwhile.
     *
     * @param rate pictures a second
     * @param bitrate bit/s
     */
    record Sent(double rate, double bitrate) {}

    /**
     * What has arrived.
     *
     * @param files one for each target
     */
    record Recorded(List<Path> files, Sent sent) {}

    private final UserPage page;
    private final TestServer server;
    private final List<String> names;

    private PatternBroadcast(UserPage page, TestServer server, List<String> names) {
        this.page = page;
        this.server = server;
        this.names = names;
    }

    /** Begins to show the pattern; the page's scripts know it as {@code camera} then. */
    static void show(UserPage page, TestPattern pattern) throws Exception {
        page.run(SpecDocument.resource("dev/rillcast/browser/pattern.js"));
        page.run(
                "window.camera = await pattern(given, {width: 640, height: 360})",
                pattern.encoded());
        page.run("await user.setMediaStream(camera.stream)");
    }

    /**
     * Goes live with what the page shows, encoded at 700 kbit/s.
     *
     * @param targets options of each, as JavaScript: {@code key: value}
     */
    static PatternBroadcast start(
            UserPage page, TestServer server, String codec, List<String> targets) {
        List<String> names =
                IntStream.range(0, targets.size()).mapToObj(i -> codec + "-" + i).toList();
        String list =
                IntStream.range(0, targets.size())
                        .mapToObj(
                                i ->
                                        "{output: '%s', %s}"
                                                .formatted(
                                                        server.rtmp(names.get(i)), targets.get(i)))
                        .collect(Collectors.joining(","));
        page.run(
                """
                await user.setConfig(
                    {codecs: {videoCodec: 'CODEC'},
                     bitrates: {videoSendInitialBitrate: 700, videoSendBitrate: 700}});
                if (!user.isSignedIn()) await user.signIn({server: given, userName: 'Ada'});
                await user.startBroadcast({transcodingTargets: [TARGETS]});"""
                        .replace("CODEC", codec)
                        .replace("TARGETS", list),
                server.http(""));
        return new PatternBroadcast(page, server, names);
    }

    /** What the targets get, all in the same time. */
    Recorded record(Path directory, int seconds) throws Exception {
        double[] before = counts();
        List<CompletableFuture<Path>> recordings = new ArrayList<>();
        for (String name : names) {
            recordings.add(
                    CompletableFuture.supplyAsync(
                            () -> take(directory, name, seconds), Thread::startVirtualThread));
        }
        List<Path> files = new ArrayList<>();
        for (CompletableFuture<Path> recording : recordings) {
            while (!recording.isDone()) {
                page.pass(100); // what the page says is handled
            }
            files.add(recording.get());
        }
        double[] after = counts();
        double passed = (after[2] - before[2]) / 1_000;
        Sent sent = new Sent((after[0] - before[0]) / passed, (after[1] - before[1]) * 8 / passed);
        return new Recorded(files, sent);
    }

    private Path take(Path directory, String name, int seconds) {
        try {
            Path file = directory.resolve(name + ".flv");
            FlvFile.take(server.http("/live/" + name + ".flv"), seconds, file);
            return file;
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    /** What the browser has sent since the connection was made. */
    private double[] counts() {
        List<?> values =
                (List<?>)
                        page.run(
                                """
                                const {framesEncoded, bytesSent, timestamp} = await sent('video');
                                return [framesEncoded, bytesSent, timestamp];""");
        return values.stream().mapToDouble(value -> ((Number) value).doubleValue()).toArray();
    }
}
