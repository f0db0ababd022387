package dev.rillcast.rtmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.amf.Amf0Reader;
import dev.rillcast.tls.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class RtmpPublisherTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final String LARGE = "65" + "00".repeat(200_000);

    @Test
    void aPingIsAnsweredWithItsOwnTime() throws Exception {
        CompletableFuture<String> pong = new CompletableFuture<>();
        try (ScriptedIngest ingest =
                        new ScriptedIngest(
                                (in, out) -> {
                                    out.write(2, RtmpMessage.userControl(6, 0x01020304));
                                    RtmpMessage answer = in.next();
                                    pong.complete(
                                            answer == null
                                                    ? "none"
                                                    : HexFormat.of().formatHex(answer.payload()));
                                });
                RtmpPublisher _ =
                        TestPublisher.connect(ingest.url(), LOOPBACK, SampleFrames.info())) {
            assertEquals("000701020304", pong.get(5, TimeUnit.SECONDS));
        }
    }

    @Test
    void aNewSizeBringsNewMetadataAndANewHeaderAndNothingElseDoes() throws Exception {
        CompletableFuture<List<String>> heads = new CompletableFuture<>();
        try (ScriptedIngest ingest =
                        new ScriptedIngest((in, _) -> heads.complete(headsOfMedia(in, 7)));
                RtmpPublisher publisher =
                        TestPublisher.connect(ingest.url(), LOOPBACK, SampleFrames.info())) {
            publisher.write(SampleFrames.video(false, "4101"), 0); // before the first key frame
            publisher.write(SampleFrames.key(SampleFrames.SPS_360, "6588"), 0);
            publisher.write(SampleFrames.key(SampleFrames.SPS_360, "6589"), 33);
            publisher.write(SampleFrames.key(SampleFrames.SPS_480, "658a"), 66);
            assertEquals(
                    List.of(
                            "18 height 360",
                            "9 1700000000",
                            "9 1701000000",
                            "9 1701000000",
                            "18 height 480",
                            "9 1700000000",
                            "9 1701000000"),
                    heads.get(5, TimeUnit.SECONDS));
        }
    }

    @Test
    void videoThatCantBeReadEndsWithAReason() throws Exception {
        try (ScriptedIngest ingest = new ScriptedIngest((in, _) -> headsOfMedia(in, 1));
                RtmpPublisher publisher =
                        TestPublisher.connect(ingest.url(), LOOPBACK, SampleFrames.info())) {
            IOException error =
                    assertThrows(
                            IOException.class,
                            () -> publisher.write(SampleFrames.key("6742c01ed9", "6588"), 0));
            assertEquals("the video can't be published, SPS: cut off", error.getMessage());
        }
    }

    @Test
    void anErrorFromTheIngestEndsThePublisherWithItsReason() throws Exception {
        try (ScriptedIngest ingest =
                        new ScriptedIngest(
                                (_, out) ->
                                        out.write(
                                                3,
                                                Command.status("error", "NetStream.Failed", "full")
                                                        .message(1)));
                RtmpPublisher publisher =
                        TestPublisher.connect(ingest.url(), LOOPBACK, SampleFrames.info())) {
            RtmpException error = assertThrows(RtmpException.class, () -> writeForever(publisher));
            assertEquals(
                    "the ingest ended the stream: NetStream.Failed (full)", error.getMessage());
            assertEquals("NetStream.Failed", error.code());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPeerThatNeverReadsHoldsUpNeitherAbortNorClose(boolean abort) throws Exception {
        CompletableFuture<ScriptedIngest> self = new CompletableFuture<>();
        try (ScriptedIngest ingest = new ScriptedIngest((_, _) -> self.join().hang())) {
            self.complete(ingest);
            RtmpPublisher publisher =
                    TestPublisher.connect(ingest.url(), LOOPBACK, SampleFrames.info());
            CompletableFuture<String> writer = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> writer.complete(reasonOfTheEnd(publisher)));
            awaitStall(publisher);
            if (abort) {
                publisher.abort();
            }
            assertTimeoutPreemptively(Duration.ofMillis(1_500), publisher::close);
            assertEquals(
                    abort ? "the stream was aborted" : "the stream is closed",
                    writer.get(5, TimeUnit.SECONDS));
        }
    }

    @Test
    void aServerThatDoesNotAnswerIsGivenUp() throws Exception {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(LOOPBACK, 0));
            RtmpException error =
                    assertThrows(
                            RtmpException.class,
                            () ->
                                    TestPublisher.connect(
                                            new Dialer(
                                                    url(server.socket().getLocalPort()),
                                                    LOOPBACK,
                                                    Trust.STANDARD,
                                                    Duration.ofMillis(50)),
                                            SampleFrames.info(),
                                            Map.of()));
            assertEquals("the ingest did not answer within 50 ms", error.getMessage());
        }
    }

    @Test
    void aServerThatHangsUpIsReported() throws Exception {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(LOOPBACK, 0));
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try {
                                    server.accept().close();
                                } catch (IOException _) {
                                    // the test is over
                                }
                            });
            RtmpException error =
                    assertThrows(
                            RtmpException.class, () -> connect(server.socket().getLocalPort()));
            assertEquals(
                    "the ingest closed the connection before it took the stream",
                    error.getMessage());
        }
    }

    @Test
    void aPortThatNobodyServesIsReported() throws Exception {
        int port;
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(LOOPBACK, 0));
            port = server.socket().getLocalPort();
        }
        RtmpException error = assertThrows(RtmpException.class, () -> connect(port));
        assertTrue(
                String.valueOf(error.getMessage()).startsWith("the ingest can't be reached"),
                error::toString);
    }

    /** Of so many messages: the type, and the picture's height or the first five bytes. */
    private static List<String> headsOfMedia(ChunkReader in, int count) throws IOException {
        List<String> heads = new ArrayList<>();
        while (heads.size() < count) {
            RtmpMessage message = in.next();
            if (message == null) {
                break;
            }
            heads.add(message.type() + " " + head(message));
        }
        return heads;
    }

    private static String head(RtmpMessage message) throws IOException {
        if (message.type() != RtmpMessage.DATA) {
            return HexFormat.of().formatHex(message.payload(), 0, 5);
        }
        Amf0Reader reader = new Amf0Reader(message.payload());
        assertEquals("@setDataFrame", reader.read());
        assertEquals("onMetaData", reader.read());
        return reader.read() instanceof Map<?, ?> data && data.get("height") instanceof Double d
                ? "height " + d.intValue()
                : "no height";
    }

    private static RtmpPublisher connect(int port) throws IOException {
        return TestPublisher.connect(url(port), LOOPBACK, SampleFrames.info());
    }

    private static RtmpUrl url(int port) {
        return new RtmpUrl("rtmp", "127.0.0.1", port, "live", "x");
    }

    private static void writeForever(RtmpPublisher publisher) throws IOException {
        for (int i = 0; ; i++) {
            publisher.write(SampleFrames.key(SampleFrames.SPS_360, LARGE), i);
        }
    }

    static String reasonOfTheEnd(RtmpPublisher publisher) {
        try {
            writeForever(publisher);
            return "none";
        } catch (IOException error) {
            return String.valueOf(error.getMessage());
        }
    }

    /** Returns when the socket takes no more. */
    static void awaitStall(RtmpPublisher publisher) throws InterruptedException {
        long last = -1;
        while (publisher.bytesWritten() == 0 || publisher.bytesWritten() != last) {
            last = publisher.bytesWritten();
            Thread.sleep(50);
        }
    }
}
