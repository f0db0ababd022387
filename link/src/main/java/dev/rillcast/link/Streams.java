package dev.rillcast.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** TCP over the link. Guarded by the emulator. */
final class Streams {
    private final Selector selector;
    private final ServerSocketChannel front;
    private final InetSocketAddress server;
    private final Direction up;
    private final Direction down;
    private final List<Stream> connections = new ArrayList<>();

    Streams(
            Selector selector,
            ServerSocketChannel front,
            InetSocketAddress server,
            Direction up,
            Direction down)
            throws IOException {
        this.selector = selector;
        this.front = front;
        this.server = server;
        this.up = up;
        this.down = down;
        front.configureBlocking(false);
        front.register(selector, SelectionKey.OP_ACCEPT, (Ready) this::accept);
    }

    private void accept() throws IOException {
        SocketChannel client = front.accept();
        if (client == null) {
            return;
        }
        try {
            SocketChannel behind = SocketChannel.open(server);
            connections.add(new Stream(selector, client, behind, up, down));
        } catch (IOException refused) {
            client.close();
        }
    }

    /** The directions have become others. */
    void change() {
        connections.forEach(Stream::change);
    }

    /** Sends on what is due. */
    void deliver(long now) {
        connections.forEach(connection -> connection.deliver(now));
        connections.removeIf(Stream::isClosed);
    }

    /** When there is something to send on. */
    long nextDue() {
        return connections.stream().mapToLong(Stream::nextDue).min().orElse(Long.MAX_VALUE);
    }

    /** Nothing comes by the connections that there are any more. */
    void hang() {
        connections.forEach(Stream::hang);
    }

    void closeAll() {
        connections.forEach(Stream::close);
        connections.clear();
    }

    void close() throws IOException {
        closeAll();
        front.close();
    }
}
