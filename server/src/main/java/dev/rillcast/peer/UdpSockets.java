package dev.rillcast.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The UDP sockets of the media port, one for each address of the machine. Owned by the door's
 * thread.
 */
final class UdpSockets {
    private static final Logger LOG = LoggerFactory.getLogger(UdpSockets.class);

    private static final int RECEIVE_BUFFER = 4 << 20;

    /** After so many packets of one socket the others and the timers have their turn. */
    private static final int MAX_DRAIN = 512;

    private final List<DatagramChannel> channels = new ArrayList<>();
    private final Selector selector;

    /**
     * @param selector to be woken by what comes in
     */
    UdpSockets(Selector selector) {
        this.selector = selector;
    }

    void bind(InetSocketAddress local) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channels.add(channel);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
        tellIfSmall(channel.getOption(StandardSocketOptions.SO_RCVBUF));
        channel.configureBlocking(false);
        channel.bind(local);
        channel.register(selector, SelectionKey.OP_READ);
    }

    /** Linux gives less than it is asked for without a word. */
    private void tellIfSmall(int granted) {
        if (granted < RECEIVE_BUFFER && channels.size() == 1) {
            LOG.warn(
                    "the kernel holds only {} kB of media while the server is late; more is better"
                            + " for many streams: sysctl net.core.rmem_max={}",
                    granted >> 10,
                    RECEIVE_BUFFER);
        }
    }

    /** Takes in what has come, asking the sockets themselves: one call for each datagram. */
    void drain(Demultiplexer to) throws IOException {
        for (int i = 0; i < channels.size(); i++) {
            DatagramChannel channel = channels.get(i);
            for (int n = 0; n < MAX_DRAIN && receive(channel, to); n++) {}
        }
    }

    private static boolean receive(DatagramChannel channel, Demultiplexer to) throws IOException {
        ByteBuffer buffer = to.receiveBuffer();
        SocketAddress remote = channel.receive(buffer);
        if (remote == null) {
            return false;
        }
        to.datagram(channel, (InetSocketAddress) remote, buffer.position());
        return true;
    }

    void close() throws IOException {
        for (DatagramChannel channel : channels) {
            channel.close();
        }
    }
}
