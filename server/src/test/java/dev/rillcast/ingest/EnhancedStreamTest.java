package dev.rillcast.ingest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Ivf;
import dev.rillcast.Ogg;
import dev.rillcast.Program;
import dev.rillcast.amf.Amf0Reader;
import dev.rillcast.flv.StreamInfo;
import dev.rillcast.flv.TagHead;
import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.rtmp.EncodedStream;
import dev.rillcast.rtmp.MediaPlayer;
import dev.rillcast.rtmp.RtmpMessage;
import dev.rillcast.rtmp.RtmpPublisher;
import dev.rillcast.rtmp.RtmpUrl;
import dev.rillcast.rtmp.TestPublisher;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What real encoders make goes through publisher, ingest and player unchanged. */
@Tag("ingest")
@Timeout(120)
class EnhancedStreamTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final long FRAME_TIME = 40; // ms
    private static final Map<Codec, String> IVF =
            Map.of(Codec.VP8, "VP80", Codec.VP9, "VP90", Codec.AV1, "AV01");

    @TempDir static Path directory;
    private final LiveStreams streams = new LiveStreams();
    private RtmpIngest ingest;

    @BeforeEach
    void open() throws IOException {
        ingest = RtmpIngest.open(LOOPBACK, 0, Optional.empty(), streams);
    }

    @AfterEach
    void close() {
        ingest.close();
    }

    @ParameterizedTest
    @CsvSource({
        "VP8, 1987063864, 000b820202020000, 0015820202020000",
        "VP9, 1987063865, 000b820202020000, 0015820202020000",
        "AV1, 1635135537, 8100, 8100",
    })
    void videoArrivesAsItWasEncodedWithItsSizeBeforeEachChange(
            Codec codec, double id, String small, String large) throws Exception {
        List<Frame> frames = new ArrayList<>();
        frames.addAll(EncodedStream.video(directory, codec, "322x180"));
        frames.addAll(EncodedStream.video(directory, codec, "480x270"));
        List<RtmpMessage> messages = sent(frames, Optional.of(codec), Optional.empty());

        assertEquals(50 + 2 * 2, messages.size());
        assertPicture(messages.subList(0, 2), codec, id, 322, 180, small);
        assertPicture(messages.subList(27, 29), codec, id, 480, 270, large);
        List<byte[]> payloads = new ArrayList<>();
        for (int i = 0; i < frames.size(); i++) {
            RtmpMessage message = messages.get(i < 25 ? i + 2 : i + 4);
            assertEquals(i * FRAME_TIME, message.timestamp());
            payloads.add(payload(message, frames.get(i)));
        }

        Path file = directory.resolve(codec + ".ivf");
        Ivf.write(file, IVF.getOrDefault(codec, ""), payloads);
        assertEquals("50", count(file, "video"));
    }

    @Test
    void opusArrivesAsItWasEncodedBehindItsHeader() throws Exception {
        List<Frame> frames = EncodedStream.opus(directory);
        List<RtmpMessage> messages = sent(frames, Optional.empty(), Optional.of(Codec.OPUS));

        assertEquals(frames.size() + 2, messages.size());
        assertEquals(1332770163.0, metadata(messages.get(0)).get("audiocodecid"));
        byte[] start = messages.get(1).payload();
        assertEquals(
                "904f707573" + "4f70757348656164" + "01" + "02" + "0000" + "80bb0000" + "000000",
                HexFormat.of().formatHex(start));
        List<byte[]> payloads = new ArrayList<>();
        for (int i = 0; i < frames.size(); i++) {
            payloads.add(payload(messages.get(i + 2), frames.get(i)));
        }

        Path file = directory.resolve("read.opus");
        Ogg.write(file, Arrays.copyOfRange(start, 5, start.length), 960, payloads);
        assertEquals(String.valueOf(frames.size()), count(file, "audio"));
    }

    /** FFmpeg has no VP8 in FLV yet. */
    @ParameterizedTest
    @CsvSource({"VP9, vp9", "AV1, av1"})
    void anotherProgramReadsVideoOutOfLiveFlv(Codec codec, String name) throws Exception {
        List<Frame> frames = EncodedStream.video(directory, codec, "322x180");
        FlvDemuxer flv = recorded(frames, Optional.of(codec), Optional.empty());
        assertEquals(name, flv.streams().getFirst().codec());
        assertEquals(322, flv.streams().getFirst().width());
        assertEquals(180, flv.streams().getFirst().height());
        assertPackets(frames, flv.packets());
    }

    @Test
    void anotherProgramReadsOpusOutOfLiveFlv() throws Exception {
        List<Frame> frames = EncodedStream.opus(directory);
        FlvDemuxer flv = recorded(frames, Optional.empty(), Optional.of(Codec.OPUS));
        assertEquals("opus", flv.streams().getFirst().codec());
        assertEquals(
                "4f70757348656164010200008" + "0bb0000000000",
                flv.streams().getFirst().configuration());
        assertPackets(frames, flv.packets());
    }

    /** The stream as an HTTP-FLV viewer gets it. */
    private FlvDemuxer recorded(List<Frame> frames, Optional<Codec> video, Optional<Codec> audio)
            throws Exception {
        Path file = directory.resolve("live.flv");
        RtmpPublisher publisher = connect();
        try (LiveStream.Viewer viewer = streams.find("x").orElseThrow().subscribe();
                OutputStream out = Files.newOutputStream(file)) {
            try (publisher) {
                publisher.announce(info(video, audio));
                for (int i = 0; i < frames.size(); i++) {
                    publisher.write(frames.get(i), i * FRAME_TIME);
                }
            }
            out.write(FlvHeader.bytes(audio.isPresent(), video.isPresent()));
            while (!viewer.ended()) {
                FlvTag tag = viewer.take(Duration.ofSeconds(5));
                if (tag != null) {
                    tag.writeTo(out);
                }
            }
        }
        return FlvDemuxer.read(file);
    }

    private static void assertPackets(List<Frame> frames, List<byte[]> packets) {
        assertEquals(frames.size(), packets.size());
        for (int i = 0; i < packets.size(); i++) {
            assertArrayEquals(bytes(frames.get(i)), packets.get(i), "frame " + i);
        }
    }

    private static byte[] bytes(Frame frame) {
        return Arrays.copyOfRange(frame.array(), frame.offset(), frame.offset() + frame.length());
    }

    @Test
    void aLateViewerBeginsWithHeadersAndTheLastKeyFrame() throws Exception {
        List<Frame> video = EncodedStream.video(directory, Codec.VP9, "322x180");
        Frame audio = EncodedStream.opus(directory).getFirst();
        try (RtmpPublisher publisher = connect()) {
            publisher.announce(info(Optional.of(Codec.VP9), Optional.of(Codec.OPUS)));
            for (int i = 0; i < video.size(); i++) {
                publisher.write(video.get(i), i * FRAME_TIME);
                publisher.write(audio, i * FRAME_TIME);
            }
            awaitFrames(2 * 5);
            try (MediaPlayer player = MediaPlayer.play(ingest.port(), "x")) {
                List<String> heads = new ArrayList<>();
                for (int i = 0; i < 6; i++) {
                    RtmpMessage message = player.next();
                    heads.add(
                            message == null
                                    ? "the end"
                                    : HexFormat.of().formatHex(message.payload(), 0, 5));
                }
                assertEquals(
                        List.of(
                                "02000a6f6e", // onMetaData
                                "9076703039",
                                "904f707573",
                                "9176703039",
                                "914f707573",
                                "a176703039"),
                        heads);
            }
        }
    }

    /** The ingest takes messages on a thread of its own. */
    private void awaitFrames(int count) throws Exception {
        for (int seen = 0; seen < count; ) {
            seen = 0;
            try (LiveStream.Viewer viewer = streams.find("x").orElseThrow().subscribe()) {
                while (viewer.take(Duration.ofMillis(20)) != null) {
                    seen++;
                }
            }
        }
    }

    /** All that a player gets of a stream. */
    private List<RtmpMessage> sent(List<Frame> frames, Optional<Codec> video, Optional<Codec> audio)
            throws Exception {
        List<RtmpMessage> messages = new ArrayList<>();
        RtmpPublisher publisher = connect();
        try (MediaPlayer player = MediaPlayer.play(ingest.port(), "x")) {
            try (publisher) {
                publisher.announce(info(video, audio));
                for (int i = 0; i < frames.size(); i++) {
                    publisher.write(frames.get(i), i * FRAME_TIME);
                }
            }
            for (RtmpMessage m = player.next(); m != null; m = player.next()) {
                messages.add(m);
            }
        }
        return messages;
    }

    private RtmpPublisher connect() throws IOException {
        RtmpUrl url = new RtmpUrl("rtmp", "127.0.0.1", ingest.port(), "live", "x");
        return TestPublisher.connect(url, LOOPBACK, Map.of());
    }

    private static StreamInfo info(Optional<Codec> video, Optional<Codec> audio) {
        return new StreamInfo(video, audio, 0, 0, 0, 0, 64, 48_000, 2);
    }

    private static void assertPicture(
            List<RtmpMessage> messages, Codec codec, double id, int width, int height, String start)
            throws IOException {
        Map<?, ?> metadata = metadata(messages.getFirst());
        assertEquals(id, metadata.get("videocodecid"));
        assertEquals((double) width, metadata.get("width"));
        assertEquals((double) height, metadata.get("height"));
        String header = HexFormat.of().formatHex(messages.getLast().payload());
        String head = HexFormat.of().formatHex(TagHead.of(codec).configuration());
        assertTrue(header.startsWith(head + start), header);
    }

    private static Map<?, ?> metadata(RtmpMessage message) throws IOException {
        Amf0Reader reader = new Amf0Reader(message.payload());
        assertEquals("onMetaData", reader.read());
        return reader.read() instanceof Map<?, ?> map ? map : Map.of();
    }

    /** The bytes behind the head, which must be the frame's. */
    private static byte[] payload(RtmpMessage message, Frame frame) {
        byte[] head = TagHead.of(frame.codec()).frame(frame.key());
        byte[] payload = message.payload();
        assertArrayEquals(head, Arrays.copyOf(payload, head.length));
        byte[] body = Arrays.copyOfRange(payload, head.length, payload.length);
        assertArrayEquals(
                Arrays.copyOfRange(frame.array(), frame.offset(), frame.offset() + frame.length()),
                body);
        return body;
    }

    /** Decoded frames; ffmpeg must have nothing to say about them. */
    private static String count(Path file, String type) throws Exception {
        Program.run(directory, ("ffmpeg -v error -i " + file + " -f null -").split(" ", -1));
        return Program.run(
                        directory,
                        ("ffprobe -v error -count_frames -select_streams "
                                        + type.charAt(0)
                                        + " -show_entries stream=nb_read_frames -of csv=p=0 "
                                        + file)
                                .split(" ", -1))
                .strip();
    }
}
