package dev.rillcast.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A port whose clients hear the last that they are told. TCP answers with a reset what comes in
 * after the close, and a reset takes away from the client what it has not read yet: why its socket
 * is closed, or its request refused. So only our half is closed at first, and what still comes in
 * is read and dropped until the client has closed too, for two seconds at most (RFC 9112 §9.6, RFC
 * 6455 §7.1.1).
 */
final class LingeringConnector extends ServerConnector {
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

    LingeringConnector(Server server, String host, int port, ConnectionFactory... protocols) {
        super(server, protocols);
        setHost(host);
        setPort(port);
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(
            SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        EndPoint endPoint = new EndPoint(channel, selector, key, getScheduler());
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
    }

    /** One connection. Jetty closes it once, on any thread, and doesn't use it after that. */
    private static final class EndPoint extends SocketChannelEndPoint {
        private final SelectionKey key;
        private volatile boolean closed;

        EndPoint(
                SocketChannel channel,
                ManagedSelector selector,
                SelectionKey key,
                Scheduler scheduler) {
            super(channel, selector, key, scheduler);
            this.key = key;
        }

        @Override
        public boolean isOpen() {
            return !closed && super.isOpen();
        }

        @Override
        public void doClose() {
            closed = true;
            try {
                getChannel().shutdownOutput();
                key.cancel(); // a channel with a valid key cannot block
                getChannel().configureBlocking(true);
                Thread.ofVirtual().name("lingering").start(() -> linger(getChannel()));
            } catch (IOException | RuntimeException gone) {
                super.doClose();
            }
        }

        private static void linger(SocketChannel channel) {
            byte[] dropped = new byte[4096];
            long end = System.nanoTime() + LINGER_NANOS;
            try (channel;
                    Socket socket = channel.socket();
                    InputStream in = socket.getInputStream()) {
                long left = LINGER_NANOS;
                int read = 0;
                while (read >= 0 && left > 0) {
                    socket.setSoTimeout(Math.toIntExact(TimeUnit.NANOSECONDS.toMillis(left) + 1));
                    read = in.read(dropped);
                    left = end - System.nanoTime();
                }
            } catch (IOException over) {
                // the two seconds, or the connection
            }
        }
    }
}
