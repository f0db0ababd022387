package dev.rillcast.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.rillcast.OtherIngest;
import dev.rillcast.Program;
import dev.rillcast.Recording;
import dev.rillcast.admission.Admission;
import dev.rillcast.broadcast.TargetStatus.Stage;
import dev.rillcast.dtls.DtlsIdentity;
import dev.rillcast.output.OutputPolicy;
import dev.rillcast.output.Target;
import dev.rillcast.output.TargetOptions;
import dev.rillcast.peer.HostAddresses;
import dev.rillcast.peer.UdpDoor;
import dev.rillcast.report.Report;
import dev.rillcast.rtmp.Authority;
import dev.rillcast.rtmp.FaultyIngest;
import dev.rillcast.rtmp.FaultyIngest.Act;
import dev.rillcast.rtmp.FaultyIngest.Received;
import dev.rillcast.rtmp.RecordedStream;
import dev.rillcast.rtmp.RtmpUrl;
import dev.rillcast.rtmp.TlsFront;
import dev.rillcast.sound.AacLine;
import dev.rillcast.transcode.Transcoders;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ingests that do what they should not. Target 1 is the faulty one; target 2, in the same
 * broadcast, must get every frame, and so must the target of another broadcast beside it.
 * Afterwards nothing may be left.
 */
@Tag("ingest")
@Timeout(40)
class FaultTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final DtlsIdentity IDENTITY =
            DtlsIdentity.create(new SecureRandom(), Instant.parse("2026-01-01T00:00:00Z"));
    private static final Duration STALL = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofSeconds(3);
    private static final int LARGE = 100_000; // what the socket itself holds is soon full
    @TempDir static Path directory;
    private static RecordedStream sample;
    private static Authority authority;

    private final List<TargetStatus> told = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Optional<Failure>> end = new CompletableFuture<>();
    private UdpDoor door;
    private Broadcasts broadcasts;
    private FaultyIngest good;
    private FaultyIngest beside;
    private Camera cameraBeside;
    private long socketsBefore;
    private List<String> threadsBefore; // of servers that other tests share

    /** Loads the encoder, too, and what the JDK opens once and for all. */
    @BeforeAll
    static void makeSample() throws Exception {
        sample = RecordedStream.make(directory);
        authority = new Authority("studio");
        new FaultyIngest(FaultyIngest::takes).close();
        try (AacLine aac = new AacLine(64_000, false)) {
            aac.transcode(Camera.silence(0), _ -> {});
        }
    }

    @BeforeEach
    void open() throws Exception {
        socketsBefore = sockets();
        threadsBefore = threads();
        HostAddresses addresses = new HostAddresses(List.of(LOOPBACK), List.of(LOOPBACK));
        door = UdpDoor.open(addresses, Program.freePort(), IDENTITY, Duration.ofSeconds(30));
        OutputPolicy policy = new OutputPolicy(List.of("127.0.0.1"), authority.trust(directory));
        BroadcastTerms terms =
                new BroadcastTerms(RETRY, STALL, Duration.ofSeconds(30), true, false, false);
        broadcasts = new Broadcasts(door, policy, terms, Transcoders.NONE, Admission.ofAll());
        good = new FaultyIngest(FaultyIngest::takes);
        beside = new FaultyIngest(FaultyIngest::takes);
        cameraBeside =
                new Camera(
                        sample,
                        start(List.of(target(url(beside.port()))), new ArrayList<>()).media(),
                        0);
        cameraBeside.start();
    }

    @AfterEach
    void theOtherBroadcastNoticedNothingAndNothingIsLeft() throws Exception {
        cameraBeside.stop();
        until(() -> videoOf(beside, 1) == cameraBeside.pictures());
        assertEquals(1, beside.visits());
        assertNoStepBack(beside.received());
        cameraBeside.close();
        broadcasts.close();
        good.close();
        beside.close();
        door.close();
        assertEquals(0, broadcasts.count());
        until(() -> threadsBefore.containsAll(threads()));
        until(() -> sockets() <= socketsBefore);
    }

    static Stream<Arguments> faultsThatHeal() {
        return Stream.of(
                arguments("closes at once", (Act) FaultyIngest::closesAtOnce),
                arguments("closes after connect", (Act) FaultyIngest::closesAfterConnect),
                arguments("closes after publish", (Act) FaultyIngest::closesAfterPublish),
                arguments("closes amid the stream", (Act) FaultyIngest::closesAfterTenFrames),
                arguments("sends garbage", (Act) FaultyIngest::sendsGarbage),
                arguments(
                        "sends garbage amid the stream",
                        (Act) FaultyIngest::sendsGarbageAmidTheStream),
                arguments("never reads", (Act) FaultyIngest::neverReads));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faultsThatHeal")
    void aTargetIsTriedAgainAndTheStreamBeginsThereAnew(String name, Act fault) throws Exception {
        try (FaultyIngest faulty = new FaultyIngest(fault, FaultyIngest::takes)) {
            broadcastTo(
                    url(faulty.port()),
                    name.equals("never reads") ? LARGE : 0,
                    () -> videoOf(faulty, 2) >= 5 && last() == Stage.BROADCASTING);
            List<Stage> stages = stages(1);
            stages.remove(Stage.BROADCASTING); // before the fault, if it came so far
            assertEquals(Stage.SIGNALLING, stages.getFirst());
            assertEquals(1, stages.stream().filter(Stage.RECONNECTING::equals).count(), name);
            assertTrue(waits(1).getFirst() >= 500 && waits(1).getFirst() < 650, told::toString);
            assertBeginsAnew(faulty.received());
        }
    }

    @Test
    void aTargetThatAnswersByteByByteIsLiveLikeAnyOther() throws Exception {
        try (FaultyIngest slow = new FaultyIngest(FaultyIngest::answersByteByByte)) {
            broadcastTo(url(slow.port()), 0, () -> videoOf(slow, 1) >= 5);
            assertEquals(List.of(Stage.SIGNALLING, Stage.BROADCASTING), stages(1));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "publish NetStream.Publish.BadName",
                "connect NetConnection.Connect.Rejected"
            })
    void aRefusalThatCannotHealEndsTheTargetAtOnceAndSaysWhy(String refusal) throws Exception {
        String[] words = refusal.split(" ", 2);
        try (FaultyIngest refusing = new FaultyIngest(FaultyIngest.refuses(words[0], words[1]))) {
            broadcastTo(url(refusing.port()), 0, () -> last() == Stage.FAILED);
            assertEquals(List.of(Stage.SIGNALLING, Stage.FAILED), stages(1));
            assertTrue(of(1).getLast().text().contains(words[1]), told::toString);
            assertEquals(1, refusing.visits());
        }
    }

    @Test
    void aCertificateForAnotherNameEndsTheTargetAtOnceAndItIsToldNothing() throws Exception {
        try (FaultyIngest behind = new FaultyIngest(FaultyIngest::takes);
                TlsFront front =
                        new TlsFront(
                                authority.identity("other.example").context(), behind.port())) {
            broadcastTo(front.url("127.0.0.1"), 0, () -> last() == Stage.FAILED);
            assertEquals(List.of(Stage.SIGNALLING, Stage.FAILED), stages(1));
            assertEquals(List.of(), behind.received());
        }
    }

    @Test
    void aTargetThatStaysAwayIsTriedWithLongerWaitsAndGivenUpInTheEnd() throws Exception {
        int nobody = Program.freePort();
        broadcastTo(url(nobody), 0, () -> last() == Stage.FAILED);
        assertEquals(
                List.of(1, 2, 3),
                of(1).stream().map(TargetStatus::attempt).filter(n -> n > 0).toList());
        assertTrue(waits(1).get(1) >= 1_000 && waits(1).get(1) <= 1_250, told::toString);
        assertTrue(waits(1).stream().mapToLong(n -> n).sum() <= RETRY.toMillis(), told::toString);
    }

    @Test
    void whileAnIngestTakesNothingNoMoreIsKeptThanAQueueHolds() throws Exception {
        try (FaultyIngest silent = new FaultyIngest(FaultyIngest::neverReads)) {
            Broadcast broadcast = start(url(silent.port()));
            try (Camera camera = new Camera(sample, broadcast.media(), LARGE)) {
                until(() -> good.visits() == 1 && silent.visits() == 1);
                for (int i = 0; i < 3_000; i++) { // a minute at once
                    camera.tick();
                }
                long held = camera.held();
                assertTrue(held <= 2 * 400 + 3, held + " frames are kept");
                stop(broadcast);
                until(() -> camera.held() <= 1); // the last key frame, which the gap would show
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "node-media-server"})
    void anIngestThatIsKilledAndStartedAgainIsGivenTheStreamAgain(String program) throws Exception {
        Path recording;
        try (OtherIngest ingest =
                program.equals("nginx")
                        ? OtherIngest.nginx(directory)
                        : OtherIngest.nodeMediaServer(directory)) {
            Broadcast broadcast = start(url(ingest.port()));
            try (Camera camera = new Camera(sample, broadcast.media(), 0)) {
                camera.start();
                until(() -> last() == Stage.BROADCASTING);
                ingest.kill();
                until(() -> last() == Stage.RECONNECTING);
                ingest.startAgain();
                until(() -> last() == Stage.BROADCASTING);
                int live = camera.pictures();
                until(() -> camera.pictures() > live + 50);
                camera.stop();
                assertEveryFrameCame(camera);
            }
            stop(broadcast);
            recording = ingest.recording("x");
        }
        if (program.equals("nginx")) {
            RecordedStream.assertStreams(directory, recording.toString());
            Recording.assertClean(recording);
        }
    }

    /**
     * Broadcasts to the port and to the good ingest until the condition holds, and looks after it.
     */
    private void broadcastTo(RtmpUrl url, int filler, BooleanSupplier until) throws Exception {
        Broadcast broadcast = start(url);
        try (Camera camera = new Camera(sample, broadcast.media(), filler)) {
            camera.start();
            until(() -> stages(2).contains(Stage.BROADCASTING) && until.getAsBoolean());
            camera.stop();
            assertEveryFrameCame(camera);
        }
        stop(broadcast);
    }

    private Broadcast start(RtmpUrl url) throws Exception {
        return start(List.of(target(url), target(url(good.port()))), told);
    }

    private Broadcast start(List<Target> targets, List<TargetStatus> heard) throws Exception {
        BroadcastListener listener =
                new BroadcastListener() {
                    @Override
                    public void status(TargetStatus status) {
                        heard.add(status);
                    }

                    @Override
                    public void ended(Optional<Failure> failure, Report report) {
                        end.complete(failure);
                    }
                };
        return broadcasts
                .start(BroadcastTest.offer(), targets, Optional.empty(), true, listener)
                .broadcast();
    }

    private static RtmpUrl url(int port) {
        return new RtmpUrl("rtmp", "127.0.0.1", port, "live", "x");
    }

    private static Target target(RtmpUrl url) {
        return new Target(url, false, TargetOptions.NONE);
    }

    private void stop(Broadcast broadcast) throws Exception {
        broadcast.stop();
        assertEquals(Optional.empty(), end.get(5, TimeUnit.SECONDS));
    }

    /** The other target noticed nothing. */
    private void assertEveryFrameCame(Camera camera) throws Exception {
        until(() -> videoOf(good, 1) == camera.pictures());
        assertEquals(1, good.visits());
        assertEquals(List.of(Stage.SIGNALLING, Stage.BROADCASTING), stages(2));
        assertNoStepBack(good.received());
    }

    /** Metadata, sequence headers and a key frame come first, and the time goes on. */
    private static void assertBeginsAnew(List<Received> all) {
        List<Received> anew = all.stream().filter(r -> r.visit() == 2).toList();
        List<String> begin = anew.stream().limit(3).map(Received::what).toList();
        assertTrue(begin.getFirst().startsWith("[@setDataFrame, onMetaData"), begin::toString);
        assertEquals(List.of("1700", "1701"), begin.subList(1, 3));
        List<String> audio =
                anew.stream().map(Received::what).filter(w -> w.startsWith("af")).toList();
        assertTrue(audio.isEmpty() || audio.getFirst().equals("af00"), audio::toString);
        assertNoStepBack(all);
    }

    private static void assertNoStepBack(List<Received> all) {
        for (boolean video : new boolean[] {true, false}) {
            List<Received> track =
                    all.stream().filter(r -> r.frame() && r.video() == video).toList();
            for (int i = 1; i < track.size(); i++) {
                Received before = track.get(i - 1);
                Received next = track.get(i);
                assertTrue(next.millis() >= before.millis(), before + " then " + next);
            }
        }
    }

    private static long videoOf(FaultyIngest ingest, int visit) {
        return ingest.received().stream().filter(r -> r.visit() == visit && r.video()).count();
    }

    private List<TargetStatus> of(int target) {
        return told.stream().filter(status -> status.target() == target).toList();
    }

    private List<Stage> stages(int target) {
        return new ArrayList<>(of(target).stream().map(TargetStatus::stage).toList());
    }

    /** The last that was told of target 1. */
    private @Nullable Stage last() {
        List<Stage> stages = stages(1);
        return stages.isEmpty() ? null : stages.getLast();
    }

    private List<Long> waits(int target) {
        return of(target).stream()
                .filter(status -> status.stage() == Stage.RECONNECTING)
                .map(status -> status.retryIn().toMillis())
                .toList();
    }

    private static List<String> threads() {
        try {
            Path dump = directory.resolve("threads" + System.nanoTime());
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(
                            dump.toAbsolutePath().toString(),
                            HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
            return Files.readAllLines(dump).stream()
                    .filter(line -> line.matches("#\\d+ \"(broadcast|output|rtmp)-.*"))
                    .toList();
        } catch (IOException error) {
            return List.of(error.toString());
        }
    }

    private static long sockets() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(FaultTest::socket).count();
        } catch (IOException error) {
            return Long.MAX_VALUE;
        }
    }

    private static boolean socket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException gone) {
            return false;
        }
    }

    private void until(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; !condition.getAsBoolean(); i++) {
            assertTrue(i < 1_000, () -> "not within 10 s: " + told + threads());
            Thread.sleep(10);
        }
    }
}
