package dev.rillcast.peer;

import java.net.InetSocketAddress;

/**
 * A way to a client, which ICE calls a candidate pair. Any thread may send by it.
 *
 * <p>What it can't take, because the kernel's buffer is full or the network gone, it loses, as
 * networks do: the protocols above repeat what matters.
 */
sealed interface Path permits UdpPath, TcpConnection {
    /** The client's end, as it is seen from here. */
    InetSocketAddress remote();

    /** Sends one packet, without waiting. */
    void send(byte[] bytes, int offset, int length);
}
