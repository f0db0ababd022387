package dev.rillcast.signal;

import dev.rillcast.auth.Credentials;
import dev.rillcast.media.PictureSize;
import dev.rillcast.room.Negotiation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a client asks for (docs/signalling.md). */
sealed interface ClientMessage {
    long id();

    /**
     * @param version of the protocol
     */
    record SignIn(long id, int version, Credentials credentials) implements ClientMessage {}

    /**
     * @param token what the last answer to {@code signIn} or {@code resume} brought
     * @param received how many of the session's messages the client has
     */
    record Resume(long id, int version, String token, long received) implements ClientMessage {
        /** Without the token: this may end up in a log. */
        @Override
        public String toString() {
            return "Resume[id=" + id + ", received=" + received + "]";
        }
    }

    record SignOut(long id) implements ClientMessage {}

    /**
     * @param sdp the browser's offer
     * @param picture what the browser's camera gives, as near as encoders take it
     * @param targets one or more
     */
    record StartBroadcast(
            long id, String sdp, Optional<PictureSize> picture, List<TranscodingTarget> targets)
            implements ClientMessage {}

    /**
     * @param sdp the browser's offer of a new connection, or of another way for the present one
     */
    record ResumeBroadcast(long id, String sdp) implements ClientMessage {}

    /** Candidates that came after the offer; the server finds them by their checks. */
    record BroadcastCandidates(long id) implements ClientMessage {}

    record StopBroadcast(long id) implements ClientMessage {}

    /**
     * @param handlerName {@code onMetaData} or {@code onCuePoint}
     * @param values in their order: maps, lists, strings, doubles, booleans and nulls
     */
    record SendMetaData(long id, String handlerName, Map<String, @Nullable Object> values)
            implements ClientMessage {}

    /** Asks for the ICE servers, with credentials that are new. */
    record IceServers(long id) implements ClientMessage {}

    /** What concerns the room and those who are there. */
    sealed interface InRoom extends ClientMessage {}

    record EnterRoom(long id) implements InRoom {}

    record LeaveRoom(long id) implements InRoom {}

    record SetMuted(long id, boolean audio, boolean video) implements InRoom {}

    record InvokeCall(long id, String remoteUserId) implements InRoom {}

    record AnswerCall(long id, String remoteUserId) implements InRoom {}

    record DeclineCall(long id, String remoteUserId) implements InRoom {}

    record HangUpCall(long id, String remoteUserId) implements InRoom {}

    /** {@code callDescription} or {@code callCandidates}. */
    record Negotiate(long id, String remoteUserId, long call, Negotiation what) implements InRoom {}
}
