package dev.rillcast.web;

import dev.rillcast.broadcast.Broadcast;
import dev.rillcast.broadcast.Broadcasts;
import dev.rillcast.report.BroadcastHistory;
import dev.rillcast.report.EndedBroadcasts.Ended;
import dev.rillcast.report.Report;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the page Admin shows and does, below {@code /api/admin}; {@link AdminDoor} lets operators
 * only come this far. Nothing here holds a stream key: reports have none.
 */
final class Admin {
    private static final Logger LOG = LoggerFactory.getLogger(Admin.class);
    private static final String BROADCAST = "/api/admin/broadcasts/{id}";
    private static final Duration END_LIMIT = Duration.ofSeconds(2);

    private final AdminDoor door;
    private final AdminOverview overview;
    private final Broadcasts broadcasts;

    Admin(AdminDoor door, AdminOverview overview, Broadcasts broadcasts) {
        this.door = door;
        this.overview = overview;
        this.broadcasts = broadcasts;
    }

    void routes(JavalinDefaultRoutingApi routes) {
        door.routes(routes);
        routes.get("/api/admin/overview", ctx -> json(ctx, overview.json(System.nanoTime())));
        routes.get(BROADCAST, this::show);
        routes.delete(BROADCAST, this::stop);
    }

    private static void json(Context ctx, String json) {
        ctx.contentType("application/json");
        ctx.result(json);
    }

    private void show(Context ctx) {
        String id = ctx.pathParam("id");
        Optional<Broadcast> running = broadcasts.find(id);
        String json =
                running.map(b -> story(b.report(), b.publisher(), b.history()))
                        .or(() -> ended(id).map(e -> story(e.report(), e.publisher(), e.history())))
                        .orElseThrow(
                                () ->
                                        new Problem(
                                                HttpStatus.NOT_FOUND,
                                                "there is no such broadcast; of those that ended the last are kept"));
        json(ctx, json);
    }

    private Optional<Ended> ended(String id) {
        return broadcasts.recentlyEnded().stream()
                .filter(each -> each.report().id().equals(id))
                .findFirst();
    }

    private static String story(Report report, String publisher, BroadcastHistory history) {
        return AdminOverview.told(report, publisher, history)
                .set("history", history.history().toJson())
                .toString();
    }

    /** Waits for the end, so that whoever asks for the overview next does not find it there. */
    private void stop(Context ctx) throws InterruptedException {
        Broadcast broadcast =
                broadcasts
                        .find(ctx.pathParam("id"))
                        .orElseThrow(
                                () ->
                                        new Problem(
                                                HttpStatus.NOT_FOUND,
                                                "no such broadcast is running; it may have ended"));
        LOG.info("an operator stops broadcast {}", broadcast.id());
        broadcast.stop("stopped by the operator");
        broadcast.awaitEnd(END_LIMIT);
        overview.refresh();
        ctx.status(HttpStatus.NO_CONTENT);
    }
}
