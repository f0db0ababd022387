package dev.rillcast.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands between browsers on this machine, as a network does that may go away: each of their UDP
 * ports has an alias here, and what one sends to another's alias reaches that one from the alias of
 * the first.
 */
final class UdpRelay implements AutoCloseable {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final Map<SocketAddress, DatagramSocket> aliases = new ConcurrentHashMap<>();
    private final List<DatagramSocket> sockets = new CopyOnWriteArrayList<>();
    private volatile boolean gone;

    /** The port that stands for that port of a browser's. */
    int alias(int port) {
        SocketAddress browser = new InetSocketAddress(LOOPBACK, port);
        return aliases.computeIfAbsent(browser, this::open).getLocalPort();
    }

    private DatagramSocket open(SocketAddress browser) {
        try {
            DatagramSocket alias = new DatagramSocket(0, LOOPBACK);
            sockets.add(alias);
            Thread.ofVirtual().start(() -> pass(alias, browser));
            return alias;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing comes through any more but between ports that get their aliases later on. */
    void change() {
        aliases.clear();
    }

    /** Nothing comes through any more. */
    void cut() {
        gone = true;
    }

    private void pass(DatagramSocket alias, SocketAddress browser) {
        DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
        try {
            while (true) {
                packet.setLength(2_048);
                alias.receive(packet);
                DatagramSocket sender = aliases.get(packet.getSocketAddress());
                if (sender != null && !gone) {
                    packet.setSocketAddress(browser);
                    sender.send(packet);
                }
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    @Override
    public void close() {
        sockets.forEach(DatagramSocket::close);
    }
}
