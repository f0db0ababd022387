package dev.rillcast.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A user's WebSocket: takes messages in order, and brings whole ones. Safe for all threads. */
final class SignalSocket implements WebSocket.Listener {
    private final Reader reader;
    private final StringBuilder begun = new StringBuilder(0);
    private CompletableFuture<WebSocket> sent = new CompletableFuture<>();
    private @Nullable WebSocket socket;
    private volatile boolean left;

    private SignalSocket(Reader reader) {
        this.reader = reader;
    }

    /** What becomes of the messages. It is called for one after the other. */
    interface Reader {
        /**
         * @param now when the message was there, {@link System#nanoTime()}
         */
        void read(String message, long now);

        /** The socket is lost; it may be told more than once. */
        void lost(Throwable why);
    }

    static CompletableFuture<SignalSocket> open(HttpClient client, URI server, Reader reader) {
        SignalSocket socket = new SignalSocket(reader);
        return client.newWebSocketBuilder().buildAsync(server, socket).thenApply(_ -> socket);
    }

    /** Never blocks; what the one before is not yet done for waits behind it. */
    synchronized void send(String message) {
        sent = sent.thenCompose(socket -> socket.sendText(message, true));
        sent.exceptionally(
                error -> {
                    onError(error);
                    return null;
                });
    }

    @Override
    public synchronized void onOpen(WebSocket opened) {
        socket = opened;
        sent.complete(opened);
        opened.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        long now = System.nanoTime();
        begun.append(data);
        if (last) {
            String message = begun.toString();
            begun.setLength(0);
            reader.read(message, now);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        onError(new IllegalStateException("closed " + code + " " + reason));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        onError(error);
    }

    private void onError(Throwable why) {
        if (!left) {
            reader.lost(why);
        }
    }

    /** Without a word, as a page that is closed. */
    synchronized void leave() {
        left = true;
        if (socket != null) {
            socket.abort();
        }
    }
}
