package dev.rillcast.rtmp;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plays a stream and gives out its audio, video and data messages. */
public final class MediaPlayer implements Closeable {
    private final RtmpConnection connection;

    private MediaPlayer(RtmpConnection connection) {
        this.connection = connection;
    }

    /** A player that the server has begun to serve. */
    public static MediaPlayer play(int port, String name) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        RtmpConnection connection = new RtmpConnection(channel, 16_384);
        connection.limitReads(Duration.ofSeconds(30));
        connection.handshakeAsClient();
        String tcUrl = "rtmp://127.0.0.1:" + port + "/live";
        connection.send(0, Command.of("connect", 1, Map.of("app", "live", "tcUrl", tcUrl)));
        connection.send(0, Command.of("createStream", 2, (Object) null));
        connection.send(1, Command.of("play", 3, null, name));
        OpenPublisher.await(connection, "NetStream.Play.Start");
        return new MediaPlayer(connection);
    }

    /** The next message of media or data; null when the stream is over. */
    public @Nullable RtmpMessage next() throws IOException {
        while (true) {
            RtmpMessage message = connection.read();
            if (message == null
                    || (message.type() == RtmpMessage.COMMAND
                            && Command.parse(message)
                                    .field("code")
                                    .equals("NetStream.Play.UnpublishNotify"))) {
                return null;
            }
            if (message.type() != RtmpMessage.COMMAND) {
                return message;
            }
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
