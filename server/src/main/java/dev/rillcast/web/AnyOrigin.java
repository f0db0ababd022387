package dev.rillcast.web;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;

/** Figures that pages of any origin may read, as JSON. */
final class AnyOrigin {
    private AnyOrigin() {}

    /** The answer to a browser that asks first. */
    static void options(Context ctx) {
        ctx.header("Allow", "GET, HEAD, OPTIONS");
        ctx.header("Access-Control-Allow-Origin", "*");
        ctx.header("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS");
        ctx.header("Access-Control-Max-Age", "86400");
        ctx.status(HttpStatus.NO_CONTENT);
    }

    /** What any answer says, errors too. */
    static void headers(Context ctx) {
        ctx.header("Access-Control-Allow-Origin", "*");
        ctx.header("Cache-Control", "no-store");
    }

    static void json(Context ctx, String json) {
        headers(ctx);
        ctx.contentType("application/json");
        ctx.result(json);
    }
}
