package dev.rillcast.signal;

import java.time.Duration;
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
    /**
     * What four others tell who joins them and loses the socket meanwhile: of each a call, two
     * descriptions of 10 kB and 20 candidates, and the list of members again and again. It has to
     * fit an empty outbox at once.
     */
    static final int MAX_KEPT = 200;

    static final int MAX_KEPT_CHARACTERS = 256 * 1024;

    /** What stays of it in the end, so that users who are idle cost little. */
    static final int MAX_SETTLED_CHARACTERS = 8 * 1024;

    /**
     * By then a message has arrived, or nobody waits for it any more: a socket that is silent for
     * 45 s is closed, and its session ends {@link Session#RESUME_WITHIN} later.
     */
    static final Duration SETTLED_AFTER = Duration.ofSeconds(90);

    private final Deque<String> kept = new ArrayDeque<>(1);
    private int keptCharacters;
    private long count;
    private long settling;
    private long settlingSince;
    private @Nullable Outbox outbox;

    /** What waits until an answer has gone before it. */
    private @Nullable List<String> held;

    SentMessages(Outbox outbox, long now) {
        this.outbox = outbox;
        this.settlingSince = now;
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
            forgetOldest();
        }
        if (outbox != null) {
            outbox.send(message);
        }
    }

    private void forgetOldest() {
        keptCharacters -= kept.remove().length();
    }

    /** Forgets most of what has been kept for long enough. To be called each second or so. */
    synchronized void settle(long now) {
        if (now - settlingSince >= SETTLED_AFTER.toNanos()) {
            while (keptCharacters > MAX_SETTLED_CHARACTERS && kept.size() > count - settling) {
                forgetOldest();
            }
            settling = count;
            settlingSince = now;
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
