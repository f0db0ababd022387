package dev.rillcast.web;

import dev.rillcast.auth.Access;
import dev.rillcast.broadcast.Broadcasts;
import dev.rillcast.ingest.LiveStreams;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.util.JavalinBindException;
import java.net.BindException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server: which room answers what. */
public final class WebServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final long MAX_BODY = 64 * 1024;

    private final Javalin javalin;

    private WebServer(Javalin javalin) {
        this.javalin = javalin;
    }

    /**
     * What the pages are told.
     *
     * @param ingest the embedded ingest's URL without a stream's name, if it runs
     * @param whipOutput where WHIP streams go, with {@code {stream}} in it
     */
    public record Facts(String version, Optional<String> ingest, String whipOutput) {}

    /**
     * @throws BindException if the port is in use or the address is not this machine's
     */
    public static WebServer open(
            String host,
            int port,
            Facts facts,
            Access access,
            Broadcasts broadcasts,
            LiveStreams live)
            throws BindException {
        Javalin javalin =
                Javalin.create(
                        config -> {
                            quiet(config);
                            config.jetty.host = host;
                            config.jetty.port = port;
                            config.http.maxRequestSize = MAX_BODY;
                            config.http.prefer405over404 = true;
                            jetty(config);
                            config.concurrency.useVirtualThreads = true;
                            Pages.files(config.staticFiles);
                            new Pages(facts.version(), facts.ingest()).routes(config.routes);
                            new Whip(access, broadcasts, facts.whipOutput()).routes(config.routes);
                            new SignallingSocket(access, broadcasts).routes(config.routes);
                            new LiveFlv(live).routes(config.routes);
                            problems(config);
                        });
        try {
            javalin.start();
        } catch (JavalinBindException e) {
            throw new BindException(e.getMessage());
        }
        return new WebServer(javalin);
    }

    private static void quiet(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
    }

    private static void jetty(JavalinConfig config) {
        config.jetty.modifyServer(jetty -> jetty.setErrorHandler(new RefusedRequests()));
        config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    }

    private static void problems(JavalinConfig config) {
        config.routes.exception(
                Problem.class,
                (e, ctx) -> Problem.write(ctx, e.status(), String.valueOf(e.getMessage())));
        config.routes.exception(
                HttpResponseException.class,
                (e, ctx) -> {
                    HttpStatus status = HttpStatus.forStatus(e.getStatus());
                    if (status == HttpStatus.NOT_FOUND) {
                        Pages.notFound(ctx);
                    } else {
                        Problem.write(ctx, status, String.valueOf(e.getMessage()));
                    }
                });
        config.routes.exception(
                Exception.class,
                (e, ctx) -> {
                    LOG.error("{} {} broke", ctx.method(), ctx.path(), e);
                    Problem.write(
                            ctx, HttpStatus.INTERNAL_SERVER_ERROR, "an error within the server");
                });
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
