package dev.rillcast.signal;

import dev.rillcast.auth.Caller;
import dev.rillcast.auth.Credentials;
import dev.rillcast.auth.Grant;
import dev.rillcast.broadcast.Broadcasts;
import dev.rillcast.broadcast.NotStartedException;
import dev.rillcast.ice.IceServer;
import dev.rillcast.icecast.IcecastTemplate;
import dev.rillcast.output.Target;
import dev.rillcast.room.RoomEvent;
import dev.rillcast.room.Rooms;
import dev.rillcast.sdp.SdpException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One user from signing in to the session's end, across the sockets that are lost and take each
 * other's place.
 *
 * <p>Requests come one after the other from the present socket's thread; a broadcast speaks up on
 * its own threads, which never wait for this one's lock.
 */
final class Session {
    /** So long is a user whose socket was lost waited for. */
    static final Duration RESUME_WITHIN = Duration.ofSeconds(30);

    static final int META_DATA_PER_SECOND = 20;

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    /** Longer than any server runs; more nanoseconds than this may not fit a long. */
    private static final Duration MAX_LIFETIME = Duration.ofDays(36_500);

    /**
     * What all sessions have in common.
     *
     * @param iceServers which a user is told of, with credentials that are made at that moment
     * @param icecast the operator's address of what is heard in a microphone's place
     */
    record Shared(
            Broadcasts broadcasts,
            Rooms rooms,
            Function<String, List<IceServer>> iceServers,
            Optional<IcecastTemplate> icecast) {}

    private final String userId;
    private final String userName; // as the user gave it
    private final Caller caller;
    private final Grant grant;
    private final Shared shared;
    private final SentMessages sent;
    private final SessionRoom room;
    private final long begun;
    private final MessageRate metaData = new MessageRate(META_DATA_PER_SECOND);
    private ResumeToken token;

    /** The one before, as long as nothing shows that the client has got its successor. */
    private @Nullable ResumeToken spent;

    private long taken = 1; // signIn itself
    private long now;
    private long lostAt;
    private boolean lost;
    private volatile boolean ended;
    private @Nullable SessionBroadcast broadcast;

    Session(
            String userId,
            Caller caller,
            Credentials credentials,
            Grant grant,
            Shared shared,
            Outbox outbox,
            long now) {
        this.userId = userId;
        this.userName = credentials.userName();
        this.caller = caller;
        this.grant = grant;
        this.shared = shared;
        this.sent = new SentMessages(outbox, now);
        Optional<String> name = grant.room().or(credentials::room);
        this.room = new SessionRoom(shared.rooms, name, userId, credentials.userName());
        this.begun = now;
        this.token = ResumeToken.create(userId);
    }

    String userId() {
        return userId;
    }

    boolean ended() {
        return ended;
    }

    /** Answers {@code signIn}. */
    synchronized void welcome(long requestId) {
        send(signedIn(requestId, OptionalLong.empty(), iceServers()));
    }

    private ServerMessage signedIn(
            long requestId, OptionalLong received, List<IceServer> iceServers) {
        return new ServerMessage.SignedIn(
                requestId, userId, token.text(), RESUME_WITHIN.toSeconds(), received, iceServers);
    }

    private List<IceServer> iceServers() {
        return shared.iceServers.apply(userId);
    }

    /**
     * Tells what has happened in the room. Called while the room is locked, so it may not take this
     * session's lock: whoever has that may be waiting for the room's.
     */
    void tell(RoomEvent event) {
        send(new ServerMessage.InRoom(event));
    }

    /**
     * Takes one message of the client.
     *
     * @param from the socket that it came by; another than the present one is not listened to: what
     *     it brings is sent again by the one that took its place
     * @return whether the session still was there to take it
     */
    synchronized boolean receive(Outbox from, String text, long time) {
        if (ended) {
            return false;
        }
        if (sent.goesTo(from)) {
            taken++;
            spent = null;
            now = time;
            Requests.take(text, this::handle, this::send);
        }
        return true;
    }

    private void handle(ClientMessage message) throws SignalException {
        switch (message) {
            case ClientMessage.SignIn _, ClientMessage.Resume _ ->
                    throw new SignalException(
                            ErrorCode.NOT_ALLOWED_NOW, "you are signed in already");
            case ClientMessage.SignOut signOut -> {
                end("signed out");
                send(new ServerMessage.Ok(signOut.id(), Map.of()));
            }
            case ClientMessage.StartBroadcast start -> startBroadcast(start);
            case ClientMessage.ResumeBroadcast resume -> resumeBroadcast(resume);
            case ClientMessage.BroadcastCandidates candidates -> running().candidates(candidates);
            case ClientMessage.StopBroadcast stop ->
                    running().stop(how -> send(new ServerMessage.BroadcastStopped(stop.id(), how)));
            case ClientMessage.SendMetaData data -> sendMetaData(data);
            case ClientMessage.IceServers ask ->
                    send(new ServerMessage.IceServers(ask.id(), iceServers()));
            case ClientMessage.InRoom inRoom -> takeInRoom(inRoom);
        }
    }

    private void takeInRoom(ClientMessage.InRoom request) throws SignalException {
        sent.hold();
        Optional<String> answer = Optional.empty();
        try {
            answer = Optional.of(room.take(request, now).toJson());
        } finally {
            sent.release(answer);
        }
    }

    private void startBroadcast(ClientMessage.StartBroadcast request) throws SignalException {
        if (broadcast != null && !broadcast.over()) {
            throw new SignalException(ErrorCode.NOT_ALLOWED_NOW, "a broadcast is running already");
        }
        IcecastMounts mounts = new IcecastMounts(shared.icecast, room.name());
        List<Target> targets = GrantedOutput.targets(grant, request.targets(), mounts);
        SessionBroadcast starting =
                new SessionBroadcast(shared.broadcasts, this::send, targets, userName);
        try {
            starting.start(request);
            broadcast = starting;
        } catch (SdpException | NotStartedException e) {
            throw new SignalException(ErrorCode.START_FAILED, String.valueOf(e.getMessage()));
        }
    }

    private void resumeBroadcast(ClientMessage.ResumeBroadcast request) throws SignalException {
        try {
            running().resume(request);
        } catch (SdpException | NotStartedException e) {
            throw new SignalException(ErrorCode.BROADCAST_FAILED, String.valueOf(e.getMessage()));
        }
    }

    private void sendMetaData(ClientMessage.SendMetaData request) throws SignalException {
        if (!metaData.allows(now)) {
            throw new SignalException(
                    ErrorCode.NOT_ALLOWED_NOW,
                    "sendMetaData may be called " + META_DATA_PER_SECOND + " times in a second");
        }
        running().sendMetaData(request.handlerName(), request.values());
        send(new ServerMessage.Ok(request.id(), Map.of()));
    }

    private SessionBroadcast running() throws SignalException {
        SessionBroadcast running = broadcast;
        if (running == null || running.over()) {
            throw new SignalException(ErrorCode.NOT_ALLOWED_NOW, "no broadcast is running");
        }
        return running;
    }

    private void send(ServerMessage message) {
        sent.send(message.toJson());
    }

    /**
     * Goes on at another socket, if the client there is the one that signed in: it has the token,
     * and it is no page or machine that could not have signed in in its place.
     *
     * @return whether it does
     */
    synchronized boolean resume(ClientMessage.Resume request, Caller next, Outbox outbox) {
        if (ended || !isOurs(request.token()) || !mayBe(next)) {
            return false;
        }
        if (!sent.has(request.received())) {
            end("missed more than is kept");
            return false;
        }
        spent = token.matches(request.token()) ? token : spent;
        token = ResumeToken.create(userId);
        lost = false;
        String answer = signedIn(request.id(), OptionalLong.of(taken), List.of()).toJson();
        sent.moveTo(outbox, answer, request.received());
        room.away(false);
        LOG.info("user {} is back", userId);
        return true;
    }

    private boolean isOurs(String given) {
        ResumeToken before = spent;
        return token.matches(given) || (before != null && before.matches(given));
    }

    /** Addresses change on the way from one network to another; page and machine don't. */
    private boolean mayBe(Caller next) {
        return next.origin().equals(caller.origin()) && (next.local() || !caller.local());
    }

    /** The socket is closed; if it was the present one, the user has a while to come back. */
    synchronized void lost(Outbox socket, long time) {
        if (!ended && sent.goesTo(socket)) {
            sent.detach();
            lost = true;
            lostAt = time;
            room.away(true);
        }
    }

    /** Ends what has lasted long enough. To be called each second or so. */
    synchronized void sweep(long time) {
        if (ended) {
            return;
        }
        if (time - begun >= lifetime()) {
            end("had its time");
            send(
                    new ServerMessage.SessionEnded(
                            ErrorCode.ACCESS_DENIED,
                            "the time for which you were let in is over; sign in again"));
        } else if (lost && time - lostAt >= RESUME_WITHIN.toNanos()) {
            end("did not come back");
        } else {
            sent.settle(time);
        }
    }

    private long lifetime() {
        return grant.lifetime()
                .filter(lifetime -> lifetime.compareTo(MAX_LIFETIME) < 0)
                .map(Duration::toNanos)
                .orElse(Long.MAX_VALUE);
    }

    /** Ends it because of what its present socket did; another one's misdeeds don't count. */
    synchronized void end(Outbox culprit, String reason) {
        if (sent.goesTo(culprit)) {
            end(reason);
        }
    }

    /** Ends it, its broadcast and its calls. May be called again. */
    synchronized void end(String reason) {
        if (ended) {
            return;
        }
        ended = true;
        SessionBroadcast running = broadcast;
        if (running != null) {
            running.stop(_ -> {});
            broadcast = null;
        }
        room.leave();
        LOG.info("user {} {}", userId, reason);
    }
}
