package dev.rillcast.web;

import dev.rillcast.auth.Access;
import dev.rillcast.auth.Caller;
import dev.rillcast.broadcast.Broadcasts;
import dev.rillcast.signal.Session;
import io.javalin.router.JavalinDefaultRoutingApi;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The WebSocket that signalling goes over. */
final class SignallingSocket {
    private static final int PING_SECONDS = 15;
    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(45);
    private static final int MAX_MESSAGE = 128 * 1024; // an SDP of 64 kB, escaped

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
    }

    private void configure(WsConfig ws) {
        ws.onConnect(
                ctx -> {
                    ctx.session.setIdleTimeout(SILENCE_LIMIT);
                    ctx.session.setMaxTextMessageSize(MAX_MESSAGE);
                    ctx.enableAutomaticPings(PING_SECONDS, TimeUnit.SECONDS);
                    SocketOutbox outbox = new SocketOutbox(ctx.session);
                    open.put(
                            ctx.sessionId(),
                            new Connection(
                                    new Session(caller(ctx), access, broadcasts, outbox), outbox));
                });
        ws.onMessage(
                ctx -> {
                    Connection connection = open.get(ctx.sessionId());
                    if (connection != null) {
                        connection.session.receive(ctx.message());
                    }
                });
        ws.onClose(this::closed);
        ws.onError(this::closed);
    }

    private void closed(WsContext ctx) {
        Connection connection = open.remove(ctx.sessionId());
        if (connection != null) {
            connection.session.close();
            connection.outbox.close();
        }
    }

    private static Caller caller(WsContext ctx) {
        InetAddress address =
                ctx.session.getRemoteSocketAddress() instanceof InetSocketAddress remote
                        ? remote.getAddress()
                        : new InetSocketAddress(0).getAddress();
        boolean forwarded =
                ctx.header("X-Forwarded-For") != null || ctx.header("Forwarded") != null;
        return new Caller(address, Optional.ofNullable(ctx.header("Origin")), forwarded);
    }
}
