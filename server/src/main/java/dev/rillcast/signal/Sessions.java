package dev.rillcast.signal;

import dev.rillcast.auth.Caller;
import dev.rillcast.auth.Grant;
import dev.rillcast.auth.RefusedException;
import dev.rillcast.broadcast.Broadcasts;
import dev.rillcast.ice.IceServer;
import dev.rillcast.icecast.IcecastTemplate;
import dev.rillcast.room.RoomEvent;
import dev.rillcast.room.RoomLimits;
import dev.rillcast.room.Rooms;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All who are signed in, by user id, also those whose socket is lost. Safe for all threads. */
public final class Sessions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Doorkeeper doorkeeper;
    private final Session.Shared shared;
    private final int limit;
    private final Map<String, Session> all = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * @param iceServers which the user with that id is told of
     * @param icecast the stream of a target that asks for one and names none
     * @param limit so many may be signed in at once
     */
    public Sessions(
            Doorkeeper doorkeeper,
            Broadcasts broadcasts,
            RoomLimits rooms,
            Function<String, List<IceServer>> iceServers,
            Optional<IcecastTemplate> icecast,
            int limit) {
        this.doorkeeper = doorkeeper;
        this.shared =
                new Session.Shared(
                        broadcasts, new Rooms(rooms, this::deliver), iceServers, icecast);
        this.limit = limit;
    }

    /**
     * Called while a room is locked, by whoever has its own session's lock. So it takes the lock of
     * no session: locks are taken in the order connection, session, room, sent messages, outbox.
     */
    private void deliver(String userId, RoomEvent event) {
        Session session = all.get(userId);
        if (session != null) {
            session.tell(event);
        }
    }

    /**
     * Takes a new socket.
     *
     * @param now {@link System#nanoTime()}
     */
    public Connection connect(Caller caller, Outbox outbox, long now) {
        return new Connection(this, caller, outbox, now);
    }

    Session signIn(ClientMessage.SignIn request, Caller caller, Outbox outbox, long now)
            throws SignalException {
        Grant grant = grant(request, caller);
        if (closed || all.size() >= limit) {
            throw new SignalException(ErrorCode.GENERAL, "the server has no room for another user");
        }
        Session session;
        do {
            String id = Integer.toString(RANDOM.nextInt(10_000_000, 100_000_000));
            session = new Session(id, caller, request.credentials(), grant, shared, outbox, now);
        } while (all.putIfAbsent(session.userId(), session) != null);
        LOG.info("user {} signed in", session.userId());
        session.welcome(request.id());
        return session;
    }

    private Grant grant(ClientMessage.SignIn request, Caller caller) throws SignalException {
        Grant grant;
        try {
            grant = doorkeeper.signIn(caller, request.credentials());
        } catch (RefusedException e) {
            throw new SignalException(ErrorCode.of(e.reason()), String.valueOf(e.getMessage()));
        }
        Optional<String> asked = request.credentials().room();
        if (grant.room().isPresent() && asked.isPresent() && !asked.equals(grant.room())) {
            throw new SignalException(
                    ErrorCode.ACCESS_DENIED, "room: you may enter only " + grant.room().get());
        }
        return grant;
    }

    Session resume(ClientMessage.Resume request, Caller caller, Outbox outbox)
            throws SignalException {
        Session session = all.get(ResumeToken.userId(request.token()));
        if (session == null || !session.resume(request, caller, outbox)) {
            // The same words for all reasons: who guesses learns nothing.
            throw new SignalException(
                    ErrorCode.NO_SUCH_SESSION, "there is no such session, or it has ended");
        }
        return session;
    }

    void end(Session session, Outbox culprit, String reason) {
        session.end(culprit, reason);
        forget(session);
    }

    /** Drops a session that has ended. */
    void forget(Session session) {
        if (session.ended()) {
            all.remove(session.userId(), session);
        }
    }

    /** How many may be signed in. */
    public int limit() {
        return limit;
    }

    /** How many are signed in. */
    public int count() {
        return all.size();
    }

    /** How many rooms there are. */
    public int rooms() {
        return shared.rooms().count();
    }

    /** How many calls there are that were answered, or that were not yet. */
    public int calls(boolean answered) {
        return shared.rooms().calls(answered);
    }

    /**
     * Ends what has lasted long enough. To be called each second or so.
     *
     * @param now {@link System#nanoTime()}
     */
    public void sweep(long now) {
        for (Session session : all.values()) {
            session.sweep(now);
            forget(session);
        }
        shared.rooms().sweep(now);
    }

    /** Ends all sessions; nobody signs in after that. */
    @Override
    public void close() {
        closed = true;
        for (Session session : all.values()) {
            session.end("left: the server stops");
            forget(session);
        }
    }
}
