package dev.rillcast.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Program;
import dev.rillcast.admission.Admission;
import dev.rillcast.dtls.DtlsIdentity;
import dev.rillcast.output.OutputPolicy;
import dev.rillcast.output.Target;
import dev.rillcast.output.TargetOptions;
import dev.rillcast.peer.HostAddresses;
import dev.rillcast.peer.UdpDoor;
import dev.rillcast.report.Event;
import dev.rillcast.report.Report;
import dev.rillcast.report.TargetReport;
import dev.rillcast.rtmp.Authority;
import dev.rillcast.rtmp.FaultyIngest;
import dev.rillcast.rtmp.FaultyIngest.Received;
import dev.rillcast.rtmp.RecordedStream;
import dev.rillcast.rtmp.RtmpUrl;
import dev.rillcast.transcode.Transcoders;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An ingest behind a line that carries less than comes, as target 1; target 2, in the same
 * broadcast, must get every picture. How late a frame is is measured where it arrives.
 */
@Tag("ingest")
@Timeout(60)
class SlowIngestTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final DtlsIdentity IDENTITY =
            DtlsIdentity.create(new SecureRandom(), Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir static Path directory;
    private static RecordedStream sample;
    private static Authority authority;

    private final List<TargetStatus> told = new CopyOnWriteArrayList<>();
    private UdpDoor door;
    private Broadcasts broadcasts;
    private FaultyIngest good;

    @BeforeAll
    static void makeSample() throws Exception {
        sample = RecordedStream.make(directory);
        authority = new Authority("studio");
    }

    @BeforeEach
    void open() throws Exception {
        HostAddresses addresses = new HostAddresses(List.of(LOOPBACK), List.of(LOOPBACK));
        door = UdpDoor.open(addresses, Program.freePort(), IDENTITY, Duration.ofSeconds(30));
        OutputPolicy policy = new OutputPolicy(List.of("127.0.0.1"), authority.trust(directory));
        BroadcastTerms terms = new BroadcastTerms(Duration.ZERO, false);
        broadcasts = new Broadcasts(door, policy, terms, Transcoders.NONE, Admission.ofAll());
        good = new FaultyIngest(FaultyIngest::takes);
    }

    @AfterEach
    void close() throws Exception {
        broadcasts.close();
        good.close();
        door.close();
    }

    @Test
    void withDropFramesItStaysWithinHalfASecondAndOnlyItLosesFrames() throws Exception {
        try (FaultyIngest slow = FaultyIngest.behindLineOf(600_000)) {
            TargetReport report = broadcast(url(slow.port()), true, 40_000, 150);
            List<Long> late = latencies(slow).stream().skip(15).toList(); // after a second
            long beyond = late.stream().filter(millis -> millis >= 500).count();
            assertTrue(late.size() >= 40, late::toString);
            assertTrue(beyond <= late.size() / 20, late::toString); // this machine may be busy
            assertTrue(report.dropped() > 30, report::toString);
            assertTrue(longestHole(slow) < 100, "audio goes on");
            assertEquals(List.of(), events(report, Event.Kind.SLOW));
            assertEquals(List.of("Connecting to the ingest.", "Live."), texts(1));
        }
    }

    @Test
    void withoutItIsTheQueueThatBoundsTheDelayAndThatIsTold() throws Exception {
        try (FaultyIngest slow = FaultyIngest.behindLineOf(500_000)) {
            TargetReport report = broadcast(url(slow.port()), false, 50_000, 350);
            List<Long> late = latencies(slow);
            long most = Collections.max(late);
            assertTrue(most > 4_000 && most < 20_000, late::toString); // 4 MB, and the kernel's 4
            assertTrue(report.dropped() > 40, report::toString);
            String slowly = "The ingest takes less than comes, so that frames are dropped.";
            assertEquals(List.of(slowly), events(report, Event.Kind.SLOW));
            assertEquals(List.of("Connecting to the ingest.", "Live.", slowly), texts(1));
        }
    }

    /** Broadcasts so many pictures, and looks after the good target. */
    private TargetReport broadcast(RtmpUrl url, boolean dropFrames, int filler, int pictures)
            throws Exception {
        List<Target> targets = List.of(target(url, dropFrames), target(url(good.port()), false));
        Broadcast broadcast =
                broadcasts
                        .start(BroadcastTest.offer(), targets, Optional.empty(), false, new Told())
                        .broadcast();
        try (Camera camera = new Camera(sample, broadcast.media(), filler)) {
            until(() -> broadcast.report().targets().stream().allMatch(SlowIngestTest::published));
            camera.start();
            until(() -> camera.pictures() >= pictures);
            camera.stop();
            until(() -> videoOf(good).size() == camera.pictures());
        }
        TargetReport report = broadcast.report().targets().getFirst();
        broadcast.stop();
        broadcast.awaitEnd(Duration.ofSeconds(5));
        assertEquals(List.of("Connecting to the ingest.", "Live."), texts(2));
        return report;
    }

    private final class Told implements BroadcastListener {
        @Override
        public void status(TargetStatus status) {
            told.add(status);
        }

        @Override
        public void ended(Optional<Failure> failure, Report report) {}
    }

    private static RtmpUrl url(int port) {
        return new RtmpUrl("rtmp", "127.0.0.1", port, "live", "x");
    }

    private static Target target(RtmpUrl url, boolean dropFrames) {
        TargetOptions options =
                new TargetOptions(
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalDouble.empty(),
                        Optional.empty(),
                        dropFrames,
                        Optional.empty(),
                        false,
                        false,
                        Optional.empty(),
                        Map.of());
        return new Target(url, false, options);
    }

    private static List<Received> videoOf(FaultyIngest ingest) {
        return ingest.received().stream().filter(Received::video).toList();
    }

    /** How many milliseconds later than the quickest each picture came. */
    private static List<Long> latencies(FaultyIngest ingest) {
        List<Received> video = videoOf(ingest);
        long quickest = video.stream().mapToLong(SlowIngestTest::delay).min().orElseThrow();
        return video.stream().map(r -> delay(r) - quickest).toList();
    }

    private static long delay(Received picture) {
        return picture.nanos() / 1_000_000 - picture.millis();
    }

    /** Milliseconds between two frames of audio. */
    private static long longestHole(FaultyIngest ingest) {
        long[] times =
                ingest.received().stream()
                        .filter(r -> r.what().equals("af01"))
                        .mapToLong(Received::millis)
                        .toArray();
        return IntStream.range(1, times.length)
                .mapToLong(i -> times[i] - times[i - 1])
                .max()
                .orElseThrow();
    }

    private List<String> texts(int target) {
        return told.stream().filter(s -> s.target() == target).map(TargetStatus::text).toList();
    }

    private static boolean published(TargetReport report) {
        return !events(report, Event.Kind.PUBLISHED).isEmpty();
    }

    private static List<String> events(TargetReport report, Event.Kind kind) {
        return report.events().stream()
                .filter(event -> event.kind() == kind)
                .map(event -> event.text().orElse(""))
                .toList();
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; !condition.getAsBoolean(); i++) {
            assertTrue(i < 3_000, "not within 30 s");
            Thread.sleep(10);
        }
    }
}
