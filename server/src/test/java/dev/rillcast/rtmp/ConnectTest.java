package dev.rillcast.rtmp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The command that opens the application (RTMP 1.0, 7.2.1.1), and a refusal of it. */
@Timeout(20)
class ConnectTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final String CAN_FORWARD = "004010000000000000"; // the number 4

    @Test
    void connectInfoIsTheObjectBehindTheCommandObjectByteForByte() throws Exception {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("key2", 7.5);
        info.put("key1", "véalue");
        info.put("key3", false);
        info.put("app", 1);
        RtmpMessage connect = connect(info);
        assertEquals(2, Command.parse(connect).arguments().size());
        assertEquals("live", Command.parse(connect).field("app"), "of the command object");
        String behind =
                "03 0004 6b657932 00 401e000000000000 0004 6b657931 02 0007 76c3a9616c7565"
                        + "0004 6b657933 01 00 0003 617070 00 3ff0000000000000 000009";
        String hex = HexFormat.of().formatHex(connect.payload());
        assertEquals("000009" + behind.replace(" ", ""), hex.substring(hex.indexOf("00000903")));
    }

    @Test
    void withoutConnectInfoThereIsTheCommandObjectOnly() throws Exception {
        assertEquals(1, Command.parse(connect(Map.of())).arguments().size());
    }

    private static RtmpMessage connect(Map<String, Object> info) throws Exception {
        try (ScriptedIngest ingest = new ScriptedIngest((in, _) -> in.next());
                RtmpPublisher _ =
                        TestPublisher.connect(ingest.url(), LOOPBACK, SampleFrames.info(), info)) {
            return ingest.message("connect");
        }
    }

    @Test
    void theCommandObjectIsAnOlderEncodersAndBehindItWhatEnhancedRtmpAdds() throws Exception {
        int port;
        RtmpMessage message;
        try (ScriptedIngest ingest = new ScriptedIngest((in, _) -> in.next());
                RtmpPublisher _ = TestPublisher.connect(ingest.url(), LOOPBACK, Map.of())) {
            port = ingest.url().port();
            message = ingest.message("connect");
        }
        String expected =
                text("connect")
                        + "003ff0000000000000"
                        + "03"
                        + key("app")
                        + text("live")
                        + key("type")
                        + text("nonprivate")
                        + key("flashVer")
                        + text("FMLE/3.0 (compatible; Rillcast)")
                        + key("tcUrl")
                        + text("rtmp://127.0.0.1:" + port + "/live")
                        + key("fourCcList")
                        + "0a00000004"
                        + text("av01")
                        + text("vp09")
                        + text("vp08")
                        + text("Opus")
                        + key("videoFourCcInfoMap")
                        + "03"
                        + (key("av01") + CAN_FORWARD)
                        + (key("vp09") + CAN_FORWARD)
                        + (key("vp08") + CAN_FORWARD)
                        + "000009"
                        + key("audioFourCcInfoMap")
                        + "03"
                        + (key("Opus") + CAN_FORWARD)
                        + "000009"
                        + key("capsEx")
                        + "000000000000000000"
                        + "000009";
        assertEquals(expected, HexFormat.of().formatHex(message.payload()));
    }

    private static String key(String name) {
        byte[] bytes = name.getBytes(US_ASCII);
        return "%04x".formatted(bytes.length) + HexFormat.of().formatHex(bytes);
    }

    private static String text(String value) {
        return "02" + key(value);
    }

    @Test
    void aRedirectIsNotFollowedAndSaidToBeOne() throws Exception {
        try (ServerSocketChannel elsewhere = listen();
                ServerSocketChannel server = listen()) {
            RtmpUrl there = url(elsewhere);
            CompletableFuture<Integer> visits = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> redirect(server, there, visits));
            RtmpException error =
                    assertThrows(
                            RtmpException.class,
                            () ->
                                    TestPublisher.connect(
                                            url(server), LOOPBACK, SampleFrames.info()));
            assertEquals(
                    "the ingest sends the stream elsewhere, and redirects are not followed:"
                            + " NetConnection.Connect.Rejected ("
                            + there.tcUrl()
                            + ", go there)",
                    error.getMessage());
            assertEquals(0, visits.get(5, TimeUnit.SECONDS), "bytes behind the refused connect");
            elsewhere.configureBlocking(false);
            assertEquals(null, elsewhere.accept());
        }
    }

    /** Answers {@code connect} as Adobe's servers do, and counts what comes after it. */
    private static void redirect(
            ServerSocketChannel server, RtmpUrl there, CompletableFuture<Integer> after) {
        try (SocketChannel channel = server.accept()) {
            ChunkReader in = new ChunkReader(channel.socket().getInputStream(), 1_024);
            Handshake.server(in.input(), channel.socket().getOutputStream());
            RtmpMessage connect = in.next();
            Map<String, Object> ex = new LinkedHashMap<>();
            ex.put("code", 302);
            ex.put("redirect", there.tcUrl());
            var information =
                    Command.information("error", "NetConnection.Connect.Rejected", "go there");
            information.put("ex", ex);
            double transaction = connect == null ? 0 : Command.parse(connect).transaction();
            new ChunkWriter(channel)
                    .write(3, Command.of("_error", transaction, null, information).message(0));
            int messages = 0;
            while (in.next() != null) {
                messages++;
            }
            after.complete(messages);
        } catch (IOException error) {
            after.completeExceptionally(error);
        }
    }

    private static ServerSocketChannel listen() throws IOException {
        return ServerSocketChannel.open().bind(new InetSocketAddress(LOOPBACK, 0));
    }

    private static RtmpUrl url(ServerSocketChannel server) {
        return new RtmpUrl("rtmp", "127.0.0.1", server.socket().getLocalPort(), "live", "x");
    }

    @Test
    void metadataIsMarkedForTheServerToKeepAndOtherDataIsNot() throws Exception {
        CompletableFuture<List<String>> data = new CompletableFuture<>();
        try (ScriptedIngest ingest =
                        new ScriptedIngest(
                                (in, _) -> data.complete(List.of(text(in), text(in), text(in))));
                RtmpPublisher publisher =
                        TestPublisher.connect(ingest.url(), LOOPBACK, SampleFrames.info())) {
            publisher.write(ScriptData.encode("onMetaData", Map.of("a", 1)), 5);
            publisher.write(ScriptData.encode("onCuePoint", Map.of("b", List.of(true))), 0xFFFFFF);
            publisher.write(ScriptData.encode("onCuePoint", Map.of()), 0xFFFFFFFFL);
            assertEquals(
                    List.of(
                            "18 on 1 at 5: [@setDataFrame, onMetaData, {a=1.0}]",
                            "18 on 1 at 16777215: [onCuePoint, {b=[true]}]",
                            "18 on 1 at 4294967295: [onCuePoint, {}]"),
                    data.get(5, TimeUnit.SECONDS));
        }
    }

    @Test
    void metadataKeepsOrderAndTypesByteForByte() throws Exception {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("z", null);
        values.put("a", Arrays.asList(1, true, null, Map.of("b", "x")));
        values.put("m", new TreeMap<>(Map.of("x", Map.of(), "y", 2)));
        String object =
                "03 0001 7a 05 0001 61 0a 00000004 00 3ff0000000000000 0101 05"
                        + "03 0001 62 02 0001 78 000009"
                        + "0001 6d 03 0001 78 03 000009 0001 79 00 4000000000000000 000009 000009";
        CompletableFuture<String> data = new CompletableFuture<>();
        try (ScriptedIngest ingest =
                        new ScriptedIngest((in, _) -> data.complete(hex(in) + " " + hex(in)));
                RtmpPublisher publisher =
                        TestPublisher.connect(ingest.url(), LOOPBACK, SampleFrames.info())) {
            publisher.write(ScriptData.encode("onMetaData", values), 0);
            publisher.write(ScriptData.encode("onCuePoint", values), 0);
            String expected =
                    "02000d" + HexFormat.of().formatHex("@setDataFrame".getBytes(US_ASCII));
            expected += "02000a" + HexFormat.of().formatHex("onMetaData".getBytes(US_ASCII));
            expected += object.replace(" ", "");
            expected += " 02000a" + HexFormat.of().formatHex("onCuePoint".getBytes(US_ASCII));
            expected += object.replace(" ", "");
            assertEquals(expected, data.get(5, TimeUnit.SECONDS));
        }
    }

    private static String hex(ChunkReader in) throws IOException {
        RtmpMessage message = in.next();
        return message == null ? "the end" : HexFormat.of().formatHex(message.payload());
    }

    private static String text(ChunkReader in) throws IOException {
        RtmpMessage message = in.next();
        if (message == null) {
            return "the end";
        }
        return "%d on %d at %d: %s"
                .formatted(
                        message.type(),
                        message.streamId(),
                        message.timestamp(),
                        DataValues.of(message));
    }
}
