package dev.rillcast.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveStreamTest {
    private static final FlvTag AVC_HEADER = tag(FlvTag.VIDEO, 0, "170000000001");
    private static final FlvTag AAC_HEADER = tag(FlvTag.AUDIO, 0, "af001190");

    private final LiveStreams streams = new LiveStreams();
    private final LiveStream stream = streams.begin("x").orElseThrow();

    @Test
    void aNameIsTakenUntilItsStreamEnds() {
        assertTrue(streams.begin("x").isEmpty());
        assertEquals(stream, streams.find("x").orElseThrow());
        streams.end(stream);
        assertTrue(streams.find("x").isEmpty());
        assertTrue(streams.begin("x").isPresent());
    }

    @Test
    void aViewerBeginsWithHeadersAndTheLastKeyFrameAtTimeZero() throws Exception {
        stream.publish(AVC_HEADER);
        stream.publish(AAC_HEADER);
        stream.publish(key(1_000));
        stream.publish(inter(1_040));
        stream.publish(key(3_000));
        stream.publish(audio(3_010));
        stream.publish(inter(3_040));
        assertEquals(
                List.of("9@0 17", "8@0 af", "9@0 17", "8@10 af", "9@40 27"),
                taken(stream.subscribe()));
    }

    @Test
    void soundFromBeforeThatKeyFrameIsLeftOut() throws Exception {
        stream.publish(AVC_HEADER);
        stream.publish(key(3_000));
        stream.publish(audio(2_970));
        stream.publish(audio(2_991));
        stream.publish(audio(3_013));
        assertEquals(List.of("9@0 17", "9@0 17", "8@13 af"), taken(stream.subscribe()));
    }

    @Test
    void aLateViewerOfEnhancedRtmpGetsEveryHeaderAndTheLastOfEach() throws Exception {
        stream.publish(tag(FlvTag.AUDIO, 0, "904f7075734f"));
        stream.publish(tag(FlvTag.AUDIO, 0, "944f7075730102"));
        stream.publish(tag(FlvTag.VIDEO, 0, "907670303900"));
        stream.publish(tag(FlvTag.VIDEO, 0, "9161763031aa"));
        stream.publish(tag(FlvTag.VIDEO, 40, "a161763031bb"));
        stream.publish(tag(FlvTag.VIDEO, 80, "906176303181"));
        stream.publish(tag(FlvTag.VIDEO, 80, "946176303102"));
        stream.publish(tag(FlvTag.VIDEO, 80, "97020f42400161763031cc")); // a key frame
        stream.publish(tag(FlvTag.VIDEO, 120, "a161763031dd"));
        assertEquals(
                List.of("9@0 90", "9@0 94", "8@0 90", "8@0 94", "9@0 97", "9@40 a1"),
                taken(stream.subscribe()));
    }

    @Test
    void withoutAKeptKeyFrameVideoBeginsWithTheNextOne() throws Exception {
        stream.publish(AVC_HEADER);
        LiveStream.Viewer viewer = stream.subscribe();
        stream.publish(inter(40));
        stream.publish(key(80));
        stream.publish(inter(120));
        assertEquals(List.of("9@0 17", "9@0 17", "9@40 27"), taken(viewer));
    }

    @Test
    void aStreamOfAudioAloneBeginsAtOnce() throws Exception {
        stream.publish(AAC_HEADER);
        LiveStream.Viewer viewer = stream.subscribe();
        stream.publish(audio(500));
        assertEquals(List.of("8@0 af", "8@0 af"), taken(viewer));
    }

    @Test
    void videoThatWasAnnouncedAndDoesNotComeHoldsNoAudioBack() throws Exception {
        stream.announce(true, true);
        stream.publish(AAC_HEADER);
        LiveStream.Viewer viewer = stream.subscribe();
        stream.publish(audio(500));
        assertEquals(List.of("8@0 af", "8@0 af"), taken(viewer));
        assertTrue(stream.hasVideo());
    }

    @Test
    void aSlowViewerLosesFramesUpToTheNextKeyFrameAndKeepsTheHeaders() throws Exception {
        stream.publish(AVC_HEADER);
        stream.publish(key(0));
        LiveStream.Viewer viewer = stream.subscribe();
        for (int i = 1; i <= 2 * LiveStream.MAX_TAGS; i++) {
            stream.publish(inter(i));
        }
        stream.publish(key(20_000));
        stream.publish(inter(20_040));
        assertEquals(List.of("9@0 17", "9@0 17", "9@40 27"), taken(viewer));
        assertTrue(viewer.dropped() > LiveStream.MAX_TAGS);
    }

    @Test
    void aPictureGroupBeyondTheBoundIsNotKept() throws Exception {
        stream.publish(AVC_HEADER);
        stream.publish(key(0));
        byte[] large = new byte[LiveStream.MAX_BYTES];
        large[0] = 0x27;
        large[1] = 1;
        stream.publish(new FlvTag(FlvTag.VIDEO, 40, large));
        LiveStream.Viewer viewer = stream.subscribe();
        stream.publish(inter(80));
        assertEquals(List.of("9@0 17"), taken(viewer));
    }

    @Test
    void theEndIsSeenAfterTheLastTag() throws Exception {
        LiveStream.Viewer viewer = stream.subscribe();
        stream.publish(audio(0));
        streams.end(stream);
        assertFalse(viewer.ended());
        assertNotNull(viewer.take(Duration.ZERO));
        assertTrue(viewer.ended());
        assertNull(viewer.take(Duration.ofHours(1)));
        assertTrue(stream.subscribe().ended());
    }

    @Test
    void aViewerThatLeavesGetsNothingMore() throws Exception {
        LiveStream.Viewer viewer = stream.subscribe();
        assertEquals(1, stream.viewers());
        viewer.close();
        stream.publish(audio(0));
        assertEquals(0, stream.viewers());
        assertNull(viewer.take(Duration.ofHours(1)));
    }

    @Test
    void timeStampsGoOnWhereThe32BitsWrap() throws Exception {
        LiveStream.Viewer viewer = stream.subscribe();
        stream.publish(audio(0xFFFFFFF0L));
        stream.publish(audio(0x10));
        assertEquals(List.of("8@0 af", "8@32 af"), taken(viewer));
    }

    @Test
    void theTimeOfAViewerWhoWatchesForWeeksWrapsToo() throws Exception {
        LiveStream.Viewer viewer = stream.subscribe();
        for (long millis : new long[] {0, 0x8000_0000L, 0xFFFF_FFF0L, 0x1_0000_0010L}) {
            stream.publish(audio(1_000 + millis & 0xFFFF_FFFFL));
        }
        assertEquals(
                List.of("8@0 af", "8@2147483648 af", "8@4294967280 af", "8@16 af"), taken(viewer));
    }

    private static List<String> taken(LiveStream.Viewer viewer) throws InterruptedException {
        List<String> list = new ArrayList<>();
        for (FlvTag t = viewer.take(Duration.ZERO); t != null; t = viewer.take(Duration.ZERO)) {
            list.add("%d@%d %02x".formatted(t.type(), t.millis(), t.payload().get()));
        }
        return list;
    }

    private static FlvTag key(long millis) {
        return tag(FlvTag.VIDEO, millis, "1701000000");
    }

    private static FlvTag inter(long millis) {
        return tag(FlvTag.VIDEO, millis, "2701000000");
    }

    private static FlvTag audio(long millis) {
        return tag(FlvTag.AUDIO, millis, "af0121");
    }

    private static FlvTag tag(int type, long millis, String hex) {
        return new FlvTag(type, millis, HexFormat.of().parseHex(hex));
    }
}
