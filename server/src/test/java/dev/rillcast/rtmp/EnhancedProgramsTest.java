package dev.rillcast.rtmp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.rillcast.OtherIngest;
import dev.rillcast.flv.FrameWriter;
import dev.rillcast.flv.StreamInfo;
import dev.rillcast.flv.TagHead;
import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Enhanced RTMP and node-media-server, which hands it on but does not say so. */
@Tag("ingest")
@Timeout(120)
class EnhancedProgramsTest {
    @TempDir static Path directory;
    private static OtherIngest ingest;

    @BeforeAll
    static void start() throws Exception {
        ingest = OtherIngest.nodeMediaServer(directory);
    }

    @AfterAll
    static void stop() {
        ingest.close();
    }

    @Test
    void aServerThatSaysNothingGetsNothingOfIt() throws Exception {
        RtmpUrl url = new RtmpUrl("rtmp", "127.0.0.1", ingest.port(), "live", "silent");
        try (RtmpPublisher publisher =
                TestPublisher.connect(url, InetAddress.getLoopbackAddress(), Map.of())) {
            assertEquals("[]", publisher.capabilities().fourCcs().toString());
            assertFalse(publisher.takes(Codec.AV1));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Codec.class,
            names = {"VP9", "AV1", "OPUS"})
    void itsPlayersWouldGetEachFrameUnchanged(Codec codec) throws Exception {
        List<Frame> frames =
                codec.video()
                        ? EncodedStream.video(directory, codec, "322x180")
                        : EncodedStream.opus(directory);
        RtmpConnection publisher = OpenPublisher.publish(ingest.port(), codec.name());
        try (publisher;
                MediaPlayer player = MediaPlayer.play(ingest.port(), codec.name())) {
            publisher.setChunkSize();
            FrameWriter writer =
                    new FrameWriter(
                            (type, millis, payload) ->
                                    publisher.send(type, OpenPublisher.STREAM_ID, millis, payload));
            writer.announce(
                    new StreamInfo(
                            Optional.of(codec).filter(Codec::video),
                            Optional.of(codec).filter(c -> !c.video()),
                            0,
                            0,
                            0,
                            0,
                            64,
                            48_000,
                            2));
            for (int i = 0; i < frames.size(); i++) {
                writer.write(frames.get(i), i * 20L);
            }
            String start = HexFormat.of().formatHex(TagHead.of(codec).configuration());
            assertEquals(start, HexFormat.of().formatHex(media(player), 0, 5));
            for (Frame frame : frames) {
                assertArrayEquals(tag(frame), media(player));
            }
        }
    }

    private static byte[] media(MediaPlayer player) throws Exception {
        while (true) {
            RtmpMessage message = player.next();
            assertNotNull(message, "the stream is over");
            if (message.type() == RtmpMessage.AUDIO || message.type() == RtmpMessage.VIDEO) {
                return message.payload();
            }
        }
    }

    private static byte[] tag(Frame frame) {
        byte[] head = TagHead.of(frame.codec()).frame(frame.key());
        byte[] tag = Arrays.copyOf(head, head.length + frame.length());
        System.arraycopy(frame.array(), frame.offset(), tag, head.length, frame.length());
        return tag;
    }
}
