package dev.rillcast.signal;

import dev.rillcast.auth.Caller;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One socket, from its opening to its closing: lets its client sign in or resume, and hands what it
 * says on to the session.
 *
 * <p>Messages come one after the other on the socket's thread.
 */
public final class Connection {
    /**
     * Twice what a page sends that joins four others at once and tells each of its candidates alone
     * (20 for each call).
     */
    static final int MESSAGES_PER_SECOND = 200;

    private static final long SIGN_IN_WITHIN = TimeUnit.SECONDS.toNanos(10);
    private static final int VERSION = 1;

    private final Sessions sessions;
    private final Caller caller;
    private final Outbox outbox;
    private final MessageRate rate = new MessageRate(MESSAGES_PER_SECOND);
    private volatile @Nullable Session session;
    private volatile long strangerSince;
    private volatile boolean closed;

    Connection(Sessions sessions, Caller caller, Outbox outbox, long now) {
        this.sessions = sessions;
        this.caller = caller;
        this.outbox = outbox;
        this.strangerSince = now;
    }

    /**
     * Takes one message of the client; what is wrong with it is answered, never thrown.
     *
     * @param now {@link System#nanoTime()}
     */
    public synchronized void receive(String text, long now) {
        if (closed) {
            return; // it was on its way when the socket was closed
        }
        Session current = session;
        if (!rate.allows(now)) {
            closed = true;
            String reason = "more than " + MESSAGES_PER_SECOND + " messages in a second";
            outbox.end(reason);
            if (current != null) {
                sessions.end(current, outbox, "sent " + reason);
            }
        } else if (current == null || !current.receive(outbox, text, now)) {
            Requests.take(text, message -> handle(message, now), m -> outbox.send(m.toJson()));
        } else if (current.ended()) {
            sessions.forget(current);
        }
    }

    private void handle(ClientMessage message, long now) throws SignalException {
        switch (message) {
            case ClientMessage.SignIn signIn -> {
                checkVersion(signIn.version());
                session = sessions.signIn(signIn, caller, outbox, now);
            }
            case ClientMessage.Resume resume -> {
                checkVersion(resume.version());
                session = sessions.resume(resume, caller, outbox);
            }
            default -> throw new SignalException(ErrorCode.NOT_SIGNED_IN, "you are not signed in");
        }
    }

    private static void checkVersion(int version) throws SignalException {
        if (version != VERSION) {
            throw Fields.malformed("version must be " + VERSION + ", the one this server speaks");
        }
    }

    /**
     * To be called each second or so: who is not signed in for too long has to leave. Does not wait
     * for a message that is being taken.
     *
     * @param now {@link System#nanoTime()}
     */
    public void sweep(long now) {
        Session current = session;
        if (current != null && !current.ended()) {
            strangerSince = now;
        } else if (!closed && now - strangerSince >= SIGN_IN_WITHIN) {
            closed = true;
            outbox.end("nobody signed in");
        }
    }

    /**
     * The socket is closed; its session may still be resumed on another. May be called again.
     *
     * @param now {@link System#nanoTime()}
     */
    public synchronized void close(long now) {
        closed = true;
        Session current = session;
        if (current != null) {
            current.lost(outbox, now);
        }
    }
}
