package dev.rillcast.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Where clients connect to that can't use UDP, one socket for each address of the machine.
 *
 * @param port 0: clients are told of none
 */
public record TcpListeners(int port, List<ServerSocketChannel> channels) implements AutoCloseable {
    private static final int BACKLOG = 128;

    public TcpListeners {
        channels = List.copyOf(channels);
    }

    /** For clients by UDP alone. */
    public static TcpListeners none() {
        return new TcpListeners(0, List.of());
    }

    /**
     * @throws java.net.BindException if the port is in use
     */
    public static TcpListeners open(HostAddresses addresses, int port) throws IOException {
        List<ServerSocketChannel> channels = new ArrayList<>();
        try {
            for (InetAddress address : addresses.bound()) {
                ServerSocketChannel channel = ServerSocketChannel.open();
                channels.add(channel);
                channel.configureBlocking(false);
                channel.bind(new InetSocketAddress(address, port), BACKLOG);
            }
        } catch (IOException e) {
            new TcpListeners(port, channels).close();
            throw e;
        }
        return new TcpListeners(port, channels);
    }

    void register(Selector selector) throws IOException {
        for (ServerSocketChannel channel : channels) {
            channel.register(selector, SelectionKey.OP_ACCEPT, channel);
        }
    }

    @Override
    public void close() throws IOException {
        for (ServerSocketChannel channel : channels) {
            channel.close();
        }
    }
}
