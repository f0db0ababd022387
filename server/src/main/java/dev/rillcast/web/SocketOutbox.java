package dev.rillcast.web;

import dev.rillcast.signal.Outbox;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/**
 * Sends one message after the other; a client that does not read loses its connection, not our
 * memory.
 */
final class SocketOutbox implements Outbox, AutoCloseable {
    private static final int CAPACITY = 256;
    private static final int SEND_SECONDS = 10;
    private static final int POLICY_VIOLATION = 1008;

    private final Session socket;
    private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(CAPACITY);
    private final Thread sender;

    SocketOutbox(Session socket) {
        this.socket = socket;
        this.sender = Thread.ofVirtual().name("outbox").start(this::run);
    }

    @Override
    public void send(String message) {
        if (!waiting.offer(message)) {
            end("messages are not read");
        }
    }

    @Override
    public void end(String reason) {
        socket.close(POLICY_VIOLATION, reason, Callback.NOOP);
        close();
    }

    private void run() {
        try {
            while (true) {
                String message = waiting.take();
                Callback.Completable sent = new Callback.Completable();
                socket.sendText(message, sent);
                sent.orTimeout(SEND_SECONDS, TimeUnit.SECONDS).join();
            }
        } catch (InterruptedException closed) {
            // what was to be said has been said
        } catch (CompletionException gone) {
            socket.disconnect();
        }
    }

    /** Stops sending; what waits is dropped. */
    @Override
    public void close() {
        sender.interrupt();
    }
}
