package dev.rillcast.icecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.rillcast.icecast.IcecastStream.Patience;
import dev.rillcast.tls.Trust;
import dev.rillcast.transcode.FfmpegJar;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A source that runs, and what it tells. */
final class Listened implements AutoCloseable, IcecastSource.Listener {
    static final Path FFMPEG = FfmpegJar.path().orElseThrow();

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final IcecastSource source;
    private final Thread thread;

    Listened(IcecastUrl url, IcecastSource.Resolver resolver, Path ffmpeg, Duration silence) {
        Patience patience = new Patience(Duration.ofSeconds(5), silence);
        IcecastSource.Terms terms = new IcecastSource.Terms(Trust.STANDARD, ffmpeg, patience);
        source = new IcecastSource(url, resolver, terms, this);
        thread =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        source.run();
                                    } catch (InterruptedException e) {
                                        told.add("over");
                                    }
                                });
    }

    Listened(IcecastUrl url) {
        this(url, (_, _) -> InetAddress.getLoopbackAddress(), FFMPEG, Patience.STANDARD.silence());
    }

    @Override
    public void lost(String why) {
        told.add("lost: " + why);
    }

    @Override
    public void back() {
        told.add("back");
    }

    @Override
    public void title(String title) {
        told.add("title: " + title);
    }

    void assertTold(String expected) throws InterruptedException {
        assertEquals(expected, told());
    }

    /** Reads on until this is told. */
    void awaitTold(String expected) throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            int _ = pitch();
            if (told.removeIf(expected::equals)) {
                return;
            }
        }
        throw new AssertionError(expected + " was not told, but " + told);
    }

    private String told() throws InterruptedException {
        String next = told.poll(15, TimeUnit.SECONDS);
        assertNotNull(next, "nothing was told");
        return next;
    }

    /** Reads until about this pitch comes, and fails after twenty seconds. */
    void awaitPitch(int hertz) throws InterruptedException {
        int last = -1;
        for (int i = 0; i < 200; i++) {
            last = pitch();
            if (Math.abs(last - hertz) <= 20) {
                return;
            }
        }
        assertEquals(hertz, last);
    }

    /** Of the next tenth of a second, which takes as long as that; 0: silence. */
    int pitch() throws InterruptedException {
        Thread.sleep(100); // this is the clock that it is heard by
        return Tone.next(source.sound());
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertEquals("over", told.stream().reduce((_, last) -> last).orElse(""));
    }
}
