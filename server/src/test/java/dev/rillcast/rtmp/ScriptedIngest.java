package dev.rillcast.rtmp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;

/** An ingest that takes one stream and then does what the test wants. */
final class ScriptedIngest implements AutoCloseable {
    private final ServerSocketChannel server = ServerSocketChannel.open();
    private final CountDownLatch over = new CountDownLatch(1);

    /** What happens after the stream was taken; the connection is closed when it returns. */
    interface Script {
        void run(ChunkReader in, ChunkWriter out) throws IOException;
    }

    ScriptedIngest(Script script) throws IOException {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofVirtual().start(() -> serve(script));
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
                switch (command.name()) {
                    case "connect", "createStream" ->
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
