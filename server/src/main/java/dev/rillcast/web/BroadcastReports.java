package dev.rillcast.web;

import dev.rillcast.broadcast.Broadcasts;
import dev.rillcast.report.Report;
import dev.rillcast.report.ReportJson;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a broadcast goes or went, at {@code /api/broadcasts/ID}. Open to all pages: an id is known to
 * its publisher only, can't be guessed, and the report holds nothing secret.
 */
final class BroadcastReports {
    private static final String PATH = "/api/broadcasts/{id}";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

    private final Broadcasts broadcasts;

    BroadcastReports(Broadcasts broadcasts) {
        this.broadcasts = broadcasts;
    }

    void routes(JavalinDefaultRoutingApi routes) {
        routes.get(PATH, this::answer);
        routes.head(PATH, this::answer);
        routes.options(PATH, AnyOrigin::options);
    }

    private void answer(Context ctx) {
        AnyOrigin.headers(ctx);
        String id = ctx.pathParam("id");
        Optional<Report> report =
                ID.matcher(id).matches()
                        ? broadcasts.report(id, System.nanoTime())
                        : Optional.empty();
        if (report.isEmpty()) {
            throw new Problem(
                    HttpStatus.NOT_FOUND,
                    "there is no report of such a broadcast; it is kept for an hour");
        }
        AnyOrigin.json(ctx, ReportJson.of(report.get()).toString());
    }
}
