package dev.rillcast.web;

import dev.rillcast.auth.Access;
import dev.rillcast.auth.Operators;
import dev.rillcast.auth.TokenGate;
import dev.rillcast.broadcast.Broadcasts;
import dev.rillcast.ice.IceServer;
import dev.rillcast.ingest.LiveStreams;
import dev.rillcast.metrics.Health;
import dev.rillcast.metrics.Metrics;
import dev.rillcast.signal.Sessions;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.util.JavalinBindException;
import java.net.BindException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server: which room answers what. */
public final class WebServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final long MAX_BODY = 64 * 1024;

    private final Javalin javalin;
    private final SignallingSocket signalling;
    private final ServerHistory history;
    private final Thread watcher;

    private WebServer(
            Javalin javalin, SignallingSocket signalling, ServerHistory history, Thread watcher) {
        this.javalin = javalin;
        this.signalling = signalling;
        this.history = history;
        this.watcher = watcher;
    }

    /**
     * Where it listens, and to whom.
     *
     * @param https none: plain HTTP
     * @param origins pages that may open the signalling socket beside our own; none: all may
     */
    public record Door(String host, int port, Optional<Https> https, Set<String> origins) {
        public Door {
            origins = Set.copyOf(origins);
        }
    }

    /**
     * What those outside are told.
     *
     * @param transcoders of video
     * @param ingest the embedded ingest's URL without a stream's name, if it runs
     * @param keyframeInterval seconds after which the server asks for a key frame
     * @param whipOutput where WHIP streams go
     * @param iceServers that encoders are told of, with credentials that are new
     */
    public record Facts(
            String version,
            Transcoders transcoders,
            Optional<String> ingest,
            int keyframeInterval,
            WhipOutput whipOutput,
            Supplier<List<IceServer>> iceServers) {}

    /**
     * What makes H.264 of other video.
     *
     * @param version FFmpeg's; may take a second to find out
     * @param active how many run
     * @param max how many may run; 0: none
     */
    public record Transcoders(Supplier<String> version, IntSupplier active, int max) {}

    /**
     * For those who watch over the server.
     *
     * @param counted where its figures come from
     * @param gate who may read them
     */
    public record Watch(Metrics.Sources counted, TokenGate gate, Health health) {}

    /**
     * @throws BindException if the port is in use or the address is not this machine's
     */
    public static WebServer open(
            Door door,
            Facts facts,
            Watch watch,
            Access access,
            Operators operators,
            Sessions sessions,
            Broadcasts broadcasts,
            LiveStreams live)
            throws BindException {
        ProcessorLoad load = new ProcessorLoad(broadcasts.admission());
        SignallingSocket signalling = new SignallingSocket(sessions, load::measure);
        ServerStats stats =
                new ServerStats(
                        facts,
                        new ServerStats.Connections(signalling::connections, sessions.limit()),
                        new ServerStats.Streams(
                                broadcasts::count,
                                broadcasts::passingThrough,
                                broadcasts.admission()));
        ServerHistory history = new ServerHistory(broadcasts, sessions::count);
        Admin admin =
                new Admin(
                        new AdminDoor(operators),
                        new AdminOverview(facts, sessions, broadcasts, history),
                        broadcasts);
        Monitoring monitoring = new Monitoring(watch, signalling::connections);
        Javalin javalin =
                Javalin.create(
                        config -> {
                            basics(config, door);
                            boolean credentials = !access.thisMachineOnly();
                            new Pages(facts, credentials).routes(config.routes);
                            new Reference().routes(config.routes);
                            new Whip(access, broadcasts, facts.iceServers(), facts.whipOutput())
                                    .routes(config.routes);
                            new BroadcastReports(broadcasts).routes(config.routes);
                            admin.routes(config.routes);
                            Origins origins = new Origins(door.origins());
                            config.routes.wsBeforeUpgrade(origins::check);
                            signalling.routes(config.routes);
                            stats.routes(config.routes);
                            new LiveFlv(live).routes(config.routes);
                            monitoring.routes(config.routes);
                            config.events.serverStopped(monitoring::close);
                            problems(config);
                        });
        start(javalin, signalling);
        Thread watcher =
                Thread.ofVirtual()
                        .name("tls-files")
                        .start(() -> door.https().ifPresent(Https::watch));
        history.start();
        return new WebServer(javalin, signalling, history, watcher);
    }

    private static void start(Javalin javalin, SignallingSocket signalling) throws BindException {
        try {
            javalin.start();
        } catch (JavalinBindException e) {
            signalling.close();
            throw new BindException(e.getMessage());
        }
    }

    private static void basics(JavalinConfig config, Door door) {
        quiet(config);
        config.http.maxRequestSize = MAX_BODY;
        config.http.prefer405over404 = true;
        jetty(config, door);
        config.concurrency.useVirtualThreads = true;
        Pages.files(config.staticFiles);
    }

    private static void quiet(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
    }

    private static void jetty(JavalinConfig config, Door door) {
        config.jetty.host = door.host();
        config.jetty.port = door.port();
        if (door.https().isPresent()) {
            config.jetty.modifyServer(jetty -> jetty.setHandler(new PlainHttp()));
        }
        config.jetty.addConnector((jetty, http) -> connector(jetty, http, door));
        config.jetty.modifyServletContextHandler(LeanSockets::configure);
        config.jetty.modifyServer(jetty -> jetty.setErrorHandler(new RefusedRequests()));
        config.jetty.modifyHttpConfiguration(
                http -> {
                    http.setSendServerVersion(false);
                    // Else a token becomes the one that came before, where only the case differs.
                    http.setHeaderCacheCaseSensitive(true);
                });
    }

    private static Connector connector(Server jetty, HttpConfiguration http, Door door) {
        return door.https()
                .map(https -> https.connector(jetty, http, door.host(), door.port()))
                .orElseGet(
                        () ->
                                new LingeringConnector(
                                        jetty,
                                        door.host(),
                                        door.port(),
                                        new HttpConnectionFactory(http)));
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
        watcher.interrupt();
        history.close();
        javalin.stop();
        signalling.close();
    }
}
