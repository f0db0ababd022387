package dev.rillcast.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** TCP below TLS, whose reads have a deadline, so that a handshake that drips has one too. */
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

    /** What TLS reads from. */
    @Override
    public InputStream getInputStream() {
        return input;
    }

    TimedInput input() {
        return input;
    }
}
