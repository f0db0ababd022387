package dev.rillcast.signal;

import dev.rillcast.broadcast.Broadcast;
import dev.rillcast.broadcast.BroadcastListener;
import dev.rillcast.broadcast.Broadcasts;
import dev.rillcast.broadcast.Failure;
import dev.rillcast.broadcast.NotSentException;
import dev.rillcast.broadcast.NotStartedException;
import dev.rillcast.broadcast.Target;
import dev.rillcast.sdp.Offer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A session's broadcast: tells the client how it is doing, and answers its wish to stop once that
 * is done.
 */
final class SessionBroadcast implements BroadcastListener {
    private final Consumer<ServerMessage> client;
    private final String streamName;
    private final String note;
    private final List<Runnable> awaitingEnd = new ArrayList<>();
    private @Nullable Broadcast broadcast;
    private boolean over;

    /**
     * @param note what else the client is told at the beginning; may be empty
     */
    SessionBroadcast(Consumer<ServerMessage> client, String streamName, String note) {
        this.client = client;
        this.streamName = streamName;
        this.note = note;
    }

    /**
     * Begins it.
     *
     * @param answered takes the SDP answer, before anything else is told
     */
    synchronized void start(
            Broadcasts broadcasts, Offer offer, Target target, Consumer<String> answered)
            throws NotStartedException {
        Broadcasts.Started started = broadcasts.start(offer, target, this);
        broadcast = started.broadcast();
        answered.accept(started.answer());
    }

    /**
     * Ends it.
     *
     * @param done called when the ingest has been told; from here on nothing else is told
     */
    synchronized void stop(Runnable done) {
        Broadcast running = broadcast;
        if (over || running == null) {
            done.run();
            return;
        }
        awaitingEnd.add(done);
        running.stop();
    }

    /** Sends data to those who watch; see {@link Broadcast#sendMetaData}. */
    synchronized void sendMetaData(String handlerName, Map<String, @Nullable Object> values)
            throws SignalException {
        Broadcast running = broadcast;
        if (over || running == null || !awaitingEnd.isEmpty()) {
            throw new SignalException(ErrorCode.NOT_ALLOWED_NOW, "no broadcast is running");
        }
        try {
            running.sendMetaData(handlerName, values);
        } catch (NotSentException e) {
            ErrorCode code =
                    switch (e.reason()) {
                        case OVER, TOO_MUCH -> ErrorCode.NOT_ALLOWED_NOW;
                        case BAD_VALUES -> ErrorCode.MALFORMED;
                    };
            throw new SignalException(code, String.valueOf(e.getMessage()));
        }
    }

    synchronized boolean over() {
        return over;
    }

    @Override
    public synchronized void stage(Stage stage, String text) {
        if (!over && awaitingEnd.isEmpty()) {
            String message = stage.name().toLowerCase(Locale.ROOT);
            String told = stage == Stage.SIGNALLING ? (text + " " + note).strip() : text;
            client.accept(
                    new ServerMessage.BroadcastStatus(stage.state(), message, told, streamName));
        }
    }

    @Override
    public synchronized void ended(Optional<Failure> failure) {
        over = true;
        if (!awaitingEnd.isEmpty()) {
            awaitingEnd.forEach(Runnable::run);
            return;
        }
        client.accept(
                new ServerMessage.BroadcastEnded(
                        failure.map(SessionBroadcast::code).orElse(ErrorCode.BROADCAST_FAILED),
                        failure.map(Failure::message).orElse("the browser closed the connection")));
    }

    private static ErrorCode code(Failure failure) {
        return switch (failure.kind()) {
            case OUTPUT_REFUSED -> ErrorCode.ACCESS_DENIED;
            case RTMP_FAILED -> ErrorCode.RTMP_FAILED;
            case PUBLISHER_LOST -> ErrorCode.BROADCAST_FAILED;
            case SERVER -> ErrorCode.GENERAL;
        };
    }
}
