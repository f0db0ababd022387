package dev.rillcast.rtmp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** An ingest that refuses one {@code connect} after the other, each with words of its own. */
final class AskingIngest implements AutoCloseable {
    private static final Map<String, ?> SUCCESS =
            Command.information("status", "NetConnection.Connect.Success", "");

    private final ServerSocketChannel server = ServerSocketChannel.open();
    private final BlockingQueue<String> connects = new LinkedBlockingQueue<>();

    /**
     * @param words of the refusals; whoever comes after the last one may publish
     */
    AskingIngest(String... words) throws IOException {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofVirtual().start(() -> serve(List.of(words)));
    }

    /** With this user information, or none. */
    RtmpUrl url(String login) {
        String at = login.isEmpty() ? "" : login + "@";
        int port = server.socket().getLocalPort();
        return RtmpUrl.parse("rtmp://" + at + "127.0.0.1:" + port + "/live", "secret-key");
    }

    /** What followed the name in all connects so far, of app and tcUrl. */
    List<String> queries() {
        List<String> all = new ArrayList<>();
        connects.drainTo(all);
        return all;
    }

    private void serve(List<String> words) {
        try {
            for (int i = 0; ; i++) {
                try (SocketChannel channel = server.accept()) {
                    serve(channel, i < words.size() ? words.get(i) : "");
                }
            }
        } catch (IOException _) {
            // the test is over
        }
    }

    private void serve(SocketChannel channel, String refusal) throws IOException {
        ChunkReader in = new ChunkReader(channel.socket().getInputStream(), 1_024);
        ChunkWriter out = new ChunkWriter(channel);
        Handshake.server(in.input(), channel.socket().getOutputStream());
        for (RtmpMessage m = in.next(); m != null; m = in.next()) {
            Command command = Command.parse(m);
            Command answer =
                    switch (command.name()) {
                        case "connect" -> {
                            String app = command.field("app").replaceFirst("^live", "");
                            String url = command.field("tcUrl");
                            connects.add(url.endsWith("/live" + app) ? app : url);
                            yield refusal.isEmpty()
                                    ? Command.of("_result", 1, null, SUCCESS)
                                    : Command.of(
                                            "_error",
                                            1,
                                            null,
                                            Command.information(
                                                    "error",
                                                    "NetConnection.Connect.Rejected",
                                                    refusal));
                        }
                        case "createStream" ->
                                Command.of("_result", command.transaction(), null, 1);
                        case "publish" -> Command.status("status", "NetStream.Publish.Start", "");
                        default -> Command.of("nothing", 0);
                    };
            out.write(3, answer.message(0));
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
