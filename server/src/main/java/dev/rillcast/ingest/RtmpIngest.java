package dev.rillcast.ingest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded ingest: takes what is published to {@code rtmp://host/live/NAME} and plays it to
 * those who ask. One virtual thread a connection.
 */
public final class RtmpIngest implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RtmpIngest.class);
    private static final int MAX_CONNECTIONS = 2_000;
    private static final Duration SWEEP = Duration.ofSeconds(1);

    private final ServerSocketChannel server;
    private final Publishers publishers;
    private final LiveStreams streams;
    private final Set<IngestSession> sessions = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("rtmp-ingest-", 0).factory());

    private RtmpIngest(ServerSocketChannel server, Publishers publishers, LiveStreams streams) {
        this.server = server;
        this.publishers = publishers;
        this.streams = streams;
    }

    /**
     * Opens the port and begins to take connections.
     *
     * @param port 0 for any free one
     * @param key with which other machines may publish; without one only this machine may
     * @throws IOException when the port can't be bound
     */
    public static RtmpIngest open(
            InetAddress host, int port, Optional<String> key, LiveStreams streams)
            throws IOException {
        return open(host, port, new Publishers(key), streams);
    }

    static RtmpIngest open(InetAddress host, int port, Publishers publishers, LiveStreams streams)
            throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.bind(new InetSocketAddress(host, port));
        } catch (IOException error) {
            server.close();
            throw error;
        }
        RtmpIngest ingest = new RtmpIngest(server, publishers, streams);
        ingest.threads.execute(ingest::acceptAll);
        ingest.threads.execute(ingest::sweepAll);
        return ingest;
    }

    /** The port that was bound. */
    public int port() {
        return server.socket().getLocalPort();
    }

    /** Ends every connection and gives up the port; takes at most a second. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException error) {
            LOG.debug("RTMP ingest: {}", error.toString());
        }
        sessions.forEach(IngestSession::close);
        threads.shutdownNow();
        try {
            boolean _ = threads.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void acceptAll() {
        while (server.isOpen()) {
            try {
                accept(server.accept());
            } catch (IOException error) {
                if (server.isOpen()) {
                    LOG.warn("RTMP ingest: {}", error.toString());
                    pause(); // out of file descriptors, most likely
                }
            }
        }
    }

    private void accept(SocketChannel channel) throws IOException {
        if (sessions.size() >= MAX_CONNECTIONS) {
            LOG.warn("RTMP ingest: more than {} connections, one was refused", MAX_CONNECTIONS);
            channel.close();
            return;
        }
        IngestSession session = new IngestSession(channel, publishers, streams, threads);
        sessions.add(session);
        try {
            threads.execute(() -> run(session));
        } catch (RejectedExecutionException _) {
            session.close(); // the ingest was closed in this moment
        }
    }

    private void run(IngestSession session) {
        try {
            session.run();
        } finally {
            sessions.remove(session);
        }
    }

    private void sweepAll() {
        while (server.isOpen() && pause()) {
            sweep(System.nanoTime());
        }
    }

    /** Closes the sessions whose other side is quiet for too long. */
    void sweep(long now) {
        sessions.forEach(session -> session.sweep(now));
    }

    private static boolean pause() {
        try {
            Thread.sleep(SWEEP);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
