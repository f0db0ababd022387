package dev.rillcast.web;

import dev.rillcast.auth.Caller;
import io.javalin.http.Context;
import io.javalin.websocket.WsContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds out who makes a request. */
final class Callers {
    /** What proxies add: who comes through one need not be on this machine, though the proxy is. */
    private static final List<String> PROXY_HEADERS =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via");

    private static final InetAddress NOBODY = new InetSocketAddress(0).getAddress();

    private Callers() {}

    static Caller of(Context ctx) {
        return of(InetAddress.ofLiteral(ctx.req().getRemoteAddr()), ctx::header);
    }

    static Caller of(WsContext ctx) {
        InetAddress address =
                ctx.session.getRemoteSocketAddress() instanceof InetSocketAddress remote
                        ? remote.getAddress()
                        : NOBODY;
        return of(address, ctx::header);
    }

    private static Caller of(InetAddress address, Function<String, @Nullable String> header) {
        boolean forwarded = PROXY_HEADERS.stream().anyMatch(name -> header.apply(name) != null);
        return new Caller(address, Optional.ofNullable(header.apply("Origin")), forwarded);
    }
}
