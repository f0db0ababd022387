package dev.rillcast.web;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Set;

/**
 * Which pages may open the signalling socket. Browsers let any page open a socket to any server, so
 * it is for us to look at the origin (RFC 6455 10.2). Programs send none.
 */
record Origins(Set<String> allowed) {
    Origins {
        allowed = Set.copyOf(allowed);
    }

    /** Refuses the upgrade of a page that is neither named nor our own. */
    void check(Context ctx) {
        String origin = ctx.header("Origin");
        if (allowed.isEmpty() || origin == null || allowed.contains(origin) || ours(origin, ctx)) {
            return;
        }
        throw new Problem(
                HttpStatus.FORBIDDEN,
                "pages of this origin may not open the socket; http.origins lists those that may");
    }

    /** Whether the page came from the address that it calls now, perhaps through a proxy. */
    static boolean ours(String origin, Context ctx) {
        String host = ctx.header("Host");
        return host != null && origin.matches("https?://.+") && origin.endsWith("//" + host);
    }
}
