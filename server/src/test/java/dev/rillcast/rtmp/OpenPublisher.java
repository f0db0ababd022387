package dev.rillcast.rtmp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Map;

/** A connection on which an ingest takes a stream, for whatever a test wants to send. */
public final class OpenPublisher {
    /** The message stream that servers give to the first who asks. */
    public static final int STREAM_ID = 1;

    private OpenPublisher() {}

    public static RtmpConnection publish(int port, String name) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        RtmpConnection connection = new RtmpConnection(channel, 1_024);
        connection.handshakeAsClient();
        String tcUrl = "rtmp://127.0.0.1:" + port + "/live";
        connection.send(0, Command.of("connect", 1, Map.of("app", "live", "tcUrl", tcUrl)));
        connection.send(0, Command.of("createStream", 2, (Object) null));
        connection.send(STREAM_ID, Command.of("publish", 3, null, name, "live"));
        await(connection, "NetStream.Publish.Start");
        return connection;
    }

    /** Reads until a status has this code. */
    static void await(RtmpConnection connection, String code) throws IOException {
        String seen = "";
        while (!seen.equals(code)) {
            RtmpMessage message = connection.read();
            if (message == null) {
                throw new IOException("the server hung up after " + seen);
            }
            seen =
                    message.type() == RtmpMessage.COMMAND
                            ? Command.parse(message).field("code")
                            : "";
        }
    }
}
