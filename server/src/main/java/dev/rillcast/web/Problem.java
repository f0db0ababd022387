package dev.rillcast.web;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import tools.jackson.databind.json.JsonMapper;

/** An error as {@code application/problem+json} (RFC 9457). */
final class Problem extends RuntimeException {
    static final String TYPE = "application/problem+json";

    private static final long serialVersionUID = 1L;

    private final HttpStatus status;

    /**
     * @param detail a sentence for the one who made the request
     */
    Problem(HttpStatus status, String detail) {
        super(detail, null, false, false);
        this.status = status;
    }

    HttpStatus status() {
        return status;
    }

    static void write(Context ctx, HttpStatus status, String detail) {
        ctx.status(status);
        ctx.contentType(TYPE);
        ctx.result(json(status, detail));
    }

    static String json(HttpStatus status, String detail) {
        return JsonMapper.shared()
                .createObjectNode()
                .put("type", "about:blank")
                .put("title", status.getMessage())
                .put("status", status.getCode())
                .put("detail", detail)
                .toString();
    }
}
