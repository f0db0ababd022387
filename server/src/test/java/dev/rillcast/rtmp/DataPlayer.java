package dev.rillcast.rtmp;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;

/** Plays a stream and looks at its data messages. */
public final class DataPlayer implements Closeable {
    private final RtmpConnection connection;
    private long media;

    private DataPlayer(RtmpConnection connection) {
        this.connection = connection;
    }

    /** A player that the server has begun to serve, or will when the stream begins. */
    public static DataPlayer play(int port, String name) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        RtmpConnection connection = new RtmpConnection(channel, 1_024);
        connection.limitReads(Duration.ofSeconds(10));
        connection.handshakeAsClient();
        connection.send(0, Command.of("connect", 1, Map.of("app", "live")));
        connection.send(0, Command.of("createStream", 2, (Object) null));
        connection.send(1, Command.of("play", 3, null, name));
        DataPlayer player = new DataPlayer(connection);
        player.awaitStatus("NetStream.Play.Start");
        return player;
    }

    private void awaitStatus(String code) throws IOException {
        while (true) {
            RtmpMessage message = read();
            if (message.type() == RtmpMessage.COMMAND
                    && Command.parse(message).field("code").equals(code)) {
                return;
            }
        }
    }

    /** The next data message that names a key, as {@code time: values}. */
    public String data(String key) throws IOException {
        while (true) {
            RtmpMessage message = read();
            if (message.type() == RtmpMessage.AUDIO || message.type() == RtmpMessage.VIDEO) {
                media = message.timestamp();
            } else if (message.type() == RtmpMessage.DATA) {
                String values = DataValues.of(message).toString();
                if (values.contains(key)) {
                    return message.timestamp() + ": " + values;
                }
            }
        }
    }

    /** The time of the frame before the last data message. */
    public long media() {
        return media;
    }

    private RtmpMessage read() throws IOException {
        RtmpMessage message = connection.read();
        if (message == null) {
            throw new EOFException("the server hung up");
        }
        return message;
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
