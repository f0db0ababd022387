package dev.rillcast.web;

import dev.rillcast.signal.Connection;
import dev.rillcast.signal.Sessions;
import io.javalin.router.JavalinDefaultRoutingApi;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The WebSockets that signalling goes over. One thread keeps time for all of them. */
final class SignallingSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SignallingSocket.class);
    private static final Duration SWEEP = Duration.ofSeconds(1);
    private static final long PING_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(45);
    private static final int MAX_MESSAGE = 128 * 1024; // an SDP of 64 kB, escaped
    private static final int TRY_AGAIN_LATER = 1013;

    private final Sessions sessions;
    private final LongConsumer eachSecond;
    private final Map<Session, Open> open = new ConcurrentHashMap<>();
    private final Thread sweeper = Thread.ofVirtual().name("signalling").unstarted(this::run);

    /** An open socket. */
    private static final class Open {
        private final Connection connection;
        private final SocketOutbox outbox;
        private long pinged; // of the sweeping thread

        Open(Connection connection, SocketOutbox outbox, long pinged) {
            this.connection = connection;
            this.outbox = outbox;
            this.pinged = pinged;
        }
    }

    /**
     * @param eachSecond what else the thread does that keeps time, given that time
     */
    SignallingSocket(Sessions sessions, LongConsumer eachSecond) {
        this.sessions = sessions;
        this.eachSecond = eachSecond;
    }

    void routes(JavalinDefaultRoutingApi routes) {
        routes.ws("/p/webrtcws", this::configure);
        routes.ws("/p/webrtc", this::configure);
        sweeper.start();
    }

    /** How many sockets are open, signed in or not. */
    int connections() {
        return open.size();
    }

    private void configure(WsConfig ws) {
        ws.onConnect(this::opened);
        ws.onMessage(
                ctx -> {
                    Open socket = open.get(ctx.session);
                    if (socket != null) {
                        socket.connection.receive(ctx.message(), System.nanoTime());
                    }
                });
        ws.onClose(this::closed);
        ws.onError(this::closed);
    }

    private void opened(WsContext ctx) {
        if (open.size() >= sessions.limit()) {
            ctx.closeSession(TRY_AGAIN_LATER, "the server has no room for another user");
            return;
        }
        ctx.session.setIdleTimeout(SILENCE_LIMIT);
        ctx.session.setMaxTextMessageSize(MAX_MESSAGE);
        long now = System.nanoTime();
        SocketOutbox outbox = new SocketOutbox(ctx.session);
        Connection connection = sessions.connect(Callers.of(ctx), outbox, now);
        // Sockets that were opened all at once are not to be pinged all at once.
        long pinged = now - ThreadLocalRandom.current().nextLong(PING_NANOS);
        open.put(ctx.session, new Open(connection, outbox, pinged));
    }

    private void closed(WsContext ctx) {
        Open socket = open.remove(ctx.session);
        if (socket != null) {
            socket.outbox.close();
            socket.connection.close(System.nanoTime());
        }
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(SWEEP);
                sweep(System.nanoTime());
            }
        } catch (InterruptedException closed) {
            // the server stops
        }
    }

    private void sweep(long now) {
        try {
            sessions.sweep(now);
            open.forEach((socket, state) -> sweep(socket, state, now));
            eachSecond.accept(now);
        } catch (RuntimeException e) {
            LOG.error("sockets could not be looked after; the next time is in a second", e);
        }
    }

    private static void sweep(Session socket, Open state, long now) {
        state.connection.sweep(now);
        if (now - state.pinged >= PING_NANOS) {
            state.pinged = now;
            socket.sendPing(ByteBuffer.allocate(0), Callback.NOOP);
        }
    }

    @Override
    public void close() {
        sweeper.interrupt();
    }
}
