package dev.rillcast.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A user who signs in and broadcasts: one request at a time. */
final class BroadcastingUser implements SignalSocket.Reader, AutoCloseable {
    private static final int LIMIT_SECONDS = 20;

    private final SignalSocket socket;
    private volatile CompletableFuture<JsonNode> answer = new CompletableFuture<>();

    private BroadcastingUser(HttpClient client, URI server)
            throws IOException, InterruptedException {
        socket = await(SignalSocket.open(client, server, this));
    }

    /**
     * Opens a socket and signs in.
     *
     * @throws IOException if the server refuses that
     */
    static BroadcastingUser signIn(HttpClient client, URI server)
            throws IOException, InterruptedException {
        BroadcastingUser user = new BroadcastingUser(client, server);
        JsonNode _ = user.ask(Map.of("type", "signIn", "version", 1, "userName", "Ann"));
        return user;
    }

    /**
     * Starts a broadcast.
     *
     * @return the answer to the offer
     */
    String start(String offer, Map<String, Object> target)
            throws IOException, InterruptedException {
        Map<String, Object> request =
                Map.of("type", "startBroadcast", "sdp", offer, "transcodingTargets", target);
        return ask(request).path("sdp").asString();
    }

    /** Ends it, and gives its report. */
    JsonNode stop() throws IOException, InterruptedException {
        return ask(Map.of("type", "stopBroadcast")).path("report");
    }

    private JsonNode ask(Map<String, Object> request) throws IOException, InterruptedException {
        CompletableFuture<JsonNode> next = new CompletableFuture<>();
        answer = next;
        Map<String, Object> message = new HashMap<>(request);
        message.put("id", 1);
        socket.send(JsonMapper.shared().writeValueAsString(message));
        JsonNode said = await(next);
        if (!said.path("type").asString().equals("ok")) {
            throw new IOException(request.get("type") + ": " + said.path("error"));
        }
        return said;
    }

    private static <T> T await(CompletableFuture<T> future)
            throws IOException, InterruptedException {
        try {
            return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the server does not answer", e);
        }
    }

    @Override
    public void read(String message, long now) {
        JsonNode said = JsonMapper.shared().readTree(message);
        if (said.has("id")) { // and no event
            answer.complete(said);
        }
    }

    @Override
    public void lost(Throwable why) {
        answer.completeExceptionally(why);
    }

    @Override
    public void close() {
        socket.leave();
    }
}
