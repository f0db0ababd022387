package dev.rillcast.web;

import dev.rillcast.auth.Access;
import dev.rillcast.auth.Grant;
import dev.rillcast.auth.RefusedException;
import dev.rillcast.broadcast.Broadcast;
import dev.rillcast.broadcast.BroadcastListener;
import dev.rillcast.broadcast.Broadcasts;
import dev.rillcast.broadcast.Failure;
import dev.rillcast.broadcast.NotStartedException;
import dev.rillcast.broadcast.TargetStatus;
import dev.rillcast.ice.IceServer;
import dev.rillcast.output.Target;
import dev.rillcast.report.Report;
import dev.rillcast.rtmp.RtmpUrl;
import dev.rillcast.sdp.Offer;
import dev.rillcast.sdp.SdpException;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * WHIP, the way in for encoders (RFC 9725): POST an offer to {@code /whip/STREAM}, PATCH the
 * resource to restart ICE, DELETE it to stop.
 *
 * <p>The answer waits for the ingest, so that a publisher is told at once why a stream can't go
 * out.
 */
final class Whip {
    private static final Duration PUBLISH_LIMIT = Duration.ofSeconds(12);
    private static final Duration END_LIMIT = Duration.ofSeconds(2);
    private static final String RETRY_AFTER = "10"; // seconds; streams come and go
    private static final String SDP = "application/sdp";
    private static final int MAX_OFFER = 64 * 1024;

    private final Access access;
    private final Broadcasts broadcasts;
    private final WhipOutput output;
    private final WhipIce ice;

    /**
     * @param iceServers that encoders are told of
     * @param output where streams go, unless a token says so
     */
    Whip(
            Access access,
            Broadcasts broadcasts,
            Supplier<List<IceServer>> iceServers,
            WhipOutput output) {
        this.access = access;
        this.broadcasts = broadcasts;
        this.output = output;
        this.ice = new WhipIce(broadcasts, iceServers);
    }

    void routes(JavalinDefaultRoutingApi routes) {
        routes.before("/whip/*", Whip::allowOrigins);
        routes.options("/whip/*", Whip::options);
        routes.post("/whip/{stream}", this::publish);
        routes.patch("/whip/{stream}/{id}", this::patch);
        routes.delete("/whip/{stream}/{id}", this::end);
    }

    /**
     * Pages of any origin may publish with a token; without one, {@link Access} looks at the origin
     * itself.
     */
    private static void allowOrigins(Context ctx) {
        ctx.header("Access-Control-Allow-Origin", "*");
        ctx.header("Access-Control-Expose-Headers", "Location, Retry-After, ETag, Link");
    }

    private static void options(Context ctx) {
        ctx.header("Access-Control-Allow-Methods", "POST, PATCH, DELETE, OPTIONS");
        ctx.header("Access-Control-Allow-Headers", "Authorization, Content-Type, If-Match");
        ctx.header("Access-Control-Max-Age", "86400");
        ctx.header("Accept-Post", SDP);
        ctx.header("Accept-Patch", WhipIce.FRAGMENT);
        ctx.status(HttpStatus.NO_CONTENT);
    }

    private void publish(Context ctx) throws IOException, InterruptedException {
        Grant grant = authorize(ctx);
        String stream = streamName(ctx);
        Target target = target(stream, grant);
        Broadcasts.Started started = start(ctx, offer(ctx, target), target);
        Broadcast broadcast = started.broadcast();
        Optional<Failure> failure = broadcast.awaitPublished(PUBLISH_LIMIT);
        if (failure.isPresent()) {
            broadcast.stop();
            throw problem(ctx, status(failure.get()), failure.get().message());
        }
        grant.lifetime().ifPresent(lifetime -> endAfter(broadcast, lifetime));
        ctx.status(HttpStatus.CREATED);
        ctx.header("Location", "/whip/" + stream + "/" + broadcast.id());
        ice.tell(ctx, broadcast);
        ctx.contentType(SDP);
        ctx.result(started.answer());
    }

    /** Of what the token says, unlike of the configuration, no local address is taken on trust. */
    private Target target(String stream, Grant grant) {
        if (grant.output().isEmpty()) {
            return new Target(output.url(stream), true, output.options());
        }
        try {
            RtmpUrl url = RtmpUrl.parse(grant.output().get(), stream);
            return new Target(url, false, output.options());
        } catch (IllegalArgumentException e) {
            throw new Problem(
                    HttpStatus.FORBIDDEN, "the token's output can't be used: " + e.getMessage());
        }
    }

    private static void endAfter(Broadcast broadcast, Duration lifetime) {
        Thread.ofVirtual()
                .name("lifetime")
                .start(
                        () -> {
                            try {
                                broadcast.awaitEnd(lifetime);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            } finally {
                                broadcast.stop();
                            }
                        });
    }

    private Broadcasts.Started start(Context ctx, Offer offer, Target target) {
        try {
            return broadcasts.start(offer, List.of(target), Optional.empty(), false, new Silent());
        } catch (NotStartedException e) {
            HttpStatus status =
                    switch (e.reason()) {
                        case BAD_OFFER -> HttpStatus.BAD_REQUEST;
                        case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
                    };
            throw problem(ctx, status, String.valueOf(e.getMessage()));
        }
    }

    /** RFC 9725 4.5: who finds no room is told when to come again. */
    private static Problem problem(Context ctx, HttpStatus status, String detail) {
        if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            ctx.header("Retry-After", RETRY_AFTER);
        }
        return new Problem(status, detail);
    }

    private static HttpStatus status(Failure failure) {
        return switch (failure.kind()) {
            case OUTPUT_REFUSED, RTMP_FAILED -> HttpStatus.BAD_GATEWAY;
            case PUBLISHER_LOST, SERVER -> HttpStatus.SERVICE_UNAVAILABLE;
        };
    }

    private void patch(Context ctx) throws IOException {
        ice.patch(ctx, session(ctx));
    }

    private void end(Context ctx) throws InterruptedException {
        Broadcast broadcast = session(ctx);
        broadcast.stop();
        broadcast.awaitEnd(END_LIMIT);
        ctx.status(HttpStatus.OK);
    }

    private Broadcast session(Context ctx) {
        var _ = authorize(ctx);
        return broadcasts
                .find(ctx.pathParam("id"))
                .orElseThrow(
                        () ->
                                new Problem(
                                        HttpStatus.NOT_FOUND,
                                        "there is no such session; it may have ended"));
    }

    private Grant authorize(Context ctx) {
        Optional<String> authorization = Optional.ofNullable(ctx.header("Authorization"));
        try {
            return access.whip(Callers.of(ctx), authorization, ctx.pathParam("stream"));
        } catch (RefusedException e) {
            throw problem(ctx, refused(ctx, e.reason()), String.valueOf(e.getMessage()));
        }
    }

    /** The answer to who may not come in, with what that says in its head. */
    static HttpStatus refused(Context ctx, RefusedException.Reason reason) {
        return switch (reason) {
            case LOCAL_ONLY, DENIED -> HttpStatus.FORBIDDEN;
            case WRONG_CREDENTIALS, JWT_REFUSED, API_KEY_REFUSED -> {
                ctx.header("WWW-Authenticate", "Bearer");
                yield HttpStatus.UNAUTHORIZED;
            }
            case TOO_MANY_ATTEMPTS -> HttpStatus.TOO_MANY_REQUESTS;
            case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
        };
    }

    private static String streamName(Context ctx) {
        String name = ctx.pathParam("stream");
        if (!name.matches("[A-Za-z0-9._~-]{1,128}")) {
            throw new Problem(
                    HttpStatus.BAD_REQUEST,
                    "a stream's name is of 1 to 128 letters, digits and . _ ~ -");
        }
        return name;
    }

    /** Of H.264 all is passed on, so it is taken where it is offered. */
    private Offer offer(Context ctx, Target target) throws IOException {
        requireType(ctx, SDP);
        try {
            return Offer.parsePreferringH264(
                    body(ctx, MAX_OFFER),
                    Target.videoCodecs(List.of(target), broadcasts.transcodes()));
        } catch (SdpException e) {
            HttpStatus status =
                    switch (e.reason()) {
                        case MALFORMED -> HttpStatus.BAD_REQUEST;
                        case NOT_ACCEPTABLE -> HttpStatus.NOT_ACCEPTABLE;
                    };
            throw new Problem(status, String.valueOf(e.getMessage()));
        }
    }

    static void requireType(Context ctx, String type) {
        String given = Optional.ofNullable(ctx.contentType()).orElse("").toLowerCase(Locale.ROOT);
        if (!given.split(";", 2)[0].strip().equals(type)) {
            throw new Problem(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE, "the Content-Type must be " + type);
        }
    }

    /** Reads no more than is allowed, whatever the request says of its length. */
    static String body(Context ctx, int most) throws IOException {
        byte[] bytes = ctx.req().getInputStream().readNBytes(most + 1);
        if (bytes.length > most) {
            throw new Problem(
                    HttpStatus.CONTENT_TOO_LARGE, "what is sent has at most " + most + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** WHIP has no way to tell an encoder how it is doing but to end its connection. */
    private static final class Silent implements BroadcastListener {
        @Override
        public void status(TargetStatus status) {}

        @Override
        public String publisher() {
            return "WHIP encoder";
        }

        @Override
        public void ended(Optional<Failure> failure, Report report) {}
    }
}
