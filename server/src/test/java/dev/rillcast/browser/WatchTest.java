package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.rillcast.TestServer;
import dev.rillcast.flv.StreamInfo;
import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.rtmp.EncodedStream;
import dev.rillcast.rtmp.RtmpPublisher;
import dev.rillcast.rtmp.RtmpUrl;
import dev.rillcast.rtmp.TestPublisher;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page Watch and streams of Enhanced RTMP. */
@Tag("browser")
@Tag("alone")
@Timeout(120)
class WatchTest {
    private static final long FRAME_TIME = 40; // ms

    @TempDir static Path directory;
    private static Browsers browsers;
    private static TestServer server;

    @BeforeAll
    static void open() throws IOException {
        browsers = new Browsers(List.of());
        server = TestServer.start();
    }

    @AfterAll
    static void close() {
        server.close();
        browsers.close();
    }

    @Test
    void av1WithOpusIsPlayed() throws Exception {
        try (RtmpPublisher publisher = publish("first", Codec.AV1);
                BrowserContext window = browsers.window(800, 600)) {
            play(publisher, Codec.AV1);
            Page page = watch(window, "first", "playing");
            page.waitForFunction("() => document.querySelector('#player').videoWidth === 322");
        }
    }

    @Test
    void aStreamThatThePageCantPlayIsSaidToBeSo() throws Exception {
        try (RtmpPublisher publisher = publish("second", Codec.VP9);
                BrowserContext window = browsers.window(800, 600)) {
            play(publisher, Codec.VP9);
            Page page = watch(window, "second", "error");
            assertEquals(
                    "This stream is sent as VP9, which this page can’t play.",
                    page.textContent("#cover-text"));
        }
    }

    private static Page watch(BrowserContext window, String name, String state) {
        Page page = window.newPage();
        page.setDefaultTimeout(60_000);
        page.navigate(server.http("/watch/" + name));
        page.waitForSelector("#state[data-state=" + state + "]");
        return page;
    }

    private static RtmpPublisher publish(String name, Codec video) throws IOException {
        RtmpPublisher publisher =
                TestPublisher.connect(
                        RtmpUrl.parse(server.rtmp(name), ""),
                        InetAddress.getLoopbackAddress(),
                        Map.of());
        publisher.announce(
                new StreamInfo(
                        Optional.of(video), Optional.of(Codec.OPUS), 0, 0, 25, 300, 64, 48_000, 2));
        return publisher;
    }

    /** One second again and again, at the pace of a camera, until the publisher is closed. */
    private static void play(RtmpPublisher publisher, Codec codec) throws Exception {
        List<Frame> pictures = EncodedStream.video(directory, codec, "322x180");
        List<Frame> sounds = EncodedStream.opus(directory);
        Thread.ofVirtual().start(() -> play(publisher, pictures, sounds));
    }

    private static void play(RtmpPublisher publisher, List<Frame> pictures, List<Frame> sounds) {
        long start = System.nanoTime();
        try {
            for (int i = 0; ; i++) {
                long millis = i * FRAME_TIME;
                publisher.write(pictures.get(i % pictures.size()), millis);
                publisher.write(sounds.get(2 * i % 100), millis);
                publisher.write(sounds.get((2 * i + 1) % 100), millis + 20);
                long due = start + TimeUnit.MILLISECONDS.toNanos(millis + FRAME_TIME);
                LockSupport.parkNanos(due - System.nanoTime());
            }
        } catch (IOException _) {
            // the test is over
        }
    }
}
