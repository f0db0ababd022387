package dev.rillcast.rtmp;

import java.net.Socket;
import java.net.SocketException;

/**
 * Keeps what the kernel holds of a connection's bytes as small as it can be without slowing it
 * down. Left alone it takes megabytes, so that a stream of 1.5 Mbit/s gets twenty seconds late
 * before the first write has to wait.
 *
 * <p>The bound follows what the other side takes: what goes out in a round trip, since so much is
 * on its way at any time, and twice that is what Linux makes of it. So a rate can double from one
 * measurement to the next, and 10 Mbit/s over 100 ms get 250 kB. Owned by whoever may write.
 */
final class SendBuffer {
    /** Before anything was measured, in bytes/ns: 5 Mbit/s. */
    private static final double FIRST = 0.000_625;

    private static final int MIN = 8 << 10;
    private static final int MAX = 1 << 20;

    /** Nearer ingests get as much time, so that the writer needn't come back for each packet. */
    private static final long LEAST = 50_000_000;

    /** A handshake that took longer had lost a packet. */
    private static final long MOST = 500_000_000;

    /** Round trips from measurement to measurement: a larger buffer's own filling is no rate. */
    private static final int APART = 4;

    /** So much of a rate counts at the next measurement: sound alone may have been sent since. */
    private static final double KEPT = 0.7;

    private final Socket socket;
    private final long time; // of what it may hold
    private long measuredAt;
    private long measured; // bytes
    private double rate; // bytes/ns
    private int size;

    /**
     * @param roundTrip nanoseconds
     * @param written bytes so far
     */
    SendBuffer(Socket socket, long roundTrip, long written, long now) throws SocketException {
        this.socket = socket;
        this.time = Math.clamp(roundTrip, LEAST, MOST);
        this.measured = written;
        this.measuredAt = now;
        set(size(FIRST));
    }

    /**
     * A write is over.
     *
     * @param total bytes so far
     */
    void written(long total, long now) throws SocketException {
        long elapsed = now - measuredAt;
        if (elapsed < APART * time) {
            return;
        }
        rate = Math.max((double) (total - measured) / elapsed, rate * KEPT);
        measured = total;
        measuredAt = now;
        int wanted = size(rate);
        if (Math.abs(wanted - size) > size / 8) {
            set(wanted);
        }
    }

    private int size(double bytesPerNano) {
        return (int) Math.clamp(bytesPerNano * time, MIN, MAX);
    }

    private void set(int bytes) throws SocketException {
        socket.setSendBufferSize(bytes);
        size = bytes;
    }
}
