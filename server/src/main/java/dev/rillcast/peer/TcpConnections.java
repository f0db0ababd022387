package dev.rillcast.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clients that come by TCP (RFC 6544), for whom we are passive. Owned by the door's thread.
 *
 * <p>Whoever connects is a stranger, and hears nothing, until a connectivity check has told whose
 * connection it is. Of too many strangers the one that came first goes: a browser needs no longer
 * than a round trip for its check.
 */
final class TcpConnections implements TcpConnection.Frames {
    static final int MAX_STRANGERS = 256;
    static final int MAX_STRANGERS_PER_ADDRESS = 16;

    /** A browser makes one for each pair of addresses, and closes those that it does not choose. */
    static final int MAX_PER_PEER = 16;

    /** So long may a stranger take for its first valid check. */
    static final long STRANGER_LIMIT = 5_000_000_000L;

    /** RFC 7675 5.1, for each connection: checks or media must come. */
    private static final long SILENCE_LIMIT = 30_000_000_000L;

    /** So long a connection outlives its peer, which says good-bye from another thread. */
    private static final long FAREWELL_LIMIT = 1_000_000_000;

    private static final long SWEEP_INTERVAL = 250_000_000;

    /** When there are no more files to be had, asking at once again does not help. */
    private static final long ACCEPT_PAUSE = 1_000_000_000;

    private static final int MAX_ACCEPT = 64;
    private static final int READ_SPACE = 64 << 10;

    /** Enough for a check; so a flood of strangers gets little of the thread's time. */
    private static final int STRANGER_SPACE = 2 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(TcpConnections.class);

    private final TcpListeners listeners;
    private final Selector selector;
    private final Demultiplexer demultiplexer;
    private final Set<TcpConnection> connections = new LinkedHashSet<>();
    private final Set<TcpConnection> strangers = new LinkedHashSet<>();
    private final ByteBuffer space = ByteBuffer.allocateDirect(READ_SPACE);
    private final Consumer<SelectionKey> ready = this::ready;
    private long now;
    private long nextSweep;
    private long acceptFrom;

    TcpConnections(TcpListeners listeners, Selector selector, Demultiplexer demultiplexer)
            throws IOException {
        this.listeners = listeners;
        this.selector = selector;
        this.demultiplexer = demultiplexer;
        this.now = System.nanoTime();
        this.nextSweep = now;
        this.acceptFrom = now;
        listeners.register(selector);
    }

    /** Whether there is nothing to be done until somebody connects. */
    boolean isIdle(long now) {
        return connections.isEmpty() && now - acceptFrom >= 0;
    }

    /** Takes in what has come: one call to learn who has sent, and one for each of those. */
    void drain(long now) throws IOException {
        if (listeners.port() != 0) {
            this.now = now;
            selector.selectNow(ready);
        }
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof TcpConnection connection) {
            read(connection);
        } else if (key.attachment() instanceof ServerSocketChannel listener) {
            accept(listener);
        }
    }

    private void accept(ServerSocketChannel listener) {
        try {
            for (int n = 0; n < MAX_ACCEPT && now - acceptFrom >= 0; n++) {
                SocketChannel channel = listener.accept();
                if (channel == null) {
                    return;
                }
                admit(channel);
            }
        } catch (IOException e) {
            acceptFrom = now + ACCEPT_PAUSE;
            LOG.warn("a client can't be let in by TCP", e);
        }
    }

    private void admit(SocketChannel channel) throws IOException {
        TcpConnection stranger;
        try {
            stranger = TcpConnection.accepted(channel, selector, now + STRANGER_LIMIT);
        } catch (IOException gone) {
            channel.close();
            return;
        }
        connections.add(stranger);
        strangers.add(stranger);
        closeFirstOf(strangers, MAX_STRANGERS_PER_ADDRESS, c -> c.party().equals(stranger.party()));
        closeFirstOf(strangers, MAX_STRANGERS, _ -> true);
    }

    private void closeFirstOf(Set<TcpConnection> all, int most, Predicate<TcpConnection> those) {
        List<TcpConnection> found = all.stream().filter(those).toList();
        if (found.size() > most) {
            close(found.getFirst());
        }
    }

    private void read(TcpConnection connection) {
        if (!connection.isOpen()) {
            return; // closed in this very round
        }
        try {
            space.clear().limit(connection.isStrange() ? STRANGER_SPACE : READ_SPACE);
            connection.read(space, this);
        } catch (IOException over) {
            close(connection);
        }
    }

    @Override
    public byte[] buffer() {
        return demultiplexer.buffer();
    }

    @Override
    public boolean take(TcpConnection connection, int length) {
        if (connection.isStrange() && !demultiplexer.isStun(length)) {
            return false; // somebody else's protocol
        }
        Peer owner = demultiplexer.frame(connection, length);
        if (owner != null && !connection.isOf(owner)) {
            strangers.remove(connection);
            connection.owned(owner);
            closeFirstOf(connections, MAX_PER_PEER, c -> c.isOf(owner));
        }
        if (connection.peer() != null) {
            connection.keepUntil(now + SILENCE_LIMIT);
        }
        return true;
    }

    /** Writes what has been sent by any thread, and closes what is over. */
    void flush(long now) {
        if (connections.isEmpty()) {
            return;
        }
        boolean sweep = now - nextSweep >= 0;
        if (sweep) {
            nextSweep = now + SWEEP_INTERVAL;
        }
        List<TcpConnection> over = new ArrayList<>(0);
        for (TcpConnection connection : connections) {
            if ((sweep && connection.isOver(now)) || !flushed(connection)) {
                over.add(connection);
            }
        }
        over.forEach(this::close);
    }

    private static boolean flushed(TcpConnection connection) {
        try {
            connection.flush();
            return true;
        } catch (IOException over) {
            return false;
        }
    }

    /** Gives up the connections of a peer that is gone, once it has said good-bye. */
    void leave(Peer peer, long now) {
        for (TcpConnection connection : connections) {
            if (connection.isOf(peer)) {
                connection.leave(now + FAREWELL_LIMIT);
            }
        }
    }

    private void close(TcpConnection connection) {
        connections.remove(connection);
        strangers.remove(connection);
        connection.close();
    }

    void close() throws IOException {
        listeners.close();
        connections.forEach(TcpConnection::close);
        connections.clear();
    }
}
