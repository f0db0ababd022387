package dev.rillcast.web;

import dev.rillcast.auth.Caller;
import io.javalin.http.Context;
import java.net.InetAddress;
import java.util.Optional;

/** Finds out who makes a request. */
final class Callers {
    private Callers() {}

    static Caller of(Context ctx) {
        boolean forwarded =
                ctx.header("X-Forwarded-For") != null || ctx.header("Forwarded") != null;
        return new Caller(
                InetAddress.ofLiteral(ctx.req().getRemoteAddr()),
                Optional.ofNullable(ctx.header("Origin")),
                forwarded);
    }
}
