package dev.rillcast.signal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is said to one user, whichever socket it goes to: counted, and the last of it kept, so that
 * a socket that takes a lost one's place can bring what was missed.
 *
 * <p>A socket is often lost before anybody notices, so messages are kept whether or not one is
 * there. Safe for all threads; never blocks.
 */
final class SentMessages {
    static final int MAX_KEPT = 64;
    static final int MAX_KEPT_CHARACTERS = 128 * 1024;

    private final Deque<String> kept = new ArrayDeque<>(1);
    private int keptCharacters;
    private long count;
    private @Nullable Outbox outbox;

    /** What waits until an answer has gone before it. */
    private @Nullable List<String> held;

    SentMessages(Outbox outbox) {
        this.outbox = outbox;
    }

    synchronized void send(String message) {
        if (held != null) {
            held.add(message);
        } else {
            sendNow(message);
        }
    }

    /**
     * Holds back what is sent from now on: a request is being carried out whose answer goes before
     * all that it brings about, on whichever thread. {@link #release} is to follow soon.
     */
    synchronized void hold() {
        held = new ArrayList<>();
    }

    /** Sends that answer, if there is one, and then what was held back. */
    synchronized void release(Optional<String> answer) {
        List<String> waiting = held == null ? List.of() : held;
        held = null;
        answer.ifPresent(this::sendNow);
        waiting.forEach(this::sendNow);
    }

    private void sendNow(String message) {
        count++;
        kept.add(message);
        keptCharacters += message.length();
        while (kept.size() > MAX_KEPT || keptCharacters > MAX_KEPT_CHARACTERS) {
            keptCharacters -= kept.remove().length();
        }
        if (outbox != null) {
            outbox.send(message);
        }
    }

    synchronized boolean goesTo(Outbox socket) {
        return socket.equals(outbox);
    }

    /** The socket is lost. */
    synchronized void detach() {
        outbox = null;
    }

    /** Whether everything can be told that comes after the first so many messages. */
    synchronized boolean has(long received) {
        return received <= count && received >= count - kept.size();
    }

    /**
     * Goes on at another socket; the one before, if it still seems open, is ended.
     *
     * @param answer goes there first, and is not counted
     * @param received so many of the messages are known there, see {@link #has}
     */
    synchronized void moveTo(Outbox next, String answer, long received) {
        Outbox before = outbox;
        if (before != null) {
            before.end("the session was resumed on another socket");
        }
        outbox = next;
        next.send(answer);
        int known = kept.size() - (int) (count - received);
        List.copyOf(kept).stream().skip(known).forEach(next::send);
    }
}
