package dev.rillcast.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Program;
import dev.rillcast.admission.Admission;
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
import dev.rillcast.report.Event;
import dev.rillcast.report.Event.Kind;
import dev.rillcast.report.Report;
import dev.rillcast.report.ReportJson;
import dev.rillcast.report.TargetReport;
import dev.rillcast.report.TargetReport.State;
import dev.rillcast.rtmp.RtmpUrl;
import dev.rillcast.rtmp.SampleFrames;
import dev.rillcast.sdp.Offer;
import dev.rillcast.transcode.Transcoders;
import dev.rillcast.web.Http;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is told of a broadcast with real ingests, whose frames the test brings itself. */
@Timeout(30)
class BroadcastReportTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final DtlsIdentity IDENTITY =
            DtlsIdentity.create(new SecureRandom(), Instant.parse("2026-01-01T00:00:00Z"));
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final CompletableFuture<Report> last = new CompletableFuture<>();
    private RtmpIngest ingest;
    private UdpDoor door;
    private Broadcasts broadcasts;

    @BeforeEach
    void open() throws Exception {
        ingest = RtmpIngest.open(LOOPBACK, 0, Optional.empty(), new LiveStreams());
        HostAddresses addresses = new HostAddresses(List.of(LOOPBACK), List.of(LOOPBACK));
        door = UdpDoor.open(addresses, Program.freePort(), IDENTITY, Duration.ofSeconds(2));
        broadcasts =
                new Broadcasts(
                        door,
                        new OutputPolicy(List.of("127.0.0.1")),
                        new BroadcastTerms(Duration.ofSeconds(20), true),
                        Transcoders.NONE,
                        Admission.ofAll());
    }

    @AfterEach
    void close() {
        broadcasts.close();
        door.close();
        ingest.close();
    }

    @Test
    void aReportTellsWhatWentOutAndStaysWhenTheBroadcastHasEnded() throws Exception {
        Broadcast broadcast = start(target(ingest.port(), "show"));
        broadcast.media().connected(false);
        Report running = frames(broadcast, 0, report -> videoFrames(report, 0) >= 3);
        assertFalse(running.ended());
        assertEquals(640, running.video().orElseThrow().width());
        assertEquals(360, running.video().orElseThrow().height());
        TargetReport target = running.targets().getFirst();
        assertEquals(State.BROADCASTING, target.state());
        assertEquals("rtmp://127.0.0.1:" + ingest.port() + "/live", target.output());
        assertTrue(target.bytes() > 0);

        broadcast.stop();
        Report ended = last.get(5, TimeUnit.SECONDS);
        assertTrue(ended.ended());
        assertEquals(Optional.empty(), ended.error());
        assertEquals(
                List.of(Kind.STARTED, Kind.CONNECTED, Kind.FIRST_FRAME, Kind.ENDED),
                kinds(ended.events()));
        assertEquals(State.ENDED, ended.targets().getFirst().state());
        assertEquals(List.of(Kind.PUBLISHED), kinds(ended.targets().getFirst().events()));
        assertTrue(ended.targets().getFirst().bytes() >= target.bytes());
        assertEquals(Optional.of(ended), broadcasts.report(broadcast.id(), System.nanoTime()));
    }

    @Test
    void aTargetThatIsLostCountsItsRetriesAndDropsAndTheOtherNone() throws Exception {
        RtmpIngest other = RtmpIngest.open(LOOPBACK, 0, Optional.empty(), new LiveStreams());
        int port = other.port();
        Broadcast broadcast = start(target(ingest.port(), "a"), target(port, "b"));
        broadcast.media().connected(false);
        Report before = frames(broadcast, 0, report -> videoFrames(report, 1) > 0);
        other.close();
        frames(broadcast, 10_000, report -> state(report, 1) == State.RECONNECTING);
        other = RtmpIngest.open(LOOPBACK, port, Optional.empty(), new LiveStreams());
        try {
            Report after =
                    frames(broadcast, 20_000, report -> state(report, 1) == State.BROADCASTING);
            TargetReport lost = after.targets().get(1);
            assertTrue(lost.retries() > 0);
            assertTrue(lost.dropped() > 0, "what came while its ingest was away");
            assertTrue(lost.bytes() > before.targets().get(1).bytes());
            assertTrue(lost.error().isPresent());
            assertEquals(List.of(Kind.PUBLISHED, Kind.LOST, Kind.PUBLISHED), kinds(lost.events()));
            TargetReport steady = after.targets().get(0);
            assertEquals(0, steady.retries());
            assertEquals(List.of(Kind.PUBLISHED), kinds(steady.events()));
        } finally {
            broadcast.stop();
            broadcast.awaitEnd(LIMIT);
            other.close();
        }
    }

    @Test
    void theGapOfThePublisherIsToldWithItsReason() throws Exception {
        Broadcast broadcast = start(target(ingest.port(), "show"));
        broadcast.media().connected(false);
        broadcast.media().lost("nothing was heard from the browser for 30 s");
        broadcast.media().connected(true);
        List<Event> events = broadcast.report().events();
        assertEquals(
                List.of(Kind.STARTED, Kind.CONNECTED, Kind.PUBLISHER_LOST, Kind.PUBLISHER_BACK),
                kinds(events));
        assertEquals(
                Optional.of("nothing was heard from the browser for 30 s"), events.get(2).text());
    }

    @Test
    void noSecretOfAnOutputIsInAReport() throws Exception {
        String secret = "secret-key-1?sig=secret-2";
        Broadcast first = start(target(ingest.port(), secret));
        assertEquals(Optional.empty(), first.awaitPublished(LIMIT));
        Broadcast refused =
                start(target(ingest.port(), secret), target(Program.freePort(), secret));
        refused.awaitEnd(LIMIT);
        for (Broadcast broadcast : List.of(first, refused)) {
            String json = ReportJson.of(broadcast.report()).toString();
            assertFalse(json.contains("secret"), json);
            assertTrue(json.contains("\"streamname\":\"se…\""), json);
        }
        Report report = refused.report();
        assertTrue(report.error().isPresent());
        assertEquals(State.FAILED, state(report, 0), "the name is taken");
        assertTrue(report.targets().get(1).error().orElseThrow().contains("can't be reached"));
    }

    private Broadcast start(Target... targets) throws Exception {
        BroadcastListener listener =
                new BroadcastListener() {
                    @Override
                    public void status(TargetStatus status) {}

                    @Override
                    public void ended(Optional<Failure> failure, Report report) {
                        last.complete(report);
                    }
                };
        return broadcasts
                .start(
                        Offer.parse(Http.offer("chromium")),
                        List.of(targets),
                        Optional.empty(),
                        true,
                        listener)
                .broadcast();
    }

    private static Target target(int port, String key) {
        RtmpUrl url = RtmpUrl.parse("rtmp://127.0.0.1:" + port + "/live", key);
        return new Target(url, false, TargetOptions.NONE);
    }

    /** Brings key frames until the report is as wanted. */
    private static Report frames(Broadcast broadcast, long from, Predicate<Report> wanted) {
        Frame key = SampleFrames.key(SampleFrames.SPS_360, "6588");
        Report report = broadcast.report();
        for (long millis = from; !wanted.test(report); millis += 40) {
            Frame frame =
                    new Frame(
                            Codec.H264,
                            true,
                            millis * 90,
                            millis * 1_000_000,
                            key.array(),
                            key.offset(),
                            key.length());
            boolean _ = broadcast.media().frame(frame);
            broadcast.media().handOver();
            LockSupport.parkNanos(1_000_000); // bounded by the test's timeout
            report = broadcast.report();
        }
        return report;
    }

    private static long videoFrames(Report report, int target) {
        return report.targets().get(target).videoFrames();
    }

    private static State state(Report report, int target) {
        return report.targets().get(target).state();
    }

    private static List<Kind> kinds(List<Event> events) {
        return events.stream().map(Event::kind).toList();
    }
}
