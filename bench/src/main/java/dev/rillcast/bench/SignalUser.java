package dev.rillcast.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A user who is signed in, and asks for something now and then. */
final class SignalUser implements WebSocket.Listener {
    private static final String SIGN_IN =
            "{\"type\":\"signIn\",\"id\":1,\"version\":1,\"userName\":\"Ann\",\"room\":\"den\"}";

    /** Carried out up to the question whether there is a broadcast; there is none. */
    private static final String ASK =
            "{\"type\":\"sendMetaData\",\"id\":2,\"handlerName\":\"onCuePoint\","
                    + "\"values\":{\"name\":\"goal\",\"time\":12.5,\"teams\":[\"A\",\"B\"]}}";

    private final SignalAnswers answers;
    private final CompletableFuture<SignalUser> signedIn = new CompletableFuture<>();
    private @Nullable WebSocket socket;
    private volatile long due;

    private SignalUser(SignalAnswers answers) {
        this.answers = answers;
    }

    /** Opens a socket and signs in. */
    static CompletableFuture<SignalUser> signIn(
            HttpClient client, URI server, SignalAnswers answers) {
        SignalUser user = new SignalUser(answers);
        return client.newWebSocketBuilder()
                .buildAsync(server, user)
                .thenCompose(
                        socket -> {
                            user.socket = socket;
                            return socket.sendText(SIGN_IN, true);
                        })
                .thenCompose(_ -> user.signedIn);
    }

    /**
     * Sends one request.
     *
     * @param time when it was due; the answer's time counts from there
     */
    void ask(long time) {
        WebSocket open = socket;
        if (due != 0 || open == null) {
            answers.fault("requests came before the last one was answered");
            return;
        }
        due = time;
        open.sendText(ASK, true)
                .exceptionally(
                        error -> {
                            answers.fault("requests could not be sent");
                            return null;
                        });
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        long now = System.nanoTime();
        String text = data.toString();
        if (!signedIn.isDone() && text.startsWith("{\"type\":\"ok\",\"id\":1,")) {
            signedIn.complete(this);
        } else if (due != 0 && text.contains("\"code\":1006,")) {
            answers.took(now - due);
            due = 0;
        } else {
            answers.fault("messages were not what was asked for");
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        lost(new IllegalStateException("closed " + code + " " + reason));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        lost(error);
    }

    private void lost(Throwable why) {
        if (!signedIn.completeExceptionally(why)) {
            answers.fault("sockets were lost");
        }
    }

    void leave() {
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
    }
}
