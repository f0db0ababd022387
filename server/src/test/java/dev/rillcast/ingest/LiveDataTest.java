package dev.rillcast.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.amf.Amf0Reader;
import dev.rillcast.rtmp.DataPlayer;
import dev.rillcast.rtmp.RtmpPublisher;
import dev.rillcast.rtmp.RtmpUrl;
import dev.rillcast.rtmp.SampleFrames;
import dev.rillcast.rtmp.ScriptData;
import dev.rillcast.rtmp.TestPublisher;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a publisher says in the middle of its stream, and who hears it. */
@Timeout(20)
class LiveDataTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final LiveStreams streams = new LiveStreams();
    private RtmpIngest ingest;
    private RtmpPublisher publisher;

    @BeforeEach
    void open() throws IOException {
        ingest = RtmpIngest.open(LOOPBACK, 0, Optional.empty(), streams);
        RtmpUrl url = new RtmpUrl("rtmp", "127.0.0.1", ingest.port(), "live", "x");
        publisher = TestPublisher.connect(url, LOOPBACK, SampleFrames.info());
    }

    @AfterEach
    void close() {
        publisher.close();
        ingest.close();
    }

    @Test
    void playersGetItAtItsTimeWithKeysArraysAndTypesAsTheyWere() throws Exception {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("zero", 0);
        values.put("text", "ü");
        values.put("list", Arrays.asList(1.5, null, Map.of("deep", true)));
        values.put("nothing", null);
        try (DataPlayer player = DataPlayer.play(ingest.port(), "x")) {
            publisher.write(SampleFrames.audio("2110"), 70_000);
            publisher.write(SampleFrames.audio("2110"), 70_040);
            publisher.write(ScriptData.encode("onMetaData", values), 70_041);
            publisher.write(SampleFrames.audio("2110"), 70_060);
            publisher.write(ScriptData.encode("onCuePoint", Map.of("zero", 1)), 70_060);
            assertEquals(
                    "41: [onMetaData, {zero=0.0, text=ü, list=[1.5, null, {deep=true}],"
                            + " nothing=null}]",
                    player.data("zero"));
            assertEquals(40, player.media());
            assertEquals("60: [onCuePoint, {zero=1.0}]", player.data("zero"));
        }
    }

    @Test
    void laterViewersGetTheStreamsDescriptionAndNotTheDataOfAnotherMoment() throws Exception {
        try (DataPlayer player = DataPlayer.play(ingest.port(), "x")) {
            publisher.write(SampleFrames.key(SampleFrames.SPS_360, "6588"), 0);
            publisher.write(ScriptData.encode("onMetaData", Map.of("score", 1)), 10);
            publisher.write(SampleFrames.key(SampleFrames.SPS_360, "6588"), 1_000);
            publisher.write(ScriptData.encode("onMetaData", Map.of("score", 2)), 1_010);
            player.data("score=1");
            player.data("score=2");
        }
        List<String> seen = seen(4);
        assertEquals("18 width", seen.getFirst());
        assertEquals(List.of("9", "9", "18 score"), seen.subList(1, 4));
    }

    @Test
    void ordersToServersAreNotForViewers() throws Exception {
        try (DataPlayer player = DataPlayer.play(ingest.port(), "x")) {
            publisher.write(ScriptData.encode("@clearDataFrame", Map.of("n", 1)), 0);
            publisher.write(ScriptData.encode("onTextData", Map.of("n", 2)), 0);
            assertEquals("0: [onTextData, {n=2.0}]", player.data("n="));
        }
    }

    /** 64 kB of JSON, in which each number has a digit and a comma, and nine bytes here. */
    @Test
    void theLargestThatAPageMaySendReachesPlayers() throws Exception {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("n", Collections.nCopies(990, 1));
        String text = "x".repeat(65_536 - 2 * 990 - 17);
        values.put("text", text);
        try (DataPlayer player = DataPlayer.play(ingest.port(), "x")) {
            publisher.write(ScriptData.encode("onMetaData", values), 0);
            assertTrue(player.data("text=").endsWith(text + "}]"));
        }
    }

    /** The types of the tags that a new viewer begins with, and the first key of data. */
    private List<String> seen(int count) throws Exception {
        List<String> tags = new ArrayList<>();
        try (LiveStream.Viewer viewer = streams.find("x").orElseThrow().subscribe()) {
            while (tags.size() < count) {
                FlvTag tag = viewer.take(Duration.ofSeconds(5));
                tags.add(tag == null ? "none" : tag.type() + firstKey(tag));
            }
        }
        return tags;
    }

    private static String firstKey(FlvTag tag) throws IOException {
        if (tag.type() != FlvTag.SCRIPT) {
            return "";
        }
        Amf0Reader reader =
                new Amf0Reader(tag.payload().array(), tag.payload().position(), tag.length());
        assertEquals("onMetaData", reader.read());
        return reader.read() instanceof Map<?, ?> map ? " " + map.keySet().iterator().next() : "";
    }
}
