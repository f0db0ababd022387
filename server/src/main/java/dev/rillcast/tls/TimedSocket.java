package dev.rillcast.tls;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** TCP whose reads have a deadline, so that a TLS handshake that drips has one too. */
public final class TimedSocket extends Socket {
    private final TimedInput input;
    private final long roundTrip;

    /** Connects; blocks until the other side has agreed, at most so long. */
    public TimedSocket(InetSocketAddress to, Duration patience) throws IOException {
        try {
            long begun = System.nanoTime();
            connect(to, (int) patience.toMillis());
            roundTrip = System.nanoTime() - begun;
            setTcpNoDelay(true);
            input = new TimedInput(this, super.getInputStream());
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** What TLS reads from, or whoever goes without. */
    @Override
    public TimedInput getInputStream() {
        return input;
    }

    /** Nanoseconds that connecting took. */
    long roundTrip() {
        return roundTrip;
    }
}
