package dev.rillcast.web;

import dev.rillcast.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A client of a test's server. */
public final class Http implements AutoCloseable {
    private static final Executor SOON =
            CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);

    private final HttpClient client = HttpClient.newHttpClient();
    private final TestServer server;

    public Http(TestServer server) {
        this.server = server;
    }

    /**
     * @param headers name and value in turn
     */
    public HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        return send(method, path, BodyPublishers.ofString(body), headers);
    }

    HttpResponse<String> send(
            String method, String path, HttpRequest.BodyPublisher body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.http(path)))
                        .timeout(Duration.ofSeconds(20))
                        .method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    public HttpResponse<String> get(String path, String... headers)
            throws IOException, InterruptedException {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    /**
     * Sends a request that a proper client would not make, and takes its answer.
     *
     * @param head the request's lines, but for the empty one
     */
    String raw(String head) throws IOException {
        URI uri = URI.create(server.http("/"));
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(20_000);
            String request = head + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Lets a moment pass before something is asked again. */
    static void pause() {
        CompletableFuture.runAsync(() -> {}, SOON).join();
    }

    /** An offer by WHIP. */
    public HttpResponse<String> publish(String stream, String offer)
            throws IOException, InterruptedException {
        return send("POST", "/whip/" + stream, offer, "Content-Type", "application/sdp");
    }

    /** Begins to publish, and leaves the answer to come or not. */
    CompletableFuture<HttpResponse<String>> beginToPublish(String stream, String offer) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.http("/whip/" + stream)))
                        .header("Content-Type", "application/sdp")
                        .POST(BodyPublishers.ofString(offer))
                        .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Waits for a live stream and takes all of it into a file. */
    public CompletableFuture<Path> view(String stream, Path file) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.http("/live/" + stream + ".flv"))).build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofFile(file))
                .thenCompose(
                        response ->
                                response.statusCode() == 200
                                        ? CompletableFuture.completedFuture(file)
                                        : CompletableFuture.supplyAsync(() -> file, SOON)
                                                .thenCompose(again -> view(stream, again)));
    }

    /** The offer of a client, as it is recorded for the SDP room. */
    public static String offer(String client) throws IOException {
        String file = "/dev/rillcast/sdp/" + client + ".sdp";
        try (InputStream in = Objects.requireNonNull(Http.class.getResourceAsStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
