package dev.rillcast.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One TCP connection over the link: a socket towards each end. Guarded by the emulator. */
final class Stream {
    private final SocketChannel client;
    private final SocketChannel server;
    private final SelectionKey clientKey;
    private final SelectionKey serverKey;
    private final StreamPipe up;
    private final StreamPipe down;
    private boolean hangs;

    Stream(
            Selector selector,
            SocketChannel client,
            SocketChannel server,
            Direction up,
            Direction down)
            throws IOException {
        this.client = client;
        this.server = server;
        this.up = new StreamPipe(client, server, up);
        this.down = new StreamPipe(server, client, down);
        clientKey = register(selector, client);
        serverKey = register(selector, server);
    }

    private SelectionKey register(Selector selector, SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        return channel.register(selector, SelectionKey.OP_READ, (Ready) this::read);
    }

    void change() {
        up.change();
        down.change();
    }

    private void read() {
        if (hangs) {
            return;
        }
        try {
            up.read();
            down.read();
        } catch (IOException broken) {
            close();
        }
    }

    void deliver(long now) {
        if (hangs || isClosed()) {
            return;
        }
        try {
            up.write(now);
            down.write(now);
            if (up.isDone() && down.isDone()) {
                close();
            } else {
                clientKey.interestOps(up.readInterest() | down.writeInterest());
                serverKey.interestOps(down.readInterest() | up.writeInterest());
            }
        } catch (IOException broken) {
            close();
        }
    }

    long nextDue() {
        return hangs ? Long.MAX_VALUE : Math.min(up.nextDue(), down.nextDue());
    }

    /** Both ends are left alone with it. */
    void hang() {
        hangs = true;
        clientKey.interestOps(0);
        serverKey.interestOps(0);
    }

    boolean isClosed() {
        return !client.isOpen();
    }

    void close() {
        try {
            client.close();
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
