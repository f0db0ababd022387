package dev.rillcast.rtmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.amf.Amf0Reader;
import dev.rillcast.flv.StreamInfo;
import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When metadata and configurations are due, read back by a scripted ingest. */
@Timeout(20)
class FrameWriterTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final Map<String, Object> ALL = Map.of("fourCcList", List.of("*"));

    private static final String VP8 = "b058009d012a4201b400";
    private static final String VP8_WIDER = "b058009d012ae001b400";
    private static final String VP9 = "8249834200141" + "00b360638";
    private static final String VP9_WIDER = "82498342001df" + "00b360638";
    private static final String AV1 = "0a0b000000043d06ccdaf900403200";
    private static final String AV1_WIDER = "0a0b000000043f06ccdaf900403200";
    private static final String AV1_SAME_SIZE = "0a0b000000043d06ccfbf900403200";

    /** The SPS with another set of constraint flags. */
    private static final String OTHER_SPS = SampleFrames.SPS_360.replace("6742c0", "6742e0");

    private static final String OTHER_PPS = "68ce3c8001";

    /** Writes frames to a publisher. */
    private interface Script {
        void run(RtmpPublisher publisher) throws IOException;
    }

    @ParameterizedTest
    @CsvSource({
        "VP8, " + VP8 + ", " + VP8_WIDER + ", 76703038, 480x180",
        "VP9, " + VP9 + ", " + VP9_WIDER + ", 76703039, 480x180",
        "AV1, " + AV1 + ", " + AV1_WIDER + ", 61763031, 450x180",
        "AV1, " + AV1 + ", " + AV1_SAME_SIZE + ", 61763031, 322x180",
    })
    void anotherConfigurationComesWithMetadataBeforeItsKeyFrameAndTheSameOneNever(
            Codec codec, String key, String other, String fourCc, String size) throws Exception {
        assertEquals(
                List.of(
                        "18 322x180",
                        "9 90" + fourCc,
                        "9 91" + fourCc,
                        "9 a1" + fourCc,
                        "9 91" + fourCc,
                        "18 " + size,
                        "9 90" + fourCc,
                        "9 91" + fourCc,
                        "9 91" + fourCc),
                told(
                        info(Optional.of(codec), Optional.empty()),
                        publisher -> {
                            publisher.write(frame(codec, false, "320200"), 0); // before all
                            publisher.write(frame(codec, true, key), 0);
                            publisher.write(frame(codec, false, "320200"), 40);
                            publisher.write(frame(codec, true, key), 80);
                            publisher.write(frame(codec, true, other), 120);
                            publisher.write(frame(codec, true, other), 160);
                        }));
    }

    @Test
    void otherParameterSetsOfTheSameSizeComeWithMetadataToo() throws Exception {
        assertEquals(
                List.of(
                        "18 640x360",
                        "9 1700000000",
                        "9 1701000000",
                        "9 1701000000",
                        "18 640x360",
                        "9 1700000000",
                        "9 1701000000",
                        "18 640x360",
                        "9 1700000000",
                        "9 1701000000",
                        "9 1701000000"),
                told(
                        info(Optional.of(Codec.H264), Optional.empty()),
                        publisher -> {
                            publisher.write(SampleFrames.key(SampleFrames.SPS_360, "6588"), 0);
                            publisher.write(SampleFrames.key(SampleFrames.SPS_360, "6588"), 1);
                            publisher.write(SampleFrames.key(OTHER_SPS, "6588"), 2);
                            Frame pps = SampleFrames.video(true, OTHER_SPS, OTHER_PPS, "6588");
                            publisher.write(pps, 3);
                            publisher.write(pps, 4);
                        }));
    }

    @Test
    void opusBeginsWithItsHeaderAndIsNamedInTheMetadata() throws Exception {
        assertEquals(
                List.of("18 0x0", "8 904f707573", "8 914f707573", "8 914f707573"),
                told(
                        info(Optional.of(Codec.VP9), Optional.of(Codec.OPUS)),
                        publisher -> {
                            publisher.write(frame(Codec.OPUS, true, "fcfffe"), 0);
                            publisher.write(frame(Codec.OPUS, true, "fc"), 20); // DTX
                        }));
    }

    @Test
    void announcedAnewTheStreamBeginsAnew() throws Exception {
        assertEquals(
                List.of(
                        "18 0x0",
                        "8 904f707573",
                        "8 914f707573",
                        "18 0x0",
                        "8 af001190",
                        "8 af012110"),
                told(
                        info(Optional.empty(), Optional.of(Codec.OPUS)),
                        publisher -> {
                            publisher.write(frame(Codec.OPUS, true, "fcfffe"), 0);
                            publisher.announce(info(Optional.empty(), Optional.of(Codec.AAC)));
                            publisher.write(SampleFrames.audio("2110"), 20);
                        }));
    }

    @Test
    void soundThatBecomesStereoIsAnnouncedAnew() throws Exception {
        assertEquals(
                List.of(
                        "18 0x0",
                        "8 af001188",
                        "8 af010118",
                        "8 af010118",
                        "18 0x0",
                        "8 af001190",
                        "8 af012110",
                        "8 af012110"),
                told(
                        new StreamInfo(false, true, 0, 0, 0, 0, 128, 48_000, 1),
                        publisher -> {
                            publisher.write(SampleFrames.audio("0118"), 0);
                            publisher.write(SampleFrames.audio("0118"), 20);
                            publisher.write(SampleFrames.audio("2110"), 40);
                            publisher.write(SampleFrames.audio("2110"), 60);
                            assertEquals(2, publisher.info().orElseThrow().audioChannels());
                        }));
    }

    @Test
    void whatTheIngestDoesNotTakeIsNotAnnounced() throws Exception {
        try (ScriptedIngest ingest =
                        new ScriptedIngest(
                                Map.of("fourCcList", List.of("av01")), (in, _) -> in.next());
                RtmpPublisher publisher = TestPublisher.connect(ingest.url(), LOOPBACK, Map.of())) {
            assertTrue(publisher.takes(Codec.AV1));
            assertFalse(publisher.takes(Codec.VP9));
            StreamInfo vp9 = info(Optional.of(Codec.VP9), Optional.empty());
            RtmpException error = assertThrows(RtmpException.class, () -> publisher.announce(vp9));
            assertFalse(error.heals());
            assertEquals(
                    "the ingest takes no VP9; by Enhanced RTMP it takes av01", error.getMessage());
            IllegalArgumentException early =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> publisher.write(frame(Codec.AV1, true, AV1), 0));
            assertEquals("not announced: AV1", early.getMessage());
        }
    }

    @Test
    void aKeyFrameThatCantBeReadEndsWithAReason() throws Exception {
        try (ScriptedIngest ingest = new ScriptedIngest(ALL, (in, _) -> in.next());
                RtmpPublisher publisher = TestPublisher.connect(ingest.url(), LOOPBACK, Map.of())) {
            publisher.announce(info(Optional.of(Codec.VP9), Optional.empty()));
            IOException error =
                    assertThrows(
                            IOException.class,
                            () -> publisher.write(frame(Codec.VP9, true, "8249834200"), 0));
            assertEquals("the video can't be published, VP9: cut off", error.getMessage());
        }
    }

    /** Of all messages: the type, and the picture's size or the first five bytes. */
    private static List<String> told(StreamInfo info, Script script) throws Exception {
        CompletableFuture<List<String>> heads = new CompletableFuture<>();
        try (ScriptedIngest ingest =
                new ScriptedIngest(ALL, (in, _) -> heads.complete(heads(in)))) {
            try (RtmpPublisher publisher =
                    TestPublisher.connect(ingest.url(), LOOPBACK, Map.of())) {
                publisher.announce(info);
                script.run(publisher);
            }
            return heads.get(5, TimeUnit.SECONDS);
        }
    }

    private static List<String> heads(ChunkReader in) throws IOException {
        List<String> heads = new ArrayList<>();
        for (RtmpMessage m = in.next(); m != null; m = in.next()) {
            if (m.type() == RtmpMessage.DATA) {
                heads.add("18 " + size(m));
            } else if (m.type() == RtmpMessage.AUDIO || m.type() == RtmpMessage.VIDEO) {
                int length = Math.min(5, m.length());
                heads.add(m.type() + " " + HexFormat.of().formatHex(m.payload(), 0, length));
            }
        }
        return heads;
    }

    private static String size(RtmpMessage message) throws IOException {
        Amf0Reader reader = new Amf0Reader(message.payload());
        assertEquals("@setDataFrame", reader.read());
        assertEquals("onMetaData", reader.read());
        return reader.read() instanceof Map<?, ?> data
                ? pixels(data.get("width")) + "x" + pixels(data.get("height"))
                : "no values";
    }

    private static int pixels(@Nullable Object value) {
        return value instanceof Double number ? number.intValue() : 0;
    }

    private static StreamInfo info(Optional<Codec> video, Optional<Codec> audio) {
        return new StreamInfo(video, audio, 0, 0, 0, 0, 64, 48_000, 2);
    }

    private static Frame frame(Codec codec, boolean key, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return new Frame(codec, key, 0, 0, bytes, 0, bytes.length);
    }
}
