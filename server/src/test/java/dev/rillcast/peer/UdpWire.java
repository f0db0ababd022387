package dev.rillcast.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;

/** A client's UDP socket on loopback. */
final class UdpWire implements Client.Wire {
    private final DatagramChannel channel = DatagramChannel.open();
    private final InetSocketAddress server;
    private final ByteBuffer buffer = ByteBuffer.allocate(2_000);

    UdpWire(int port) throws IOException {
        this(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    UdpWire(InetSocketAddress server) throws IOException {
        this.server = server;
        channel.bind(new InetSocketAddress(server.getAddress(), 0));
    }

    @Override
    public void send(ByteBuffer packet) throws IOException {
        channel.send(packet, server);
    }

    @Override
    public byte[] receive() throws IOException {
        channel.receive(buffer.clear());
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    @Override
    public int port() {
        return channel.socket().getLocalPort();
    }

    @Override
    public UdpWire another() throws IOException {
        return new UdpWire(server);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
