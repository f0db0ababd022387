package dev.rillcast.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.Random;

/**
 * A bad network in front of a server: a port of the loopback address, by UDP and by TCP, behind
 * which the server seems to be. Each client reaches the server from a port of its own, and all of
 * them share the link. Times are met within a millisecond or two. All methods may be called by any
 * thread, at any time.
 *
 * <p>TCP has the delay, the jitter and, each connection for itself, the rate of the link, but no
 * loss: with all of UDP lost, TCP still works, as behind some firewalls.
 */
public final class LinkEmulator implements AutoCloseable {
    private static final int TRIES = 50;
    private static final long MILLISECOND = 1_000_000;

    /** Longer than that nothing is due in, but a rest must end. */
    private static final long MAX_REST = 1_000 * MILLISECOND;

    private final Selector selector = Selector.open();
    private final Direction up;
    private final Direction down;
    private final Datagrams datagrams;
    private final Streams streams;
    private final InetSocketAddress address;
    private final Thread thread = Thread.ofPlatform().name("link").daemon().unstarted(this::run);
    private boolean closed;

    private LinkEmulator(InetSocketAddress server, long seed) throws IOException {
        up = new Direction(new Random(seed));
        down = new Direction(new Random(~seed));
        ServerSocketChannel tcp = ServerSocketChannel.open();
        DatagramChannel udp = DatagramChannel.open();
        address = bind(tcp, udp);
        datagrams = new Datagrams(selector, udp, server, up, down);
        streams = new Streams(selector, tcp, server, up, down);
    }

    /**
     * Opens the link; at first it does nothing to what passes.
     *
     * @param server where datagrams and connections are passed on to
     * @param seed the same gives the same losses for the same packets
     */
    public static LinkEmulator open(InetSocketAddress server, long seed) throws IOException {
        LinkEmulator link = new LinkEmulator(server, seed);
        link.thread.start();
        return link;
    }

    /** Takes one number for both, as the server has it. */
    private static InetSocketAddress bind(ServerSocketChannel tcp, DatagramChannel udp)
            throws IOException {
        udp.setOption(StandardSocketOptions.SO_RCVBUF, Datagrams.BUFFER);
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        for (int tries = 1; ; tries++) {
            udp.bind(any);
            try {
                return (InetSocketAddress) tcp.bind(udp.getLocalAddress()).getLocalAddress();
            } catch (IOException taken) {
                if (tries == TRIES) {
                    throw taken;
                }
            }
        }
    }

    /** Where clients find what is behind the link. */
    public InetSocketAddress address() {
        return address;
    }

    /** What becomes of the packets from the clients to the server, from now on. */
    public synchronized void up(Impairment impairment) {
        up.change(impairment);
        streams.change();
    }

    /** What becomes of the packets from the server to the clients, from now on. */
    public synchronized void down(Impairment impairment) {
        down.change(impairment);
        streams.change();
    }

    /** Nothing comes through any more. Connections stay, and what is in them waits. */
    public synchronized void cut() {
        up.cut(true);
        down.cut(true);
        datagrams.lose();
    }

    /** What was cut works again. */
    public synchronized void mend() {
        up.cut(false);
        down.cut(false);
        selector.wakeup();
    }

    /**
     * From now on the server sees the clients come from other ports. By the old ones nothing comes
     * any more, in neither direction; TCP connections that there are hang.
     */
    public synchronized void roam() {
        try {
            datagrams.roam();
            streams.hang();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Breaks all TCP connections off, for both ends to see. */
    public synchronized void cutTcp() {
        streams.closeAll();
    }

    /** What was sent so far. */
    public synchronized Counts counts() {
        return new Counts(up.traffic(), down.traffic());
    }

    private void run() {
        try (selector) {
            while (rest()) {
                work();
            }
            datagrams.close();
            streams.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Until something comes or is due; the kernel counts in milliseconds. */
    private boolean rest() throws IOException {
        long due;
        synchronized (this) {
            if (closed) {
                return false;
            }
            due = Math.min(datagrams.nextDue(), streams.nextDue());
        }
        long left = Math.min(due == Long.MAX_VALUE ? MAX_REST : due - System.nanoTime(), MAX_REST);
        if (left <= 0) {
            selector.selectNow();
        } else {
            selector.select((left + MILLISECOND - 1) / MILLISECOND);
        }
        return true;
    }

    private synchronized void work() throws IOException {
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.isValid()) {
                ((Ready) key.attachment()).ready();
            }
        }
        selector.selectedKeys().clear();
        long now = System.nanoTime();
        datagrams.deliver(now);
        streams.deliver(now);
    }

    /** Ends all connections, and frees the port. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
