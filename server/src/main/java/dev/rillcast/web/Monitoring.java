package dev.rillcast.web;

import dev.rillcast.auth.RefusedException;
import dev.rillcast.auth.TokenGate;
import dev.rillcast.metrics.Health;
import dev.rillcast.metrics.Metrics;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.LongFunction;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What programs ask that watch over the server: {@code /metrics}, for who may, and {@code
 * /health/live} and {@code /health/ready}, for all. Neither names a stream, a user or an address.
 */
final class Monitoring {
    private final Metrics metrics;
    private final TokenGate gate;
    private final Health health;

    /**
     * @param sockets how many are open for signalling
     */
    Monitoring(WebServer.Watch watch, IntSupplier sockets) {
        this.metrics = new Metrics(watch.counted(), sockets);
        this.gate = watch.gate();
        this.health = watch.health();
    }

    void routes(JavalinDefaultRoutingApi routes) {
        routes.get("/metrics", this::scrape);
        routes.head("/metrics", this::scrape);
        routes.get("/health/live", ctx -> answer(ctx, health::live));
        routes.head("/health/live", ctx -> answer(ctx, health::live));
        routes.get("/health/ready", ctx -> answer(ctx, health::ready));
        routes.head("/health/ready", ctx -> answer(ctx, health::ready));
    }

    void close() {
        metrics.close();
    }

    private void scrape(Context ctx) {
        ctx.header("Cache-Control", "no-store");
        Optional<String> authorization = Optional.ofNullable(ctx.header("Authorization"));
        try {
            boolean local = Callers.atThisMachine(ctx);
            gate.check(local, Callers.of(ctx).client(), authorization, System.nanoTime());
        } catch (RefusedException e) {
            throw new Problem(Whip.refused(ctx, e.reason()), String.valueOf(e.getMessage()));
        }
        ctx.contentType(Metrics.TEXT);
        ctx.result(metrics.scrape());
    }

    private static void answer(Context ctx, LongFunction<Health.Answer> question) {
        Health.Answer answer = question.apply(System.nanoTime());
        ObjectNode json = JsonMapper.shared().createObjectNode().put("status", answer.status());
        answer.parts().forEach(json::put);
        ctx.header("Cache-Control", "no-store");
        ctx.status(answer.good() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
        ctx.contentType("application/json");
        ctx.result(json.toString());
    }
}
