package dev.rillcast.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Codec;
import dev.rillcast.rtmp.Capabilities;
import dev.rillcast.rtmp.OpenPublisher;
import dev.rillcast.rtmp.RtmpConnection;
import dev.rillcast.rtmp.RtmpMessage;
import dev.rillcast.rtmp.RtmpPublisher;
import dev.rillcast.rtmp.RtmpUrl;
import dev.rillcast.rtmp.TestPublisher;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the ingest makes of Enhanced RTMP that is not of our own publisher's making. */
@Timeout(20)
class EnhancedIngestTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int AUDIO = RtmpMessage.AUDIO;
    private static final int VIDEO = RtmpMessage.VIDEO;

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

    @Test
    void itSaysThatItTakesEveryCodecAndParsesModEx() throws Exception {
        RtmpUrl url = new RtmpUrl("rtmp", "127.0.0.1", ingest.port(), "live", "x");
        try (RtmpPublisher publisher = TestPublisher.connect(url, LOOPBACK, Map.of())) {
            for (Codec codec : EnumSet.complementOf(EnumSet.of(Codec.PCMU, Codec.PCMA))) {
                assertTrue(publisher.takes(codec), codec.name());
            }
            assertEquals(Capabilities.MOD_EX, publisher.capabilities().capsEx());
            assertTrue(publisher.capabilities().fourCcs().contains("hvc1"));
        }
    }

    @Test
    void moreTracksAndUnknownPacketsAreLeftOutAndTheRestGoesOn() throws Exception {
        assertEquals(
                List.of(
                        "9 9068766331",
                        "8 904f707573",
                        "9 9168766331",
                        "9 97020f4240",
                        "8 914f707573",
                        "9 a168766331"),
                seen(
                        6,
                        publisher -> {
                            send(publisher, VIDEO, "90687663310102"); // HEVC
                            send(publisher, AUDIO, "904f70757300");
                            send(publisher, VIDEO, "96016876633101ff"); // multitrack
                            send(publisher, AUDIO, "95014f70757301ff");
                            send(publisher, VIDEO, "916876633100000001ff");
                            send(publisher, VIDEO, "9f68766331ff"); // a packet type of tomorrow
                            send(publisher, AUDIO, "9f4f707573ff");
                            send(publisher, VIDEO, "97ffffff"); // ModEx without an end
                            send(publisher, VIDEO, "97020f42400168766331000000ff");
                            send(publisher, AUDIO, "914f707573fc");
                            send(publisher, VIDEO, "a168766331000000ff");
                        }));
    }

    @Test
    void garbageInTagsReachesAtMostTheViewersAndTheStreamGoesOn() throws Exception {
        Random random = new Random(11);
        RtmpConnection publisher = publish();
        try (LiveStream.Viewer viewer = streams.find("x").orElseThrow().subscribe()) {
            for (int i = 0; i < 3_000; i++) {
                byte[] payload = new byte[random.nextInt(40)];
                random.nextBytes(payload);
                if (payload.length > 0 && random.nextBoolean()) {
                    payload[0] = (byte) (0x90 | random.nextInt(16));
                }
                int type = random.nextBoolean() ? VIDEO : AUDIO;
                publisher.send(type, 1, i, List.of(ByteBuffer.wrap(payload)));
            }
            byte[] end = HexFormat.of().parseHex("914f707573c0ffee");
            publisher.send(AUDIO, 1, 3_000, List.of(ByteBuffer.wrap(end)));
            String last = "";
            while (!last.endsWith("c0ffee")) {
                FlvTag tag = viewer.take(Duration.ofSeconds(5));
                assertNotNull(tag);
                last = HexFormat.of().formatHex(bytes(tag));
            }
        }
        publisher.close();
    }

    /** What a publisher sends. */
    private interface Script {
        void run(RtmpConnection publisher) throws IOException;
    }

    /** The type and the first five bytes of what a viewer gets. */
    private List<String> seen(int count, Script script) throws Exception {
        List<String> seen = new ArrayList<>();
        RtmpConnection publisher = publish();
        try (LiveStream.Viewer viewer = streams.find("x").orElseThrow().subscribe()) {
            script.run(publisher);
            for (int i = 0; i < count; i++) {
                FlvTag tag = viewer.take(Duration.ofSeconds(5));
                assertNotNull(tag, seen::toString);
                byte[] bytes = bytes(tag);
                seen.add(tag.type() + " " + HexFormat.of().formatHex(bytes, 0, 5));
            }
        }
        publisher.close();
        return seen;
    }

    private RtmpConnection publish() throws IOException {
        return OpenPublisher.publish(ingest.port(), "x");
    }

    private static void send(RtmpConnection publisher, int type, String hex) throws IOException {
        publisher.send(type, 1, 0, List.of(ByteBuffer.wrap(HexFormat.of().parseHex(hex))));
    }

    private static byte[] bytes(FlvTag tag) {
        byte[] bytes = new byte[tag.length()];
        tag.payload().get(bytes);
        return bytes;
    }
}
