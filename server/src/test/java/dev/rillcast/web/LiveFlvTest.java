package dev.rillcast.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.flv.StreamInfo;
import dev.rillcast.ingest.LiveStream;
import dev.rillcast.ingest.LiveStreams;
import dev.rillcast.ingest.RtmpIngest;
import dev.rillcast.rtmp.RtmpPublisher;
import dev.rillcast.rtmp.RtmpUrl;
import dev.rillcast.rtmp.SampleFrames;
import dev.rillcast.rtmp.TestPublisher;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LiveFlvTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final StreamInfo SOUND_ONLY =
            new StreamInfo(false, true, 0, 0, 0, 0, 128, 48_000, 2);

    private final LiveStreams streams = new LiveStreams();
    private final HttpClient client = HttpClient.newHttpClient();
    private RtmpIngest ingest;

    @BeforeEach
    void open() throws IOException {
        ingest = RtmpIngest.open(LOOPBACK, 0, Optional.empty(), streams);
    }

    @AfterEach
    void close() {
        client.close();
        ingest.close();
    }

    @Test
    void theHeaderNamesTheTracksOfAStreamThatHadNoneWhenItsViewerCame() throws Exception {
        Javalin web = serve(Duration.ofSeconds(10));
        try {
            CompletableFuture<HttpResponse<byte[]>> answer;
            try (RtmpPublisher publisher = publish()) {
                answer = get(web);
                LiveStream stream = streams.find("x").orElseThrow();
                while (stream.viewers() == 0) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
                }
                publisher.write(SampleFrames.audio("2110"), 0);
            }
            byte[] flv = answer.get(10, TimeUnit.SECONDS).body();
            String hex = HexFormat.of().formatHex(flv);
            assertTrue(hex.startsWith("464c5601" + "04" + "00000009" + "00000000" + "12"), hex);
            assertTrue(hex.endsWith("af012110" + "0000000f"), hex);
        } finally {
            web.stop();
        }
    }

    @Test
    void aViewerOfASilentStreamIsToldSo() throws Exception {
        Javalin web = serve(Duration.ofMillis(20));
        try (RtmpPublisher _ = publish()) {
            HttpResponse<byte[]> answer = get(web).get(10, TimeUnit.SECONDS);
            assertEquals(404, answer.statusCode());
            assertEquals(0, streams.find("x").orElseThrow().viewers());
        } finally {
            web.stop();
        }
    }

    @Test
    void aViewerWhoseStreamFallsSilentIsGivenUp() throws Exception {
        Javalin web = serve(Duration.ofMillis(20));
        try (RtmpPublisher publisher = publish()) {
            LiveStream stream = streams.find("x").orElseThrow();
            publisher.write(SampleFrames.audio("2110"), 0);
            try (LiveStream.Viewer viewer = stream.subscribe()) {
                assertNotNull(viewer.take(Duration.ofSeconds(5)));
            }
            HttpResponse<byte[]> answer = get(web).get(10, TimeUnit.SECONDS);
            assertEquals(200, answer.statusCode());
            assertEquals(0, stream.viewers());
        } finally {
            web.stop();
        }
    }

    private Javalin serve(Duration silenceLimit) {
        return Javalin.create(
                        config -> {
                            config.startup.showJavalinBanner = false;
                            config.jetty.host = "127.0.0.1";
                            config.jetty.port = 0;
                            config.concurrency.useVirtualThreads = true;
                            new LiveFlv(streams, silenceLimit).routes(config.routes);
                            config.routes.exception(
                                    Problem.class, (e, ctx) -> ctx.status(e.status()));
                        })
                .start();
    }

    private RtmpPublisher publish() throws IOException {
        RtmpUrl url = new RtmpUrl("rtmp", "127.0.0.1", ingest.port(), "live", "x");
        return TestPublisher.connect(url, LOOPBACK, SOUND_ONLY);
    }

    private CompletableFuture<HttpResponse<byte[]>> get(Javalin web) {
        URI uri = URI.create("http://127.0.0.1:" + web.port() + "/live/x.flv");
        return client.sendAsync(
                HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
