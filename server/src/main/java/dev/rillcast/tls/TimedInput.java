package dev.rillcast.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A socket's input; gives up at the deadline, which a dripping peer can't put off. One thread
 * reads, any may set the deadline.
 */
public final class TimedInput extends InputStream {
    private final Socket socket;
    private final InputStream in;
    private volatile long deadline; // of the reads to come, in System.nanoTime(); 0: none
    private volatile long lastRead = System.nanoTime();

    /**
     * @param in of the socket
     */
    public TimedInput(Socket socket, InputStream in) {
        this.socket = socket;
        this.in = in;
    }

    /** Reads fail with {@link SocketTimeoutException} after this time; zero takes it away. */
    public void limit(Duration time) {
        deadline = time.isZero() ? 0 : System.nanoTime() + time.toNanos() | 1;
    }

    /** When something came last, as {@link System#nanoTime}. */
    public long lastRead() {
        return lastRead;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        long until = deadline;
        long left = until == 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
        if (until != 0 && left <= 0) {
            throw new SocketTimeoutException("no answer in time");
        }
        socket.setSoTimeout((int) left);
        int count = in.read(bytes, offset, length);
        lastRead = System.nanoTime();
        return count;
    }
}
