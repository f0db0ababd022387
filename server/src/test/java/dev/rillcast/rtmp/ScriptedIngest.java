package dev.rillcast.rtmp;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An ingest that takes one stream, then does what the test wants, and keeps what it was told. */
final class ScriptedIngest implements AutoCloseable {
    private final BlockingQueue<RtmpMessage> commands = new LinkedBlockingQueue<>();
    private final ServerSocketChannel server = ServerSocketChannel.open();
    private final Map<String, Object> properties;
    private final CountDownLatch over = new CountDownLatch(1);

    /** What happens after the stream was taken; the connection is closed when it returns. */
    interface Script {
        void run(ChunkReader in, ChunkWriter out) throws IOException;
    }

    ScriptedIngest(Script script) throws IOException {
        this(Map.of(), script);
    }

    /** One that says something about itself in its answer to {@code connect}. */
    ScriptedIngest(Map<String, Object> properties, Script script) throws IOException {
        this.properties = properties;
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofVirtual().start(() -> serve(script));
    }

    /** The first command of this name. */
    Command told(String name) throws Exception {
        return Command.parse(message(name));
    }

    /** The message that was the first command of this name. */
    RtmpMessage message(String name) throws Exception {
        while (true) {
            RtmpMessage message = commands.poll(5, TimeUnit.SECONDS);
            assertNotNull(message, name);
            if (Command.parse(message).name().equals(name)) {
                return message;
            }
        }
    }

    RtmpUrl url() {
        return new RtmpUrl(
                "rtmp", "127.0.0.1", server.socket().getLocalPort(), "live", "secret-key");
    }

    /** Waits without reading until the test is over. */
    void hang() throws InterruptedIOException {
        try {
            over.await();
        } catch (InterruptedException _) {
            throw new InterruptedIOException();
        }
    }

    private void serve(Script script) {
        try (SocketChannel channel = server.accept()) {
            ChunkReader in = new ChunkReader(channel.socket().getInputStream(), 1_024);
            ChunkWriter out = new ChunkWriter(channel);
            Handshake.server(in.input(), channel.socket().getOutputStream());
            for (RtmpMessage m = in.next(); m != null; m = in.next()) {
                Command command = Command.parse(m);
                commands.add(m);
                switch (command.name()) {
                    case "connect" ->
                            out.write(
                                    3,
                                    Command.of("_result", command.transaction(), properties, 1)
                                            .message(0));
                    case "createStream" ->
                            out.write(
                                    3,
                                    Command.of("_result", command.transaction(), null, 1)
                                            .message(0));
                    case "publish" -> {
                        out.write(
                                3,
                                Command.status("status", "NetStream.Publish.Start", "").message(1));
                        script.run(in, out);
                        return;
                    }
                    default -> {}
                }
            }
        } catch (IOException _) {
            // the test has seen what it wanted
        }
    }

    @Override
    public void close() throws IOException {
        over.countDown();
        server.close();
    }
}
