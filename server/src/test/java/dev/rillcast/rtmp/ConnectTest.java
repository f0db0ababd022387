package dev.rillcast.rtmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The command that opens the application (RTMP 1.0, 7.2.1.1), and a refusal of it. */
@Timeout(20)
class ConnectTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void connectInfoIsTheObjectBehindTheCommandObject() throws Exception {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("key2", 7.5);
        info.put("key1", "value1");
        info.put("key3", false);
        info.put("app", "other");
        Command connect = connect(info);
        assertEquals(2, connect.arguments().size());
        assertEquals("live", connect.field("app"), "of the command object");
        assertEquals(
                "{key2=7.5, key1=value1, key3=false, app=other}",
                String.valueOf(connect.arguments().get(1)));
    }

    @Test
    void withoutConnectInfoThereIsTheCommandObjectOnly() throws Exception {
        assertEquals(1, connect(Map.of()).arguments().size());
    }

    private static Command connect(Map<String, Object> info) throws Exception {
        try (ScriptedIngest ingest = new ScriptedIngest((in, _) -> in.next());
                RtmpPublisher _ =
                        RtmpPublisher.connect(ingest.url(), LOOPBACK, SampleFrames.info(), info)) {
            return ingest.told("connect");
        }
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
                                    RtmpPublisher.connect(
                                            url(server), LOOPBACK, SampleFrames.info()));
            assertEquals(
                    "the ingest sends the stream elsewhere, and redirects are not followed:"
                            + " NetConnection.Connect.Rejected (go there)",
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
                        RtmpPublisher.connect(ingest.url(), LOOPBACK, SampleFrames.info())) {
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
