package dev.rillcast.web;

import dev.rillcast.auth.Operators;
import dev.rillcast.auth.RefusedException;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lets operators in, and nobody else, to all that is below {@code /api/admin}: {@code POST} and
 * {@code DELETE} of {@code session} sign in and out, {@code GET} tells who it is.
 *
 * <p>The session is a cookie that scripts can't read and other sites can't send. What changes
 * something must come from a page of ours, or from a program, which has no origin.
 */
final class AdminDoor {
    static final String COOKIE = "rillcast-admin";

    private static final String BELOW = "/api/admin/*";
    private static final String SESSION = "/api/admin/session";
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final int MAX_BODY = 8 * 1024;
    private static final int MAX_NAME = 256;
    private static final int MAX_PASSWORD = 1024;

    private final Operators operators;

    AdminDoor(Operators operators) {
        this.operators = operators;
    }

    void routes(JavalinDefaultRoutingApi routes) {
        routes.before(BELOW, this::check);
        routes.get(SESSION, this::tell);
        routes.post(SESSION, this::signIn);
        routes.delete(SESSION, this::signOut);
    }

    private void check(Context ctx) {
        ctx.header("Cache-Control", "no-store");
        boolean reads = READING.contains(ctx.req().getMethod());
        String origin = ctx.header("Origin");
        if (!reads && origin != null && !Origins.ours(origin, ctx)) {
            throw new Problem(HttpStatus.FORBIDDEN, "pages of other servers may not do this");
        }
        if (reads || !ctx.path().equals(SESSION)) {
            var _ = operator(ctx);
        }
    }

    private Optional<String> operator(Context ctx) {
        try {
            return operators.recognise(Callers.atThisMachine(ctx), token(ctx));
        } catch (RefusedException e) {
            throw problem(e);
        }
    }

    private static Optional<String> token(Context ctx) {
        return Optional.ofNullable(ctx.cookie(COOKIE));
    }

    private void tell(Context ctx) {
        ctx.contentType("application/json");
        ctx.result(
                JsonMapper.shared()
                        .createObjectNode()
                        .put("name", operator(ctx).orElse(null))
                        .toString());
    }

    private void signIn(Context ctx) throws IOException {
        Whip.requireType(ctx, "application/json");
        JsonNode body = body(ctx);
        String name = text(body, "name", MAX_NAME);
        String password = text(body, "password", MAX_PASSWORD);
        try {
            String token = operators.signIn(Callers.of(ctx), name, password);
            ctx.cookie(cookie(ctx, token, Math.toIntExact(Operators.LIFETIME.toSeconds())));
            ctx.status(HttpStatus.NO_CONTENT);
        } catch (RefusedException e) {
            throw problem(e);
        }
    }

    private static JsonNode body(Context ctx) throws IOException {
        try {
            return JsonMapper.shared().readTree(Whip.body(ctx, MAX_BODY));
        } catch (JacksonException e) { // its message would repeat the password
            throw new Problem(HttpStatus.BAD_REQUEST, "the body is not JSON");
        }
    }

    private static String text(JsonNode body, String field, int most) {
        JsonNode value = body.path(field);
        if (!value.isString() || value.asString().length() > most) {
            throw new Problem(
                    HttpStatus.BAD_REQUEST,
                    field + " must be a text of at most " + most + " characters");
        }
        return value.asString();
    }

    private void signOut(Context ctx) {
        operators.signOut(token(ctx));
        ctx.cookie(cookie(ctx, "", 0));
        ctx.status(HttpStatus.NO_CONTENT);
    }

    /** Behind a proxy that speaks TLS, only the browser's word for the origin tells of it. */
    private static Cookie cookie(Context ctx, String value, int seconds) {
        String origin = Optional.ofNullable(ctx.header("Origin")).orElse("");
        Cookie cookie = new Cookie(COOKIE, value, "/api/admin", seconds);
        cookie.setSecure(ctx.req().isSecure() || origin.startsWith("https://"));
        cookie.setHttpOnly(true);
        cookie.setSameSite(SameSite.STRICT);
        return cookie;
    }

    private static Problem problem(RefusedException e) {
        HttpStatus status =
                switch (e.reason()) {
                    case WRONG_CREDENTIALS, JWT_REFUSED, API_KEY_REFUSED -> HttpStatus.UNAUTHORIZED;
                    case LOCAL_ONLY, DENIED -> HttpStatus.FORBIDDEN;
                    case TOO_MANY_ATTEMPTS -> HttpStatus.TOO_MANY_REQUESTS;
                    case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
                };
        return new Problem(status, String.valueOf(e.getMessage()));
    }
}
