package dev.rillcast.tls;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** TCP whose reads have a deadline, so that a TLS handshake that drips has one too. */
public final class TimedSocket extends Socket {
    private final TimedInput input;

    /** Connects; blocks until the other side has agreed, at most so long. */
    public TimedSocket(InetSocketAddress to, Duration patience) throws IOException {
        try {
            connect(to, (int) patience.toMillis());
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
}
