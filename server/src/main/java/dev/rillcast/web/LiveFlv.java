package dev.rillcast.web;

import dev.rillcast.ingest.FlvHeader;
import dev.rillcast.ingest.FlvTag;
import dev.rillcast.ingest.LiveStream;
import dev.rillcast.ingest.LiveStreams;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/** Live streams for players in browsers: FLV over HTTP, from what the embedded ingest takes. */
final class LiveFlv {
    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(30);
    private static final String SUFFIX = ".flv";

    private final LiveStreams streams;
    private final Duration silenceLimit;

    LiveFlv(LiveStreams streams) {
        this(streams, SILENCE_LIMIT);
    }

    /**
     * @param silenceLimit a viewer whose stream brings nothing for so long is given up
     */
    LiveFlv(LiveStreams streams, Duration silenceLimit) {
        this.streams = streams;
        this.silenceLimit = silenceLimit;
    }

    void routes(JavalinDefaultRoutingApi routes) {
        routes.head("/live/{file}", this::begin);
        routes.get("/live/{file}", this::play);
    }

    private LiveStream begin(Context ctx) {
        String file = ctx.pathParam("file");
        String name =
                file.endsWith(SUFFIX) ? file.substring(0, file.length() - SUFFIX.length()) : "";
        LiveStream stream =
                streams.find(name)
                        .orElseThrow(
                                () -> new Problem(HttpStatus.NOT_FOUND, "no such stream is live"));
        ctx.contentType("video/x-flv");
        ctx.header("Cache-Control", "no-store");
        ctx.header("Access-Control-Allow-Origin", "*");
        return stream;
    }

    /** Lasts as long as the stream or the viewer, on the request's virtual thread. */
    private void play(Context ctx) throws InterruptedException {
        LiveStream stream = begin(ctx);
        try (LiveStream.Viewer viewer = stream.subscribe()) {
            FlvTag first = viewer.take(silenceLimit);
            if (first == null) {
                throw new Problem(HttpStatus.NOT_FOUND, "the stream brings nothing");
            }
            OutputStream out = ctx.res().getOutputStream();
            // Players wait for each track that the header names; now the stream knows its own.
            out.write(FlvHeader.bytes(stream.hasAudio(), stream.hasVideo()));
            for (FlvTag tag = first; tag != null; tag = viewer.take(silenceLimit)) {
                tag.writeTo(out);
                out.flush();
            }
        } catch (IOException gone) {
            // The viewer closed the page.
        }
    }
}
