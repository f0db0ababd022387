package dev.rillcast.web;

import dev.rillcast.auth.Caller;
import io.javalin.http.Context;
import io.javalin.websocket.WsContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds out who makes a request. */
final class Callers {
    private static final String FORWARDED_FOR = "X-Forwarded-For";

    /** What proxies add: who comes through one need not be on this machine, though the proxy is. */
    private static final List<String> PROXY_HEADERS =
            List.of("Forwarded", FORWARDED_FOR, "X-Forwarded-Host", "X-Real-IP", "Via");

    private static final InetAddress NOBODY = new InetSocketAddress(0).getAddress();

    private Callers() {}

    static Caller of(Context ctx) {
        List<String> path = Collections.list(ctx.req().getHeaders(FORWARDED_FOR));
        return of(InetAddress.ofLiteral(ctx.req().getRemoteAddr()), ctx::header, path);
    }

    /**
     * Whether somebody at this machine asks. The name that is asked for counts, too: a page from
     * elsewhere can have its own name lead to this machine (DNS rebinding).
     */
    static boolean atThisMachine(Context ctx) {
        return of(ctx).local()
                && Caller.localOrigin("http://" + String.valueOf(ctx.header("Host")));
    }

    static Caller of(WsContext ctx) {
        InetAddress address =
                ctx.session.getRemoteSocketAddress() instanceof InetSocketAddress remote
                        ? remote.getAddress()
                        : NOBODY;
        List<String> path = ctx.session.getUpgradeRequest().getHeaders(FORWARDED_FOR);
        return of(address, ctx::header, path == null ? List.of() : path);
    }

    private static Caller of(
            InetAddress address, Function<String, @Nullable String> header, List<String> path) {
        boolean forwarded = PROXY_HEADERS.stream().anyMatch(name -> header.apply(name) != null);
        Optional<String> origin = Optional.ofNullable(header.apply("Origin"));
        return new Caller(address, origin, forwarded, client(address, path));
    }

    /**
     * Whom a proxy on this machine names: the last entry, which it added itself; those before may
     * be of the client's own making. Of others the header proves nothing.
     */
    private static InetAddress client(InetAddress address, List<String> path) {
        if (!address.isLoopbackAddress() || path.isEmpty()) {
            return address;
        }
        String last = path.getLast();
        String entry = last.substring(last.lastIndexOf(',') + 1).strip();
        try {
            return InetAddress.ofLiteral(entry.replaceAll("^\\[|].*$", ""));
        } catch (IllegalArgumentException notAnAddress) {
            return address;
        }
    }
}
