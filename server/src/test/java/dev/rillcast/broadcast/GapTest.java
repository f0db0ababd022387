package dev.rillcast.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Program;
import dev.rillcast.broadcast.TargetStatus.Stage;
import dev.rillcast.ingest.FlvHeader;
import dev.rillcast.ingest.FlvTag;
import dev.rillcast.ingest.LiveStream;
import dev.rillcast.ingest.LiveStreams;
import dev.rillcast.ingest.RtmpIngest;
import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.output.OutputPolicy;
import dev.rillcast.output.Target;
import dev.rillcast.output.TargetOptions;
import dev.rillcast.report.BroadcastLog;
import dev.rillcast.report.Report;
import dev.rillcast.report.TargetAudio;
import dev.rillcast.report.Totals;
import dev.rillcast.rtmp.RecordedStream;
import dev.rillcast.rtmp.RtmpUrl;
import dev.rillcast.rtp.SenderReport;
import dev.rillcast.transcode.Transcoders;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A publisher that is lost and comes back, in time that the test makes: what the ingest gets is one
 * stream without a hole.
 */
@Tag("ingest")
@Timeout(60)
class GapTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final BroadcastTerms TERMS = new BroadcastTerms(Duration.ofSeconds(20), true);

    /** 20 ms of silence: CELT, full band, stereo (RFC 6716 3.1). */
    private static final byte[] OPUS = HexFormat.of().parseHex("fcfffe");

    private static final long START = 3_000; // of the clock, in milliseconds
    private static final int LOST = 2_000; // in the stream
    private static final int BACK = 10_000;

    @TempDir static Path directory;
    private static RecordedStream sample;

    private final AtomicLong clock = new AtomicLong(START * 1_000_000);
    private final List<FlvTag> tags = new ArrayList<>();
    private final BlockingQueue<TargetStatus> told = new LinkedBlockingQueue<>();
    private LiveStreams streams = new LiveStreams();
    private RtmpIngest ingest;
    private @Nullable Broadcast running;
    private boolean again; // by another connection, whose clocks are others

    @BeforeAll
    static void makeSample() throws Exception {
        sample = RecordedStream.make(directory);
    }

    @BeforeEach
    void open() throws Exception {
        ingest = RtmpIngest.open(LOOPBACK, 0, Optional.empty(), streams);
    }

    @AfterEach
    void close() {
        ingest.close();
    }

    /** A connection that is lost and comes back as another, or one that is only silent. */
    @ParameterizedTest(name = "sound {0}, lost {1}")
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void thePlatformGetsOneStreamWithoutAHole(boolean sound, boolean lost) throws Exception {
        begin(sound);
        int slateAfter = lost ? 1_000 : 6_000;
        try (LiveStream.Viewer viewer = stream().subscribe()) {
            send(0, LOST, 0);
            broadcast().media().report(Codec.H264, new SenderReport(0, LOST * 90L));
            if (lost) {
                broadcast().media().lost("nothing was heard");
            }
            pass(LOST, BACK, sound ? 1_000 : slateAfter, viewer);
            if (lost) {
                connectAgain();
            }
            assertTrue(broadcast().media().frame(picture(20, BACK)), "a key frame is asked for");
            send(LOST, 2 * LOST, BACK - LOST);
            while (times(GapTest::inter).size() < 98) {
                tags.add(take(viewer));
            }
            end(viewer, BACK + LOST - 100);
        }
        if (sound) {
            assertSoundWithoutAHole(0, BACK + LOST);
        }
        List<Long> keys = times(tag -> tag.video() && tag.key());
        assertEquals(0, keys.getFirst());
        assertEquals(BACK, keys.getLast(), 45, keys.toString());
        List<Long> slate = keys.subList(1, keys.size() - 1);
        assertEquals((BACK - LOST - slateAfter) / 1_000, slate.size(), keys.toString());
        assertEquals(98, times(GapTest::inter).size());
        for (int i = 0; i < slate.size(); i++) {
            assertEquals(LOST + slateAfter - 400 + i * 1_000, slate.get(i), 110, keys.toString());
        }
        assertNoComplaint();
    }

    @Test
    void aTargetThatComesBackInTheGapBeginsWithThePictureAndSilence() throws Exception {
        begin(true);
        send(0, LOST, 0);
        broadcast().media().lost("nothing was heard");
        int port = ingest.port();
        ingest.close();
        int millis = passUntil(Stage.RECONNECTING, LOST);
        streams = new LiveStreams();
        ingest = RtmpIngest.open(LOOPBACK, port, Optional.empty(), streams);
        millis = passUntil(Stage.BROADCASTING, millis) + 500;
        try (LiveStream.Viewer viewer = stream().subscribe()) {
            do {
                at(millis += 20);
                broadcast().media().handOver();
                FlvTag tag = viewer.take(Duration.ofMillis(20));
                if (tag != null) {
                    tags.add(tag);
                }
            } while (times(FlvTag::video).isEmpty() || times(FlvTag::audio).isEmpty());
            connectAgain();
            send(LOST, 2 * LOST, millis - LOST);
            end(viewer, LOST);
        }
        assertEquals(0, times(FlvTag::video).getFirst());
        assertTrue(times(FlvTag::audio).getFirst() <= 45, times(FlvTag::audio).toString());
        assertNoComplaint();
    }

    /** Time passes until the target tells of a stage. */
    private int passUntil(Stage stage, int from) throws Exception {
        for (int millis = from; ; millis += 20) {
            at(millis);
            broadcast().media().handOver();
            TargetStatus status = told.poll(20, TimeUnit.MILLISECONDS);
            if (status != null && status.stage() == stage) {
                return millis;
            }
        }
    }

    @Test
    void whoSendsNoSoundIsHeardAsSilenceIfThatIsAskedFor() throws Exception {
        begin(false, new BroadcastTerms(Duration.ofSeconds(20), true, true, false));
        try (LiveStream.Viewer viewer = stream().subscribe()) {
            send(0, LOST, 0);
            do {
                tags.add(take(viewer));
            } while (times(FlvTag::audio).isEmpty());
            await(FlvTag::audio, viewer, LOST - 100);
            end(viewer, LOST - 100);
        }
        assertSoundWithoutAHole(0, LOST);
        assertEquals(
                Optional.of(new TargetAudio(TargetAudio.Source.SILENCE, Codec.AAC, 128_000, 1)),
                broadcast().report().targets().getFirst().audio());
        assertNoComplaint();
    }

    private void begin(boolean sound) throws Exception {
        begin(sound, TERMS);
    }

    private void begin(boolean sound, BroadcastTerms terms) throws Exception {
        Set<Codec> codecs = sound ? Set.of(Codec.H264, Codec.OPUS) : Set.of(Codec.H264);
        RtmpUrl url = RtmpUrl.parse("rtmp://127.0.0.1:" + ingest.port() + "/live/x", null);
        Feed feed =
                new Feed(
                        codecs,
                        false,
                        new OutputPolicy(List.of(), InetAddress::getAllByName),
                        terms,
                        clock::get,
                        new BroadcastLog("b", Instant.EPOCH, clock.get(), new Totals()),
                        Transcoders.NONE,
                        Optional.empty());
        Target target = new Target(url, true, TargetOptions.NONE);
        Broadcast broadcast = new Broadcast("b", feed, List.of(target), listener);
        running = broadcast;
        Thread.ofVirtual()
                .start(
                        () -> {
                            broadcast.run();
                            broadcast.end();
                        });
        assertEquals(Optional.empty(), broadcast.awaitPublished(LIMIT));
        broadcast.media().connected(false);
    }

    private Broadcast broadcast() {
        return Objects.requireNonNull(running);
    }

    private final BroadcastListener listener =
            new BroadcastListener() {
                @Override
                public void status(TargetStatus status) {
                    told.add(status);
                }

                @Override
                public void ended(Optional<Failure> failure, Report report) {}
            };

    private void connectAgain() {
        again = true;
        broadcast().media().connected(true);
    }

    private LiveStream stream() {
        return streams.find("x").orElseThrow();
    }

    /** The sample's pictures of a time, and silence in packets, as if they came now. */
    private void send(int from, int until, int late) {
        for (int millis = from; millis < until; millis += 20) {
            at(millis + late);
            if (broadcast().codecs().contains(Codec.OPUS)) {
                boolean _ = broadcast().media().frame(packet(millis + late));
            }
            if (millis % 40 == 0) {
                boolean _ = broadcast().media().frame(picture(millis / 40, millis + late));
            }
            broadcast().media().handOver();
        }
    }

    /** Time passes, no faster than the output takes note of it. */
    private void pass(int from, int until, int dueAfter, LiveStream.Viewer viewer)
            throws Exception {
        for (int millis = from; millis < until; millis += 100) {
            at(millis);
            broadcast().media().handOver();
            boolean due =
                    broadcast().codecs().contains(Codec.OPUS)
                            ? millis > from + dueAfter + 100
                            : (millis - from) % 1_000 == 200 && millis > from + dueAfter;
            while (due && (tags.isEmpty() || tags.getLast().millis() < millis - 650)) {
                FlvTag tag = viewer.take(Duration.ofMillis(20));
                if (tag == null) {
                    broadcast().media().handOver(); // frames that waited have used the last one up
                } else {
                    tags.add(tag);
                }
            }
        }
    }

    private static boolean inter(FlvTag tag) {
        return tag.video() && !tag.key();
    }

    private static FlvTag take(LiveStream.Viewer viewer) throws Exception {
        FlvTag tag = viewer.take(LIMIT);
        assertNotNull(tag, "nothing came");
        return tag;
    }

    private void at(int millis) {
        clock.set((START + millis) * 1_000_000);
    }

    private Frame picture(int index, int millis) {
        Frame frame =
                sample.frames().stream()
                        .map(RecordedStream.Timed::frame)
                        .filter(each -> each.codec() == Codec.H264)
                        .skip(index)
                        .findFirst()
                        .orElseThrow();
        return new Frame(
                Codec.H264,
                frame.key(),
                millis * 90L + (again ? 5_000_000 : 0),
                (START + millis) * 1_000_000,
                frame.array(),
                frame.offset(),
                frame.length());
    }

    private Frame packet(int millis) {
        long timestamp = millis * 48L + (again ? 0 : 900_000);
        long arrival = (START + millis) * 1_000_000;
        return new Frame(Codec.OPUS, true, timestamp, arrival, OPUS, 0, OPUS.length);
    }

    private void end(LiveStream.Viewer viewer, long last) throws Exception {
        await(FlvTag::video, viewer, last);
        if (broadcast().codecs().contains(Codec.OPUS)) {
            await(FlvTag::audio, viewer, last);
        }
        broadcast().stop();
        broadcast().awaitEnd(LIMIT);
        while (!viewer.ended()) {
            FlvTag tag = viewer.take(LIMIT);
            if (tag != null) {
                tags.add(tag);
            }
        }
    }

    private void await(Predicate<FlvTag> track, LiveStream.Viewer viewer, long last)
            throws Exception {
        while (times(track).getLast() < last) {
            tags.add(take(viewer));
        }
    }

    private List<Long> times(Predicate<FlvTag> wanted) {
        return tags.stream()
                .filter(tag -> wanted.test(tag) && !tag.sequenceHeader())
                .map(FlvTag::millis)
                .toList();
    }

    private void assertSoundWithoutAHole(double from, double until) {
        List<Long> times = times(FlvTag::audio);
        assertEquals(from, times.getFirst(), 45);
        assertEquals(until, times.getLast(), 110);
        for (int i = 1; i < times.size(); i++) {
            double step = times.get(i) - times.get(i - 1);
            assertEquals(21.3, step, 1.1, "at " + times.get(i));
        }
    }

    private void assertNoComplaint() throws Exception {
        Path file = directory.resolve("gap.flv");
        boolean sound = !times(FlvTag::audio).isEmpty();
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(FlvHeader.bytes(sound, true));
            for (FlvTag tag : tags) {
                tag.writeTo(out);
            }
        }
        assertFalse(tags.isEmpty());
        Program.run(directory, ("ffmpeg -v error -i " + file + " -f null -").split(" ", -1));
    }
}
