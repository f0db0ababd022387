package dev.rillcast.web;

import dev.rillcast.broadcast.Broadcast;
import dev.rillcast.broadcast.Broadcasts;
import dev.rillcast.broadcast.NotStartedException;
import dev.rillcast.ice.IceServer;
import dev.rillcast.ice.TurnCredential;
import dev.rillcast.sdp.IceFragment;
import dev.rillcast.sdp.SdpException;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The ICE part of WHIP (RFC 9725 4.3, 4.6): servers to use, candidates that trickle in, restarts.
 *
 * <p>The entity tag of a session is our user name fragment: it is new with each restart. Candidates
 * are read and left alone, since an ICE-lite server learns addresses by their checks.
 */
final class WhipIce {
    static final String FRAGMENT = "application/trickle-ice-sdpfrag";

    private final Broadcasts broadcasts;
    private final Supplier<List<IceServer>> servers;

    WhipIce(Broadcasts broadcasts, Supplier<List<IceServer>> servers) {
        this.broadcasts = broadcasts;
        this.servers = servers;
    }

    /** What the answer to an offer tells beside the SDP. */
    void tell(Context ctx, Broadcast broadcast) {
        broadcasts.iceUfrag(broadcast).ifPresent(ufrag -> ctx.header("ETag", tag(ufrag)));
        ctx.header("Accept-Patch", FRAGMENT);
        for (IceServer server : servers.get()) {
            for (String url : server.urls()) {
                ctx.res().addHeader("Link", link(url, server.credential()));
            }
        }
    }

    private static String link(String url, Optional<TurnCredential> credential) {
        String link = "<" + url + ">; rel=\"ice-server\"";
        return credential
                .map(
                        turn ->
                                link
                                        + "; username="
                                        + quoted(turn.username())
                                        + "; credential="
                                        + quoted(turn.credential())
                                        + "; credential-type=\"password\"")
                .orElse(link);
    }

    /** A quoted string (RFC 9110 5.6.4). */
    private static String quoted(String text) {
        return '"' + text.replaceAll("[\"\\\\]", "\\\\$0") + '"';
    }

    private static String tag(String ufrag) {
        return '"' + ufrag + '"';
    }

    /** Takes candidates, which changes nothing, or credentials, which restarts ICE. */
    void patch(Context ctx, Broadcast broadcast) throws IOException {
        Whip.requireType(ctx, FRAGMENT);
        String present = broadcasts.iceUfrag(broadcast).orElseThrow(WhipIce::noConnection);
        requireMatch(ctx, tag(present));
        IceFragment client = fragment(ctx);
        if (!client.ufrag().isEmpty()) {
            IceFragment ours = restart(broadcast, client);
            if (!ours.ufrag().equals(present)) {
                ctx.header("ETag", tag(ours.ufrag()));
                ctx.contentType(FRAGMENT);
                ctx.result(ours.text());
                return;
            }
        }
        ctx.status(HttpStatus.NO_CONTENT);
    }

    /**
     * Requests may overtake each other, so each says which ICE session it means, a restart any (RFC
     * 9725 4.3.1). That has the star in quotes in its examples, RFC 9110 13.1.1 has not.
     */
    private static void requireMatch(Context ctx, String present) {
        String match = ctx.header("If-Match");
        if (match == null) {
            throw new Problem(
                    HttpStatus.PRECONDITION_REQUIRED,
                    "If-Match must be the ETag of the ICE session, or * to restart it");
        }
        if (Arrays.stream(match.split(","))
                .map(String::strip)
                .noneMatch(tag -> List.of("*", "\"*\"", present).contains(tag))) {
            throw new Problem(
                    HttpStatus.PRECONDITION_FAILED,
                    "If-Match is not the ETag of the present ICE session; it was restarted");
        }
    }

    private static IceFragment fragment(Context ctx) throws IOException {
        try {
            return IceFragment.parse(Whip.body(ctx, IceFragment.MAX_LENGTH));
        } catch (SdpException e) {
            throw new Problem(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private IceFragment restart(Broadcast broadcast, IceFragment client) {
        try {
            return broadcasts.restart(broadcast, client).orElseThrow(WhipIce::noConnection);
        } catch (NotStartedException e) {
            throw new Problem(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private static Problem noConnection() {
        return new Problem(HttpStatus.CONFLICT, "there is no connection to restart");
    }
}
