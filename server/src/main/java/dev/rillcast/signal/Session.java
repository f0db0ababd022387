package dev.rillcast.signal;

import dev.rillcast.auth.Access;
import dev.rillcast.auth.Caller;
import dev.rillcast.auth.RefusedException;
import dev.rillcast.broadcast.Broadcasts;
import dev.rillcast.broadcast.NotStartedException;
import dev.rillcast.broadcast.Target;
import dev.rillcast.broadcast.TargetOptions;
import dev.rillcast.rtmp.RtmpUrl;
import dev.rillcast.sdp.Offer;
import dev.rillcast.sdp.SdpException;
import java.security.SecureRandom;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * One client's session, from its WebSocket's opening to its closing.
 *
 * <p>Messages come one after the other on the socket's thread; a broadcast speaks up on its own
 * threads.
 */
public final class Session implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final int VERSION = 1;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Caller caller;
    private final Access access;
    private final Broadcasts broadcasts;
    private final Outbox outbox;
    private final MessageRate rate = new MessageRate();
    private boolean wasSignedIn;
    private boolean closed;
    private @Nullable String userId;
    private @Nullable SessionBroadcast broadcast;

    public Session(Caller caller, Access access, Broadcasts broadcasts, Outbox outbox) {
        this.caller = caller;
        this.access = access;
        this.broadcasts = broadcasts;
        this.outbox = outbox;
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
        if (!rate.allows(now)) {
            outbox.end("more than " + MessageRate.PER_SECOND + " messages in a second");
            close();
            return;
        }
        long id = 0;
        try {
            JsonNode node = ClientMessageReader.parse(text);
            id = ClientMessageReader.id(node);
            handle(ClientMessageReader.read(node));
        } catch (SignalException e) {
            send(new ServerMessage.Refused(id, e.code(), String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            LOG.error("a signalling message broke its handler", e);
            send(new ServerMessage.Refused(id, ErrorCode.GENERAL, "an error within the server"));
        }
    }

    private void handle(ClientMessage message) throws SignalException {
        switch (message) {
            case ClientMessage.SignIn signIn -> signIn(signIn);
            case ClientMessage.SignOut signOut -> signOut(signOut);
            case ClientMessage.StartBroadcast start -> startBroadcast(start);
            case ClientMessage.StopBroadcast stop -> stopBroadcast(stop);
        }
    }

    private void signIn(ClientMessage.SignIn request) throws SignalException {
        if (request.version() != VERSION) {
            throw new SignalException(
                    ErrorCode.MALFORMED,
                    "version must be " + VERSION + ", the one this server speaks");
        }
        if (userId != null) {
            throw new SignalException(ErrorCode.NOT_ALLOWED_NOW, "you are signed in already");
        }
        try {
            access.signIn(caller, request.credentials());
        } catch (RefusedException e) {
            throw new SignalException(code(e.reason()), String.valueOf(e.getMessage()));
        }
        String given = Integer.toString(RANDOM.nextInt(10_000_000, 100_000_000));
        userId = given;
        wasSignedIn = true;
        LOG.info("user {} signed in", given);
        send(new ServerMessage.Ok(request.id(), Map.of("userId", given)));
    }

    private static ErrorCode code(RefusedException.Reason reason) {
        return switch (reason) {
            case LOCAL_ONLY, DENIED, TOO_MANY_ATTEMPTS -> ErrorCode.ACCESS_DENIED;
            case WRONG_CREDENTIALS -> ErrorCode.WRONG_CREDENTIALS;
            case JWT_REFUSED -> ErrorCode.JWT_REFUSED;
            case API_KEY_REFUSED -> ErrorCode.API_KEY_REFUSED;
            case UNAVAILABLE -> ErrorCode.GENERAL;
        };
    }

    private void signOut(ClientMessage.SignOut request) throws SignalException {
        String user = signedIn();
        endBroadcast();
        userId = null;
        LOG.info("user {} signed out", user);
        send(new ServerMessage.Ok(request.id(), Map.of()));
    }

    private void startBroadcast(ClientMessage.StartBroadcast request) throws SignalException {
        signedIn();
        if (broadcast != null && !broadcast.over()) {
            throw new SignalException(ErrorCode.NOT_ALLOWED_NOW, "a broadcast is running already");
        }
        RtmpUrl url = output(request);
        SessionBroadcast starting = new SessionBroadcast(this::send, url.streamKey());
        try {
            starting.start(
                    broadcasts,
                    Offer.parse(request.sdp()),
                    new Target(url, false, TargetOptions.NONE),
                    sdp -> send(new ServerMessage.Ok(request.id(), Map.of("sdp", sdp))));
            broadcast = starting;
        } catch (SdpException | NotStartedException e) {
            throw new SignalException(ErrorCode.START_FAILED, String.valueOf(e.getMessage()));
        }
    }

    private static RtmpUrl output(ClientMessage.StartBroadcast request) throws SignalException {
        try {
            return RtmpUrl.parse(request.output(), request.streamName().orElse(null));
        } catch (IllegalArgumentException e) {
            throw new SignalException(
                    ErrorCode.MALFORMED, "transcodingTargets.output: " + e.getMessage());
        }
    }

    private void stopBroadcast(ClientMessage.StopBroadcast request) throws SignalException {
        signedIn();
        SessionBroadcast running = broadcast;
        if (running == null || running.over()) {
            throw new SignalException(ErrorCode.NOT_ALLOWED_NOW, "no broadcast is running");
        }
        running.stop(() -> send(new ServerMessage.Ok(request.id(), Map.of())));
    }

    private String signedIn() throws SignalException {
        String user = userId;
        if (user == null) {
            throw new SignalException(ErrorCode.NOT_SIGNED_IN, "you are not signed in");
        }
        return user;
    }

    private void endBroadcast() {
        SessionBroadcast running = broadcast;
        if (running != null) {
            running.stop(() -> {});
            broadcast = null;
        }
    }

    private void send(ServerMessage message) {
        outbox.send(message.toJson());
    }

    /** To be called a while after the opening: who has not signed in by then has to leave. */
    public synchronized void endUnlessSignedIn() {
        if (!wasSignedIn && !closed) {
            outbox.end("nobody signed in");
            close();
        }
    }

    /** The socket is closed. May be called again. */
    @Override
    public synchronized void close() {
        closed = true;
        endBroadcast();
        userId = null;
    }
}
