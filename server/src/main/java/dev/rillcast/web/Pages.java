package dev.rillcast.web;

import io.javalin.config.StaticFilesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.staticfiles.Location;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The pages, the SDK's script, and the facts that the pages ask for. */
final class Pages {
    static final String CONTENT_SECURITY_POLICY = "Content-Security-Policy";

    /** Nothing from elsewhere, no script but ours. */
    static final String CONTENT_POLICY =
            "default-src 'self'; media-src 'self' blob:; connect-src 'self' ws: wss:; img-src 'self' data:;"
                    + " worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self';"
                    + " frame-ancestors 'none'";

    /** Cameras and microphones for our own pages. */
    private static final Map<String, String> SECURITY =
            Map.of(
                    CONTENT_SECURITY_POLICY,
                    CONTENT_POLICY,
                    "X-Content-Type-Options",
                    "nosniff",
                    "Referrer-Policy",
                    "no-referrer",
                    "Permissions-Policy",
                    "camera=(self), microphone=(self), display-capture=(self)");

    private final WebServer.Facts facts;
    private final boolean credentials;

    /**
     * @param credentials whether signing in takes any, so that pages ask for them first
     */
    Pages(WebServer.Facts facts, boolean credentials) {
        this.facts = facts;
        this.credentials = credentials;
    }

    static void files(StaticFilesConfig files) {
        files.add(
                pages -> {
                    pages.hostedPath = "/";
                    pages.directory = "/web";
                    pages.location = Location.CLASSPATH;
                    pages.headers = Map.of();
                    pages.mimeTypes.add("text/javascript; charset=utf-8", "js");
                    pages.mimeTypes.add("text/css; charset=utf-8", "css");
                    pages.mimeTypes.add("text/html; charset=utf-8", "html");
                });
    }

    void routes(JavalinDefaultRoutingApi routes) {
        routes.before(ctx -> SECURITY.forEach(ctx::header));
        routes.before(ctx -> ctx.header("Cache-Control", "no-cache"));
        // Their names change with what is in them.
        routes.before(
                "/assets/*",
                ctx -> ctx.header("Cache-Control", "public, max-age=31536000, immutable"));
        // Applications on other servers load the script from here.
        routes.before("/sdk/*", ctx -> ctx.header("Access-Control-Allow-Origin", "*"));
        show(routes, "watch.html", "/watch", "/watch/{name}");
        show(routes, "room.html", "/room", "/room/<name>"); // any text is a room's name
        show(routes, "admin.html", "/admin");
        routes.get("/api/info", this::info);
    }

    private static void show(JavalinDefaultRoutingApi routes, String page, String... paths) {
        for (String path : paths) {
            routes.get(path, ctx -> page(ctx, page));
            routes.head(path, ctx -> page(ctx, page));
        }
    }

    private void info(Context ctx) {
        ObjectNode info = JsonMapper.shared().createObjectNode().put("version", facts.version());
        info.put("ingest", facts.ingest().orElse(null));
        info.put("keyframeInterval", facts.keyframeInterval());
        info.put("credentials", credentials);
        info.put("transcoders", facts.transcoders().max());
        ctx.contentType("application/json");
        ctx.header("Cache-Control", "no-store");
        ctx.result(info.toString());
    }

    /** What is not there: a page for people, a problem for programs. */
    static void notFound(Context ctx) {
        String accept = Optional.ofNullable(ctx.header("Accept")).orElse("");
        if (accept.contains("text/html")) {
            page(ctx, "404.html");
            ctx.status(HttpStatus.NOT_FOUND);
        } else {
            Problem.write(ctx, HttpStatus.NOT_FOUND, "there is nothing at " + ctx.path());
        }
    }

    static void page(Context ctx, String name) {
        try (InputStream page = Pages.class.getResourceAsStream("/web/" + name)) {
            if (page == null) {
                throw new Problem(HttpStatus.NOT_FOUND, "the page is not part of this build");
            }
            ctx.contentType("text/html; charset=utf-8");
            ctx.result(page.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
