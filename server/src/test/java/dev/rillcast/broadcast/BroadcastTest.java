package dev.rillcast.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Program;
import dev.rillcast.admission.Admission;
import dev.rillcast.broadcast.TargetStatus.Stage;
import dev.rillcast.dtls.DtlsIdentity;
import dev.rillcast.ingest.LiveStreams;
import dev.rillcast.ingest.RtmpIngest;
import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.output.OutputPolicy;
import dev.rillcast.output.Target;
import dev.rillcast.output.TargetOptions;
import dev.rillcast.peer.HostAddresses;
import dev.rillcast.peer.UdpDoor;
import dev.rillcast.queue.NotSentException;
import dev.rillcast.queue.NotSentException.Reason;
import dev.rillcast.report.Report;
import dev.rillcast.rtmp.Authority;
import dev.rillcast.rtmp.DataPlayer;
import dev.rillcast.rtmp.RtmpUrl;
import dev.rillcast.rtmp.SampleFrames;
import dev.rillcast.rtmp.TlsFront;
import dev.rillcast.sdp.Offer;
import dev.rillcast.transcode.Transcoders;
import dev.rillcast.web.Http;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broadcast with everything around it but the browser, whose frames the test brings itself. */
@Timeout(20)
class BroadcastTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final DtlsIdentity IDENTITY =
            DtlsIdentity.create(new SecureRandom(), Instant.parse("2026-01-01T00:00:00Z"));
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final BroadcastListener NOBODY =
            new BroadcastListener() {
                @Override
                public void status(TargetStatus status) {}

                @Override
                public void ended(Optional<Failure> failure, Report report) {}
            };

    private final AtomicInteger lookUps = new AtomicInteger();
    private RtmpIngest ingest;
    private UdpDoor door;
    private Broadcasts broadcasts;

    @BeforeEach
    void open() throws Exception {
        ingest = RtmpIngest.open(LOOPBACK, 0, Optional.empty(), new LiveStreams());
        HostAddresses addresses = new HostAddresses(List.of(LOOPBACK), List.of(LOOPBACK));
        door = UdpDoor.open(addresses, Program.freePort(), IDENTITY, Duration.ofSeconds(2));
        OutputPolicy policy = new OutputPolicy(List.of("127.0.0.1"), this::resolve);
        BroadcastTerms terms = new BroadcastTerms(Duration.ofSeconds(5), true);
        broadcasts =
                new Broadcasts(door, policy, terms, Transcoders.NONE, Admission.ofAll(), () -> 0);
    }

    @AfterEach
    void close() {
        broadcasts.close();
        door.close();
        ingest.close();
    }

    /** The first answer is allowed, and each later one is another address. */
    private InetAddress[] resolve(String name) {
        int asked = lookUps.getAndIncrement();
        return new InetAddress[] {InetAddress.ofLiteral("127.0.0." + (asked + 1))};
    }

    @Test
    void theAddressThatWasCheckedIsTheOneConnectedTo() throws Exception {
        Broadcast broadcast = start("rtmp://turning.example", TargetOptions.NONE);
        assertEquals(Optional.empty(), broadcast.awaitPublished(LIMIT));
        assertEquals(1, lookUps.get());
        Failure refused =
                start("rtmp://turning.example", TargetOptions.NONE)
                        .awaitPublished(LIMIT)
                        .orElseThrow();
        assertEquals(Failure.Kind.OUTPUT_REFUSED, refused.kind());
        assertEquals(2, lookUps.get());
    }

    @Test
    void metadataLeavesBetweenTheFramesThatItWasSentBetween() throws Exception {
        Broadcast broadcast = start("rtmp://127.0.0.1", TargetOptions.NONE);
        assertEquals(Optional.empty(), broadcast.awaitPublished(LIMIT));
        try (DataPlayer player = DataPlayer.play(ingest.port(), "x")) {
            broadcast.sendMetaData("onMetaData", numbered(1));
            broadcast.sendMetaData("onCuePoint", numbered(2));
            frame(broadcast, true, 0);
            broadcast.sendMetaData("onMetaData", numbered(3));
            frame(broadcast, false, 40);
            frame(broadcast, false, 80);
            broadcast.sendMetaData("onMetaData", numbered(4));
            frame(broadcast, false, 120);
            broadcast.media().handOver();
            assertEquals("0: [onMetaData, {z=null, n=1.0, a=[true, x]}]", player.data("n="));
            assertEquals("0: [onCuePoint, {z=null, n=2.0, a=[true, x]}]", player.data("n="));
            assertEquals("0: [onMetaData, {z=null, n=3.0, a=[true, x]}]", player.data("n="));
            assertEquals("80: [onMetaData, {z=null, n=4.0, a=[true, x]}]", player.data("n="));
            assertEquals(80, player.media());
        }
    }

    private static Map<String, @Nullable Object> numbered(int n) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("z", null);
        values.put("n", (double) n);
        values.put("a", List.of(true, "x"));
        return values;
    }

    @Test
    void metadataThatCannotBeSentIsRefusedWithTheReason() throws Exception {
        Broadcast broadcast = start("rtmp://127.0.0.1", TargetOptions.NONE);
        assertEquals(Reason.BAD_VALUES, refusal(broadcast, Map.of("", 1.0)));
        assertEquals(Reason.BAD_VALUES, refusal(broadcast, Map.of("a", 'c')));
        assertEquals(
                Reason.TOO_MUCH, refusal(broadcast, Map.of("a", "x".repeat(256 << 10))), "bytes");
        for (int i = 0; i < 64; i++) {
            broadcast.sendMetaData("onMetaData", Map.of());
        }
        assertEquals(Reason.TOO_MUCH, refusal(broadcast, Map.of()), "messages before the first");
        broadcast.stop();
        assertEquals(Reason.OVER, refusal(broadcast, Map.of()));
    }

    private static Reason refusal(Broadcast broadcast, Map<String, @Nullable Object> values) {
        return assertThrows(
                        NotSentException.class, () -> broadcast.sendMetaData("onMetaData", values))
                .reason();
    }

    @Test
    void everyOptionIsTakenAndTheStreamSaysItsAudioBitrate() throws Exception {
        TargetOptions options =
                new TargetOptions(
                        OptionalInt.of(500_000),
                        OptionalInt.of(64_000),
                        OptionalDouble.of(30),
                        Optional.empty(),
                        true,
                        Optional.of(true),
                        false,
                        false,
                        Optional.empty(),
                        Map.of("key", 7.5));
        Broadcast broadcast = start("rtmp://127.0.0.1", options);
        assertEquals(Optional.empty(), broadcast.awaitPublished(LIMIT));
        try (DataPlayer player = DataPlayer.play(ingest.port(), "x")) {
            frame(broadcast, true, 0);
            broadcast.media().handOver();
            String description = player.data("audiodatarate");
            assertTrue(description.contains("audiodatarate=64.0"), description);
        }
    }

    @Test
    void optionsOutOfBoundsAreNamed() {
        for (int bitrate : new int[] {15_999, 320_001, 0, -1}) {
            assertRefused("audiobitrate must be 16000 to 320000 bit/s", bitrate, Map.of());
        }
        String flat = "rtmpconnectinfo must hold text, numbers and booleans by their names";
        assertRefused(flat, 64_000, Map.of("a", List.of()));
        assertRefused(flat, 64_000, Map.of("", 1));
    }

    private static void assertRefused(String message, int bitrate, Map<String, Object> info) {
        var error =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                new TargetOptions(
                                        OptionalInt.empty(),
                                        OptionalInt.of(bitrate),
                                        OptionalDouble.empty(),
                                        Optional.empty(),
                                        false,
                                        Optional.empty(),
                                        false,
                                        false,
                                        Optional.empty(),
                                        info));
        assertEquals(message, error.getMessage());
    }

    @Test
    void aTargetThatIsLostIsTriedAgainAndTheOtherDoesNotNotice() throws Exception {
        BlockingQueue<TargetStatus> told = new LinkedBlockingQueue<>();
        RtmpIngest other = RtmpIngest.open(LOOPBACK, 0, Optional.empty(), new LiveStreams());
        int port = other.port();
        Broadcast broadcast =
                broadcasts
                        .start(
                                offer(),
                                List.of(target(ingest.port()), target(port)),
                                Optional.empty(),
                                true,
                                heard(told))
                        .broadcast();
        try {
            frames(broadcast, 0, told, 2, Stage.BROADCASTING);
            other.close();
            TargetStatus lost = frames(broadcast, 1_000, told, 2, Stage.RECONNECTING);
            assertEquals(1, lost.attempt());
            assertTrue(lost.retryIn().toMillis() >= 500, lost.toString());
            other = RtmpIngest.open(LOOPBACK, port, Optional.empty(), new LiveStreams());
            frames(broadcast, 2_000, told, 2, Stage.BROADCASTING);
        } finally {
            broadcast.stop();
            broadcast.awaitEnd(LIMIT);
            other.close();
        }
        assertTrue(told.isEmpty(), told.toString());
    }

    /** Brings frames until a target tells of a stage. */
    private static TargetStatus frames(
            Broadcast broadcast,
            long from,
            BlockingQueue<TargetStatus> told,
            int target,
            Stage stage)
            throws InterruptedException {
        for (long millis = from; ; millis += 40) {
            frame(broadcast, true, millis);
            broadcast.media().handOver();
            TargetStatus status = told.poll(40, TimeUnit.MILLISECONDS);
            if (status != null && status.target() == target && status.stage() == stage) {
                return status;
            }
        }
    }

    private static BroadcastListener heard(BlockingQueue<TargetStatus> told) {
        return new BroadcastListener() {
            @Override
            public void status(TargetStatus status) {
                told.add(status);
            }

            @Override
            public void ended(Optional<Failure> failure, Report report) {}
        };
    }

    private static Target target(int port) {
        RtmpUrl url = RtmpUrl.parse("rtmp://127.0.0.1:" + port + "/live/x", null);
        return new Target(url, false, TargetOptions.NONE);
    }

    static Offer offer() throws Exception {
        return Offer.parse(Http.offer("chromium"));
    }

    @Test
    void anIngestBehindTlsIsTakenIfAConfiguredAuthorityVouchesForIt(@TempDir Path directory)
            throws Exception {
        Authority authority = new Authority("studio");
        OutputPolicy policy = new OutputPolicy(List.of("127.0.0.1"), authority.trust(directory));
        var terms = new BroadcastTerms(Duration.ofSeconds(5), true);
        try (TlsFront front =
                        new TlsFront(authority.identity("127.0.0.1").context(), ingest.port());
                Broadcasts trusting =
                        new Broadcasts(door, policy, terms, Transcoders.NONE, Admission.ofAll())) {
            var target = List.of(new Target(front.url("127.0.0.1"), false, TargetOptions.NONE));
            Broadcast taken =
                    trusting.start(offer(), target, Optional.empty(), true, NOBODY).broadcast();
            assertEquals(Optional.empty(), taken.awaitPublished(LIMIT));
            Broadcast refused =
                    broadcasts.start(offer(), target, Optional.empty(), true, NOBODY).broadcast();
            Failure failure = refused.awaitPublished(LIMIT).orElseThrow();
            assertTrue(
                    failure.message().startsWith("the ingest's certificate is from an authority"),
                    failure.message());
            assertFalse(failure.heals());
        }
    }

    private Broadcast start(String server, TargetOptions options) throws Exception {
        RtmpUrl url = RtmpUrl.parse(server + ":" + ingest.port() + "/live/x", null);
        return broadcasts
                .start(
                        offer(),
                        List.of(new Target(url, false, options)),
                        Optional.empty(),
                        true,
                        NOBODY)
                .broadcast();
    }

    private static void frame(Broadcast broadcast, boolean key, long millis) {
        Frame bytes =
                key
                        ? SampleFrames.key(SampleFrames.SPS_360, "6588")
                        : SampleFrames.video(false, SampleFrames.DELIMITER, "4101");
        var _ =
                broadcast
                        .media()
                        .frame(
                                new Frame(
                                        Codec.H264,
                                        key,
                                        millis * 90,
                                        millis * 1_000_000,
                                        bytes.array(),
                                        bytes.offset(),
                                        bytes.length()));
    }
}
