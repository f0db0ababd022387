package dev.rillcast.dtls;

import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The datagrams of one peer on their way from the thread that reads the socket, which never waits,
 * to the one that does DTLS. Safe for any threads.
 */
public final class DatagramPipe {
    /** A handshake's flight has about ten datagrams; more are lost, as datagrams may be. */
    static final int CAPACITY = 32;

    /** An empty one ends all; {@link #offer} lets none in. */
    private static final byte[] END = {};

    private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final DatagramSender sender;
    private volatile boolean closed;

    public DatagramPipe(DatagramSender sender) {
        this.sender = sender;
    }

    /**
     * Hands over a datagram that came from the peer; the array is the pipe's from now on.
     *
     * @return false when it was dropped, because the pipe is full or closed
     */
    public boolean offer(byte[] datagram) {
        return !closed && datagram.length > 0 && queue.offer(datagram);
    }

    /** Ends the handshake or the session at the other end. May be called again. */
    public void close() {
        closed = true;
        while (!queue.offer(END)) {
            queue.poll();
        }
    }

    DatagramSender sender() {
        return sender;
    }

    /**
     * Waits for the next datagram.
     *
     * @param millis 0 for as long as it takes
     * @return null when none came in time
     */
    byte @Nullable [] take(int millis) throws InterruptedIOException {
        try {
            byte[] datagram =
                    closed
                            ? END
                            : millis == 0
                                    ? queue.take()
                                    : queue.poll(millis, TimeUnit.MILLISECONDS);
            if (datagram != null && datagram.length == 0) {
                throw new PipeClosedException();
            }
            return datagram;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the peer");
        }
    }
}
