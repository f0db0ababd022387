package dev.rillcast.peer;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** A way to a client: our socket and its address. */
record Path(DatagramChannel channel, SocketAddress remote) {
    /**
     * Sends or, where the kernel's buffer is full or the network unreachable, loses it, as networks
     * do.
     */
    void send(byte[] bytes, int offset, int length) {
        try {
            channel.send(ByteBuffer.wrap(bytes, offset, length), remote);
        } catch (IOException lost) {
            // The protocols above repeat what matters.
        }
    }
}
