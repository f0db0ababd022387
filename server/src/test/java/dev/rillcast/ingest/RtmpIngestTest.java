package dev.rillcast.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.amf.Amf0Reader;
import dev.rillcast.media.Frame;
import dev.rillcast.rtmp.Command;
import dev.rillcast.rtmp.RtmpConnection;
import dev.rillcast.rtmp.RtmpException;
import dev.rillcast.rtmp.RtmpPublisher;
import dev.rillcast.rtmp.RtmpUrl;
import dev.rillcast.rtmp.SampleFrames;
import dev.rillcast.rtmp.TestPublisher;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class RtmpIngestTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

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
    void whatIsPublishedReachesAViewer() throws Exception {
        try (RtmpPublisher publisher = publish("x")) {
            LiveStream.Viewer viewer = viewer("x");
            publisher.write(SampleFrames.video(false, "4101"), 960); // before the first key frame
            publisher.write(SampleFrames.key(SampleFrames.SPS_360, "6588"), 1_000);
            publisher.write(SampleFrames.audio("2110"), 1_005);
            publisher.write(SampleFrames.video(false, SampleFrames.DELIMITER, "4101"), 1_033);
            Map<?, ?> metadata = metadata(take(viewer));
            assertEquals(640.0, metadata.get("width"));
            assertEquals(360.0, metadata.get("height"));
            assertEquals(7.0, metadata.get("videocodecid"));
            assertEquals(10.0, metadata.get("audiocodecid"));
            assertEquals("Rillcast", metadata.get("encoder"));
            assertTrue(hex(take(viewer)).startsWith("17000000000142c01effe10019" + "6742c01e"));
            assertEquals("1701000000" + "00000002" + "6588", hex(take(viewer)));
            assertEquals("af001190", hex(take(viewer)));
            FlvTag audio = take(viewer);
            assertEquals("af012110", hex(audio));
            assertEquals(5, audio.millis());
            FlvTag inter = take(viewer);
            assertEquals("2701000000" + "00000002" + "4101", hex(inter));
            assertEquals(33, inter.millis());
            assertTrue(publisher.bytesWritten() > 300);
        }
    }

    @Test
    void aLargeFrameLateInTheStreamArrivesWhole() throws Exception {
        byte[] slice = new byte[300_000];
        new Random(1).nextBytes(slice);
        slice[0] = 0x65;
        String hex = HexFormat.of().formatHex(slice);
        try (RtmpPublisher publisher = publish("x")) {
            LiveStream.Viewer viewer = viewer("x");
            long late = 0x2000000;
            publisher.write(SampleFrames.key(SampleFrames.SPS_360, hex), late);
            publisher.write(SampleFrames.key(SampleFrames.SPS_360, hex), late + 33);
            assertEquals(0x12, take(viewer).type());
            assertTrue(take(viewer).sequenceHeader());
            assertEquals("1701000000" + "000493e0" + hex, hex(take(viewer)));
            FlvTag second = take(viewer);
            assertEquals("1701000000" + "000493e0" + hex, hex(second));
            assertEquals(33, second.millis());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 24, 1L << 32})
    void aStreamThatPassesABoundOfTheTimeStampGoesOn(long bound) throws Exception {
        try (RtmpPublisher publisher = publish("x")) {
            LiveStream.Viewer viewer = viewer("x");
            publisher.write(SampleFrames.key(SampleFrames.SPS_360, "6588"), bound - 1_000);
            for (int i = 0; i < 3; i++) { // metadata, header, picture
                assertEquals(0, take(viewer).millis());
            }
            for (int millis = 40; millis < 2_000; millis += 40) {
                long time = bound - 1_000 + millis;
                publisher.write(SampleFrames.video(false, "4101"), time);
                assertEquals(millis, take(viewer).millis());
            }
        }
    }

    @Test
    void aPlayerThatDoesNotReadIsEnded() throws Exception {
        try (RtmpPublisher publisher = publish("x");
                SocketChannel player = play("x")) {
            LiveStream stream = streams.find("x").orElseThrow();
            Frame large = SampleFrames.key(SampleFrames.SPS_360, "65" + "00".repeat(500_000));
            await(() -> stream.viewers() == 1);
            for (int i = 0; i < 12; i++) { // more than the sockets hold
                publisher.write(large, i);
            }
            await(
                    () -> {
                        ingest.sweep(System.nanoTime() + TimeUnit.SECONDS.toNanos(21));
                        return stream.viewers() == 0;
                    });
            drain(player.socket().getInputStream());
        }
    }

    @Test
    void aNameInUseIsRefusedWithTheReason() throws Exception {
        try (RtmpPublisher _ = publish("x")) {
            RtmpException error = assertThrows(RtmpException.class, () -> publish("x?k=1"));
            assertEquals(
                    "the ingest refused the stream: NetStream.Publish.BadName"
                            + " (Stream already publishing)",
                    error.getMessage());
        }
        publish("x").close();
    }

    @Test
    void anotherAppAndABadNameAreRefused() {
        RtmpException app = assertThrows(RtmpException.class, () -> connect(url("other", "x")));
        assertEquals("NetConnection.Connect.Rejected", app.code());
        RtmpException name = assertThrows(RtmpException.class, () -> publish("n".repeat(200)));
        assertEquals("NetStream.Publish.Denied", name.code());
    }

    @Test
    void theEndOfThePublisherIsTheEndForViewers() throws Exception {
        LiveStream.Viewer viewer;
        try (RtmpPublisher _ = publish("x")) {
            viewer = viewer("x");
        }
        while (!viewer.ended()) {
            FlvTag _ = viewer.take(Duration.ofSeconds(5));
        }
        assertTrue(streams.find("x").isEmpty());
    }

    @Test
    void closingTheIngestEndsPublishersAtOnce() throws Exception {
        try (RtmpPublisher publisher = publish("x")) {
            assertTimeoutPreemptively(Duration.ofSeconds(2), ingest::close);
            assertThrows(
                    IOException.class,
                    () -> {
                        for (int i = 0; ; i++) {
                            publisher.write(SampleFrames.audio("2110"), i);
                        }
                    });
        }
        assertTrue(streams.all().isEmpty());
    }

    @Test
    void garbageEndsItsOwnConnectionOnly() throws Exception {
        Random random = new Random(9);
        for (int i = 0; i < 40; i++) {
            try (Socket socket = new Socket(LOOPBACK, ingest.port())) {
                byte[] noise = new byte[1 + 1536 + 1536 + random.nextInt(4_000)];
                random.nextBytes(noise);
                noise[0] = i % 2 == 0 ? 3 : noise[0]; // half of it passes the handshake
                socket.getOutputStream().write(noise);
                socket.shutdownOutput();
                drain(socket.getInputStream());
            }
        }
        publish("x").close();
    }

    @Test
    void aConnectionThatBeginsNothingIsClosed() throws Exception {
        try (Socket socket = new Socket(LOOPBACK, ingest.port())) {
            byte[] hello = new byte[1 + 1536];
            hello[0] = 3;
            socket.getOutputStream().write(hello);
            assertEquals(3, socket.getInputStream().read());
            ingest.sweep(System.nanoTime() + TimeUnit.SECONDS.toNanos(11));
            drain(socket.getInputStream());
        }
    }

    @Test
    void aSilentPublisherIsEnded() throws Exception {
        try (RtmpPublisher _ = publish("x")) {
            LiveStream.Viewer viewer = viewer("x");
            ingest.sweep(System.nanoTime() + TimeUnit.SECONDS.toNanos(29));
            assertTrue(streams.find("x").isPresent());
            ingest.sweep(System.nanoTime() + TimeUnit.SECONDS.toNanos(31));
            assertEquals(null, viewer.take(Duration.ofSeconds(5)));
            assertTrue(viewer.ended());
        }
    }

    @Test
    void aPortInUseIsABindException() {
        assertThrows(
                BindException.class,
                () -> RtmpIngest.open(LOOPBACK, ingest.port(), Optional.empty(), streams));
    }

    private RtmpPublisher publish(String key) throws IOException {
        return connect(url("live", key));
    }

    private static RtmpPublisher connect(RtmpUrl url) throws IOException {
        return TestPublisher.connect(url, LOOPBACK, SampleFrames.info());
    }

    /** A player that has asked and from then on reads nothing. */
    private SocketChannel play(String name) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 8_192);
        channel.connect(new InetSocketAddress(LOOPBACK, ingest.port()));
        RtmpConnection player = new RtmpConnection(channel, 1_024);
        player.handshakeAsClient();
        player.send(0, Command.of("connect", 1, Map.of("app", "live")));
        player.send(0, Command.of("createStream", 2, (Object) null));
        player.send(1, Command.of("play", 3, null, name));
        return channel;
    }

    private RtmpUrl url(String app, String key) {
        return new RtmpUrl("rtmp", "127.0.0.1", ingest.port(), app, key);
    }

    private LiveStream.Viewer viewer(String name) {
        return streams.find(name).orElseThrow().subscribe();
    }

    private static FlvTag take(LiveStream.Viewer viewer) throws InterruptedException {
        FlvTag tag = viewer.take(Duration.ofSeconds(5));
        assertNotNull(tag);
        return tag;
    }

    private static Map<?, ?> metadata(FlvTag tag) throws IOException {
        Amf0Reader reader = new Amf0Reader(bytes(tag));
        assertEquals("onMetaData", reader.read());
        return reader.read() instanceof Map<?, ?> map ? map : Map.of();
    }

    private static String hex(FlvTag tag) {
        return HexFormat.of().formatHex(bytes(tag));
    }

    private static byte[] bytes(FlvTag tag) {
        byte[] bytes = new byte[tag.length()];
        tag.payload().get(bytes);
        return bytes;
    }

    /** Asks again and again; the test's time-out is the limit. */
    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    private static void drain(InputStream in) {
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException _) {
            // a reset is an end, too
        }
    }
}
