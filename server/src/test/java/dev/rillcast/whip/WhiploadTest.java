package dev.rillcast.whip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.FlashAndBeep;
import dev.rillcast.FlvFile;
import dev.rillcast.Program;
import dev.rillcast.Recording;
import dev.rillcast.TestServer;
import dev.rillcast.link.Impairment;
import dev.rillcast.web.Http;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A WebRTC publisher that is neither a browser nor ours: {@code tools/publisher} makes it and its
 * media. Both must be there when this test is asked for.
 */
@Tag("whipload")
@Timeout(60)
class WhiploadTest {
    @TempDir private Path directory;

    /** Whether its sender reports come at once or as late as Chrome's. */
    @ParameterizedTest
    @CsvSource({"3, --sr=fast", "1, --sr=chrome --srtp-gcm"})
    void soundAndPictureArriveTogether(int streams, String options) throws Exception {
        List<String> command = new ArrayList<>(List.of(options.split(" ", -1)));
        command.addAll(Whipload.media());
        for (Path file : publish(streams, 7, command)) {
            assertEquals(List.of("aac", "h264"), Recording.codecs(file));
            Recording.assertClean(file);
            List<Double> skews = FlashAndBeep.skewsMillis(file);
            assertTrue(skews.size() >= 3, skews::toString);
            assertTrue(skews.stream().allMatch(s -> Math.abs(s) < 80), skews::toString);
        }
    }

    @ParameterizedTest
    @CsvSource({"--video, " + Whipload.VIDEO + ", h264", "--audio, " + Whipload.AUDIO + ", aac"})
    void oneTrackAloneIsABroadcast(String option, String file, String codec) throws Exception {
        Path recording = publish(1, 3, List.of(option, Whipload.file(file))).getFirst();
        assertEquals(List.of(codec), Recording.codecs(recording));
        Recording.assertClean(recording);
    }

    /** 50,000 datagrams a second from one sender, that look like STUN, DTLS, SRTP and nothing. */
    @Test
    void aFloodFromAStrangerLeavesABroadcastWhole() throws Exception {
        Path recording = publish(1, 5, Whipload.media(), Flood::of).getFirst();
        Recording.assertClean(recording);
        double gap = Recording.largestGap(recording);
        assertTrue(gap < 0.1, "a gap of " + gap + " s");
    }

    /** It resends what is asked for, as it was. */
    @Test
    void aLossyLinkIsNotSeen() throws Exception {
        Impairment lossy =
                Impairment.NONE
                        .withLoss(0.03)
                        .withDelay(Duration.ofMillis(30), Duration.ofMillis(10));
        try (TestServer server = TestServer.start();
                LinkedWhip linked = new LinkedWhip(server, 1)) {
            linked.link().up(lossy);
            linked.link().down(lossy);
            Path recording = publish(server, linked.url(""), 1, 8, Whipload.media()).getFirst();
            Recording.assertClean(recording);
            double gap = Recording.largestGap(recording);
            assertTrue(gap < 0.1, "a gap of " + gap + " s");
            int pictures = FlvFile.read(recording).pictures().size();
            assertTrue(pictures > 5 * 30, pictures + " pictures");
            List<Double> skews = FlashAndBeep.skewsMillis(recording);
            assertTrue(skews.stream().allMatch(s -> Math.abs(s) < 80), skews::toString);
        }
    }

    /** Publishes for some seconds; gives what a viewer of each stream got from begin to end. */
    private List<Path> publish(int streams, int seconds, List<String> options) throws Exception {
        return publish(streams, seconds, options, _ -> () -> {});
    }

    /** What goes on beside, given the media port; it ends with the broadcasts. */
    private interface Beside {
        Closeable open(int port) throws IOException;
    }

    private List<Path> publish(int streams, int seconds, List<String> options, Beside beside)
            throws Exception {
        try (TestServer server = TestServer.start();
                Closeable _ = beside.open(server.config().media().port())) {
            return publish(server, server.http(""), streams, seconds, options);
        }
    }

    private List<Path> publish(
            TestServer server, String url, int streams, int seconds, List<String> options)
            throws Exception {
        try (Http http = new Http(server)) {
            List<String> command = new ArrayList<>();
            command.addAll(
                    List.of(Whipload.file("whipload"), "--url-template", url + "/whip/s{i}"));
            command.add("--count=" + streams);
            command.add("--duration=" + seconds);
            command.addAll(options);
            List<CompletableFuture<Path>> views = new ArrayList<>();
            for (int i = 0; i < streams; i++) {
                views.add(http.view("s" + i, Files.createTempFile(directory, "viewed", ".flv")));
            }
            String figures = Program.run(directory, command.toArray(String[]::new));
            assertTrue(figures.contains("\"failed\":0,"), figures);
            assertTrue(figures.contains("\"clean_end\":true"), figures);
            List<Path> recordings = new ArrayList<>();
            for (CompletableFuture<Path> view : views) {
                recordings.add(view.get(5, TimeUnit.SECONDS)); // it ends with the stream
            }
            return recordings;
        }
    }
}
