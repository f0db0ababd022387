package dev.rillcast.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** By one of our sockets to a client's address: an answer must leave from where it was asked. */
record UdpPath(DatagramChannel channel, InetSocketAddress remote) implements Path {
    @Override
    public void send(byte[] bytes, int offset, int length) {
        try {
            channel.send(ByteBuffer.wrap(bytes, offset, length), remote);
        } catch (IOException lost) {
            // as the interface says
        }
    }
}
