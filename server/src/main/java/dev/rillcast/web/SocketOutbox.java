package dev.rillcast.web;

import dev.rillcast.signal.Outbox;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

/**
 * Sends one message after the other; a client that does not read loses its connection, not our
 * memory. There is a thread only while there is something to send: most sockets are idle.
 */
final class SocketOutbox implements Outbox {
    private static final int CAPACITY = 256;
    private static final int SEND_SECONDS = 10;
    private static final int POLICY_VIOLATION = 1008;

    private final Session socket;
    private final Queue<String> waiting = new ArrayDeque<>(1);
    private @Nullable String reason; // why the socket is to be closed
    private boolean sending;
    private boolean closed;

    SocketOutbox(Session socket) {
        this.socket = socket;
    }

    @Override
    public synchronized void send(String message) {
        if (closed) {
            return;
        }
        if (waiting.size() == CAPACITY) {
            end("messages are not read");
            return;
        }
        waiting.add(message);
        wake();
    }

    /** What waits is dropped; the reason comes after the message that is being sent. */
    @Override
    public synchronized void end(String reason) {
        if (!closed) {
            close();
            this.reason = reason;
            wake();
        }
    }

    private synchronized void wake() {
        if (!sending) {
            sending = true;
            Thread.ofVirtual().name("outbox").start(this::run);
        }
    }

    private void run() {
        try {
            for (String message = next(); message != null; message = next()) {
                Callback.Completable sent = new Callback.Completable();
                socket.sendText(message, sent);
                sent.orTimeout(SEND_SECONDS, TimeUnit.SECONDS).join();
            }
            String why = takeReason();
            if (why != null) {
                socket.close(POLICY_VIOLATION, why, Callback.NOOP);
            }
        } catch (CompletionException gone) {
            close();
            socket.disconnect();
        }
    }

    private synchronized @Nullable String next() {
        String message = waiting.poll();
        sending = message != null;
        return message;
    }

    private synchronized @Nullable String takeReason() {
        String why = reason;
        reason = null;
        return why;
    }

    /** Stops sending; what waits is dropped. */
    synchronized void close() {
        closed = true;
        waiting.clear();
    }
}
