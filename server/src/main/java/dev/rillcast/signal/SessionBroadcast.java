package dev.rillcast.signal;

import dev.rillcast.broadcast.Broadcast;
import dev.rillcast.broadcast.BroadcastListener;
import dev.rillcast.broadcast.Broadcasts;
import dev.rillcast.broadcast.Failure;
import dev.rillcast.broadcast.NotStartedException;
import dev.rillcast.broadcast.TargetStatus;
import dev.rillcast.output.Target;
import dev.rillcast.queue.NotSentException;
import dev.rillcast.report.Report;
import dev.rillcast.report.TargetVideo;
import dev.rillcast.rtmp.RtmpUrl;
import dev.rillcast.sdp.Offer;
import dev.rillcast.sdp.SdpException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A session's broadcast: tells the client how it is doing, and answers its wish to stop once that
 * is done.
 */
final class SessionBroadcast implements BroadcastListener {
    private final Broadcasts broadcasts;
    private final Consumer<ServerMessage> client;
    private final List<Target> targets;
    private final String publisher;
    private final List<Consumer<Report>> awaitingEnd = new ArrayList<>();
    private final Map<Integer, String> told = new HashMap<>(); // of the video, by target
    private @Nullable Broadcast broadcast;
    private boolean over;

    /**
     * @param publisher the user's name, as the user gave it
     */
    SessionBroadcast(
            Broadcasts broadcasts,
            Consumer<ServerMessage> client,
            List<Target> targets,
            String publisher) {
        this.broadcasts = broadcasts;
        this.client = client;
        this.targets = targets;
        this.publisher = publisher;
    }

    /** Begins it; its answer comes before anything else is told. */
    synchronized void start(ClientMessage.StartBroadcast request)
            throws NotStartedException, SdpException {
        Offer offer =
                Offer.parse(request.sdp(), Target.videoCodecs(targets, broadcasts.transcodes()));
        Broadcasts.Started started =
                broadcasts.start(offer, targets, request.picture(), true, this);
        broadcast = started.broadcast();
        client.accept(
                new ServerMessage.Ok(
                        request.id(),
                        Map.of("sdp", started.answer(), "broadcastId", broadcast.id())));
    }

    /** Lets the client come back by another connection, or by another way for the one it has. */
    synchronized void resume(ClientMessage.ResumeBroadcast request)
            throws SignalException, NotStartedException, SdpException {
        Broadcast running = running();
        Offer offer = Offer.parse(request.sdp(), running.videoCodecs());
        String answer = broadcasts.resume(running, offer);
        client.accept(new ServerMessage.Ok(request.id(), Map.of("sdp", answer)));
    }

    /**
     * Candidates need no more than to be read: an ICE-lite server learns of them by their checks.
     */
    synchronized void candidates(ClientMessage.BroadcastCandidates request) throws SignalException {
        var _ = running();
        client.accept(new ServerMessage.Ok(request.id(), Map.of()));
    }

    private Broadcast running() throws SignalException {
        Broadcast running = broadcast;
        if (over || running == null || !awaitingEnd.isEmpty()) {
            throw new SignalException(ErrorCode.NOT_ALLOWED_NOW, "no broadcast is running");
        }
        return running;
    }

    /**
     * Ends it.
     *
     * @param done called when the ingests have been told; from here on nothing else is told
     */
    synchronized void stop(Consumer<Report> done) {
        Broadcast running = broadcast;
        if (running == null) {
            return;
        }
        if (over) {
            done.accept(running.report());
            return;
        }
        awaitingEnd.add(done);
        running.stop();
    }

    /** Sends data to those who watch; see {@link Broadcast#sendMetaData}. */
    synchronized void sendMetaData(String handlerName, Map<String, @Nullable Object> values)
            throws SignalException {
        Broadcast running = running();
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
    public synchronized void status(TargetStatus status) {
        if (!over && awaitingEnd.isEmpty()) {
            RtmpUrl url = targets.get(status.target() - 1).url();
            client.accept(new ServerMessage.BroadcastStatus(status, text(status), url.streamKey()));
        }
    }

    @Override
    public String publisher() {
        return publisher;
    }

    /** How a target gets its video is said when it is known, and again when it has changed. */
    private String text(TargetStatus status) {
        String how = status.video().map(TargetVideo::sentence).orElse("");
        boolean known = how.isEmpty() || how.equals(told.put(status.target(), how));
        String text = status.text();
        return known ? text : text + (text.endsWith(".") ? " " : ". ") + how;
    }

    @Override
    public synchronized void ended(Optional<Failure> failure, Report report) {
        over = true;
        if (!awaitingEnd.isEmpty()) {
            awaitingEnd.forEach(done -> done.accept(report));
            return;
        }
        client.accept(
                new ServerMessage.BroadcastEnded(
                        failure.map(SessionBroadcast::code).orElse(ErrorCode.BROADCAST_FAILED),
                        failure.map(Failure::message).orElse("the browser closed the connection"),
                        report));
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
