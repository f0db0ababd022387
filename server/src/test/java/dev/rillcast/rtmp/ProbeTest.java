package dev.rillcast.rtmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Program;
import dev.rillcast.ingest.LiveStreams;
import dev.rillcast.ingest.RtmpIngest;
import dev.rillcast.tls.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is found out about an ingest; times are left out of what is compared. */
@Timeout(20)
class ProbeTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final List<String> facts = new ArrayList<>();

    @Test
    void allThatAServerSaysOfItselfIsTold() throws Exception {
        Map<String, @Nullable Object> properties = new LinkedHashMap<>();
        properties.put("fmsVer", "FMS/5,0,15,5004\r\nowned");
        properties.put("capabilities", 255);
        properties.put("mode", 1);
        properties.put("capsEx", 3);
        Map<String, @Nullable Object> information =
                Command.information("status", "NetConnection.Connect.Success", "Welcome.");
        information.put("data", Map.of("version", "5,0,15,5004"));
        information.put("fourCcList", List.of("av01", "vp09", "Opus"));
        Command answer = Command.of("_result", 1, properties, information);
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (ServerSocketChannel server = answering(answer, heard)) {
            RtmpUrl url = url("rtmp", server.socket().getLocalPort());
            Probe.run(url, Trust.STANDARD, this::add);
            assertEquals(
                    List.of(
                            "output " + url.describe(),
                            "address 127.0.0.1",
                            "tcp connected, N ms",
                            "connect taken, N ms",
                            "server FMS/5,0,15,5004 owned, version 5,0,15,5004,"
                                    + " capabilities 255, mode 1",
                            "says Welcome.",
                            "takes by Enhanced RTMP av01 vp09 Opus",
                            "can reconnect, multitrack",
                            "user not asked for"),
                    facts);
            assertEquals("connect", heard.poll(5, TimeUnit.SECONDS));
            assertEquals("the end", heard.poll(5, TimeUnit.SECONDS));
        }
    }

    @Test
    void byTlsTheCertificateIsToldToo(@TempDir Path directory) throws Exception {
        int port = Program.freePort();
        Authority authority = new Authority("studio");
        LiveStreams live = new LiveStreams();
        try (RtmpIngest _ = RtmpIngest.open(LOOPBACK, port, Optional.empty(), live);
                TlsFront front = new TlsFront(authority.identity("localhost").context(), port)) {
            Probe.run(front.url("localhost"), authority.trust(directory), this::add);
            assertTrue(facts.contains("tls TLSv1.3, N ms"), facts.toString());
            assertTrue(
                    facts.stream()
                            .anyMatch(
                                    f ->
                                            f.matches(
                                                    "certificate CN=server, by CN=studio,"
                                                            + " until \\d{4}-\\d\\d-\\d\\d")),
                    facts.toString());
            assertEquals("user not asked for", facts.getLast());
            assertFalse(facts.toString().contains("secret"), facts.toString());
        }
    }

    @Test
    void aUserWhoIsAskedForIsTold() throws Exception {
        String question = "[ AccessManager.Reject ] : [ code=403 need auth; authmod=adobe ] : ";
        try (AskingIngest ingest = new AskingIngest(question)) {
            Probe.run(ingest.url("ann:password"), Trust.STANDARD, this::add);
            assertEquals("user asked for, and accepted", facts.getLast());
            assertFalse(facts.toString().contains("password"), facts.toString());
        }
    }

    @Test
    void whatWasFoundBeforeARefusalIsTold() throws Exception {
        try (AskingIngest ingest = new AskingIngest("no such application")) {
            RtmpException error =
                    assertThrows(
                            RtmpException.class,
                            () -> Probe.run(ingest.url(""), Trust.STANDARD, this::add));
            assertEquals(
                    "the ingest refused the stream: NetConnection.Connect.Rejected"
                            + " (no such application)",
                    error.getMessage());
            assertEquals("tcp connected, N ms", facts.getLast());
        }
    }

    private void add(String name, String line) {
        facts.add(name + " " + line.replaceAll("\\d+ ms", "N ms"));
    }

    private static RtmpUrl url(String scheme, int port) {
        return new RtmpUrl(scheme, "127.0.0.1", port, "live", "secret-key");
    }

    /** Gives one answer to whatever is said first, and keeps the names of what is said. */
    private static ServerSocketChannel answering(Command answer, BlockingQueue<String> heard)
            throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(LOOPBACK, 0));
        Thread.ofVirtual()
                .start(
                        () -> {
                            try (SocketChannel channel = server.accept()) {
                                ChunkReader in =
                                        new ChunkReader(channel.socket().getInputStream(), 1_024);
                                Handshake.server(in.input(), channel.socket().getOutputStream());
                                RtmpMessage m = in.next();
                                new ChunkWriter(channel).write(3, answer.message(0));
                                for (; m != null; m = in.next()) {
                                    heard.add(Command.parse(m).name());
                                }
                                heard.add("the end");
                            } catch (IOException error) {
                                heard.add(error.toString());
                            }
                        });
        return server;
    }
}
