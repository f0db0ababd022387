package dev.rillcast.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.output.OutputPolicy;
import dev.rillcast.output.Target;
import dev.rillcast.output.TargetOptions;
import dev.rillcast.report.BroadcastLog;
import dev.rillcast.report.Report;
import dev.rillcast.report.Totals;
import dev.rillcast.rtmp.ChoosyIngest;
import dev.rillcast.rtmp.RtmpUrl;
import dev.rillcast.sdp.Offer;
import dev.rillcast.transcode.Transcoders;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes out as it came, and to whom. */
@Timeout(20)
class PassthroughOutputTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final BroadcastTerms TERMS = new BroadcastTerms(LIMIT, false);

    /** 20 ms of silence: CELT, full band, stereo (RFC 6716 3.1). */
    private static final String OPUS = "fcfffe";

    private static final BroadcastListener NOBODY =
            new BroadcastListener() {
                @Override
                public void status(TargetStatus status) {}

                @Override
                public void ended(Optional<Failure> failure, Report report) {}
            };

    @Test
    void opusGoesOutAsItIsWhereTargetAndIngestAgree() throws Exception {
        try (ChoosyIngest ingest = new ChoosyIngest("Opus")) {
            Broadcast broadcast = start(ingest.url(), true, Codec.OPUS);
            assertEquals(Optional.empty(), broadcast.awaitPublished(LIMIT));
            opus(broadcast, 0);
            opus(broadcast, 20);
            opus(broadcast, 200); // a gap is a gap
            assertTrue(String.valueOf(ingest.next()).startsWith("0 904f707573"), "the header");
            assertEquals("0 914f707573" + OPUS, ingest.next());
            assertEquals("20 914f707573" + OPUS, ingest.next());
            assertEquals("200 914f707573" + OPUS, ingest.next());
            broadcast.stop();
        }
    }

    @Test
    void opusBecomesAacWhereOneOfTheTwoDoesNotAgree() throws Exception {
        for (boolean passthrough : new boolean[] {true, false}) {
            try (ChoosyIngest ingest =
                    passthrough ? new ChoosyIngest("vp09") : new ChoosyIngest("Opus")) {
                Broadcast broadcast = start(ingest.url(), passthrough, Codec.OPUS);
                assertEquals(Optional.empty(), broadcast.awaitPublished(LIMIT));
                for (int i = 0; i < 20; i++) {
                    opus(broadcast, 20L * i);
                }
                assertTrue(String.valueOf(ingest.next()).startsWith("0 af00"));
                assertTrue(String.valueOf(ingest.next()).startsWith("0 af01"));
                broadcast.stop();
            }
        }
    }

    @Test
    void videoThatTheIngestDoesNotTakeFailsAtOnceAndSaysWhatToDo() throws Exception {
        assertRefused(
                "the ingest takes no VP9; it announces no Enhanced RTMP; choose H264 with"
                        + " setConfig, or leave passthrough out",
                Codec.VP9);
        assertRefused(
                "the ingest takes no AV1; by Enhanced RTMP it takes vp09, Opus; choose H264 with"
                        + " setConfig, or leave passthrough out",
                Codec.AV1,
                "vp09",
                "Opus");
    }

    private static void assertRefused(String message, Codec video, String... fourCcs)
            throws Exception {
        try (ChoosyIngest ingest = new ChoosyIngest(fourCcs)) {
            Failure failure = start(ingest.url(), true, video).awaitPublished(LIMIT).orElseThrow();
            assertEquals(message, failure.message());
            assertEquals(Failure.Kind.RTMP_FAILED, failure.kind());
            assertFalse(failure.heals());
        }
    }

    @Test
    void otherVideoThanH264IsTakenOnlyIfAllTargetsPassItOnOrItIsTranscoded() {
        Target passing = target(new RtmpUrl("rtmp", "a", 1935, "live", "x"), true);
        Target other = target(new RtmpUrl("rtmp", "a", 1935, "live", "y"), false);
        assertEquals(Offer.ALL_VIDEO, Target.videoCodecs(List.of(passing, passing), false));
        assertEquals(Offer.H264, Target.videoCodecs(List.of(passing, other), false));
        assertEquals(Offer.ALL_VIDEO, Target.videoCodecs(List.of(passing, other), true));
    }

    private static Target target(RtmpUrl url, boolean passthrough) {
        return new Target(
                url,
                true,
                new TargetOptions(
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalDouble.empty(),
                        Optional.empty(),
                        false,
                        Optional.of(true),
                        passthrough,
                        false,
                        Optional.empty(),
                        Map.of()));
    }

    private static Broadcast start(RtmpUrl url, boolean passthrough, Codec codec) {
        Feed feed =
                new Feed(
                        Set.of(codec),
                        false,
                        new OutputPolicy(List.of(), InetAddress::getAllByName),
                        TERMS,
                        System::nanoTime,
                        new BroadcastLog("b", Instant.EPOCH, System.nanoTime(), new Totals()),
                        Transcoders.NONE,
                        Optional.empty());
        Broadcast broadcast = new Broadcast("b", feed, List.of(target(url, passthrough)), NOBODY);
        Thread.ofVirtual()
                .start(
                        () -> {
                            broadcast.run();
                            broadcast.end();
                        });
        broadcast.media().connected(false);
        return broadcast;
    }

    private static void opus(Broadcast broadcast, long millis) {
        byte[] packet = HexFormat.of().parseHex(OPUS);
        long arrival = 1_000_000_000 + millis * 1_000_000;
        broadcast
                .media()
                .frame(new Frame(Codec.OPUS, true, millis * 48, arrival, packet, 0, packet.length));
        broadcast.media().handOver();
    }
}
