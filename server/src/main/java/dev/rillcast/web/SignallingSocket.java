package dev.rillcast.web;

import dev.rillcast.auth.Access;
import dev.rillcast.broadcast.Broadcasts;
import dev.rillcast.signal.Session;
import io.javalin.router.JavalinDefaultRoutingApi;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The WebSocket that signalling goes over. */
final class SignallingSocket {
    private static final int PING_SECONDS = 15;
    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(45);
    private static final int MAX_MESSAGE = 128 * 1024; // an SDP of 64 kB, escaped
    private static final int MAX_OPEN = 2_000;
    private static final int SIGN_IN_SECONDS = 10;
    private static final int TRY_AGAIN_LATER = 1013;

    private final Access access;
    private final Broadcasts broadcasts;
    private final Map<String, Connection> open = new ConcurrentHashMap<>();

    private record Connection(Session session, SocketOutbox outbox) {}

    SignallingSocket(Access access, Broadcasts broadcasts) {
        this.access = access;
        this.broadcasts = broadcasts;
    }

    void routes(JavalinDefaultRoutingApi routes) {
        routes.ws("/p/webrtcws", this::configure);
        routes.ws("/p/webrtc", this::configure);
    }

    /** How many sockets are open, signed in or not. */
    int connections() {
        return open.size();
    }

    private void configure(WsConfig ws) {
        ws.onConnect(this::opened);
        ws.onMessage(
                ctx -> {
                    Connection connection = open.get(ctx.sessionId());
                    if (connection != null) {
                        connection.session.receive(ctx.message(), System.nanoTime());
                    }
                });
        ws.onClose(this::closed);
        ws.onError(this::closed);
    }

    private void opened(WsContext ctx) {
        if (open.size() >= MAX_OPEN) {
            ctx.closeSession(TRY_AGAIN_LATER, "the server has no room for another session");
            return;
        }
        ctx.session.setIdleTimeout(SILENCE_LIMIT);
        ctx.session.setMaxTextMessageSize(MAX_MESSAGE);
        ctx.enableAutomaticPings(PING_SECONDS, TimeUnit.SECONDS);
        SocketOutbox outbox = new SocketOutbox(ctx.session);
        Session session = new Session(Callers.of(ctx), access, broadcasts, outbox);
        open.put(ctx.sessionId(), new Connection(session, outbox));
        CompletableFuture.delayedExecutor(SIGN_IN_SECONDS, TimeUnit.SECONDS)
                .execute(session::endUnlessSignedIn);
    }

    private void closed(WsContext ctx) {
        Connection connection = open.remove(ctx.sessionId());
        if (connection != null) {
            connection.session.close();
            connection.outbox.close();
        }
    }
}
