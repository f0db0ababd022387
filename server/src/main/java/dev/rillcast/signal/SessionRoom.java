package dev.rillcast.signal;

import dev.rillcast.room.Member;
import dev.rillcast.room.Negotiation;
import dev.rillcast.room.RoomException;
import dev.rillcast.room.Rooms;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A session's place in its room, as long as it is there. Guarded by the session's lock. */
final class SessionRoom {
    /**
     * What makes the list of members change, and with it a message to each of them. Leaving and
     * ending calls need no bound: each follows something that has one.
     */
    static final int CHANGES_PER_SECOND = 20;

    /**
     * Descriptions and candidates, in characters: a mesh of five that comes together at once needs
     * a quarter of it.
     */
    static final int NEGOTIATED_PER_SECOND = 512 * 1024;

    private static final String TOO_MUCH =
            "too much at once: enterRoom, invokeCall and setMuted may be called "
                    + CHANGES_PER_SECOND
                    + " times in a second, callDescription and callCandidates may bring "
                    + NEGOTIATED_PER_SECOND
                    + " characters";

    /** What a candidate's message has besides it, about. */
    private static final int CANDIDATE_FIELDS = 100;

    private final MessageRate changes = new MessageRate(CHANGES_PER_SECOND);
    private final MessageRate negotiated = new MessageRate(NEGOTIATED_PER_SECOND);
    private final Rooms rooms;
    private final Optional<String> name;
    private final String userId;
    private final String userName;
    private @Nullable Member member;

    /**
     * @param name of the only room that it may enter, empty if none was given
     */
    SessionRoom(Rooms rooms, Optional<String> name, String userId, String userName) {
        this.rooms = rooms;
        this.name = name;
        this.userId = userId;
        this.userName = userName;
    }

    /** Of the only room that it may enter. */
    Optional<String> name() {
        return name;
    }

    /**
     * Carries out what the client wants.
     *
     * @param now {@link System#nanoTime()}
     * @return the answer, which goes before all that the request has brought about
     */
    ServerMessage take(ClientMessage.InRoom request, long now) throws SignalException {
        checkRate(request, now);
        try {
            switch (request) {
                case ClientMessage.EnterRoom _ -> {
                    return enter(request.id());
                }
                case ClientMessage.LeaveRoom _ -> {
                    here().leave();
                    member = null;
                }
                case ClientMessage.SetMuted muted -> here().mute(muted.audio(), muted.video());
                case ClientMessage.InvokeCall call -> here().invoke(call.remoteUserId(), now);
                case ClientMessage.AnswerCall call -> here().answer(call.remoteUserId());
                case ClientMessage.DeclineCall call -> here().decline(call.remoteUserId());
                case ClientMessage.HangUpCall call -> here().hangUp(call.remoteUserId());
                case ClientMessage.Negotiate say ->
                        here().negotiate(say.remoteUserId(), say.call(), say.what());
            }
            return new ServerMessage.Ok(request.id(), Map.of());
        } catch (RoomException e) {
            throw new SignalException(ErrorCode.of(e.reason()), String.valueOf(e.getMessage()));
        }
    }

    private void checkRate(ClientMessage.InRoom request, long now) throws SignalException {
        boolean allowed =
                switch (request) {
                    case ClientMessage.EnterRoom _,
                            ClientMessage.InvokeCall _,
                            ClientMessage.SetMuted _ ->
                            changes.allows(now);
                    case ClientMessage.Negotiate say -> negotiated.allows(now, length(say.what()));
                    case ClientMessage.LeaveRoom _,
                            ClientMessage.AnswerCall _,
                            ClientMessage.DeclineCall _,
                            ClientMessage.HangUpCall _ ->
                            true;
                };
        if (!allowed) {
            throw new SignalException(ErrorCode.NOT_ALLOWED_NOW, TOO_MUCH);
        }
    }

    private static int length(Negotiation what) {
        return switch (what) {
            case Negotiation.Description description -> description.sdp().length();
            case Negotiation.Candidates candidates ->
                    candidates.candidates().stream()
                            .mapToInt(
                                    candidate -> CANDIDATE_FIELDS + candidate.candidate().length())
                            .sum();
        };
    }

    private ServerMessage enter(long id) throws SignalException, RoomException {
        String room =
                name.orElseThrow(
                        () ->
                                new SignalException(
                                        ErrorCode.WRONG_VALUE,
                                        "options.room was not given to signIn"));
        member = rooms.enter(room, userId, userName);
        return new ServerMessage.Ok(id, Map.of("room", room));
    }

    private Member here() throws SignalException {
        Member present = member;
        if (present == null) {
            throw new SignalException(ErrorCode.NOT_ALLOWED_NOW, "you are in no room");
        }
        return present;
    }

    /** The socket is lost, or there is one again. */
    void away(boolean away) {
        Member present = member;
        if (present != null) {
            present.away(away);
        }
    }

    /** The session ends. */
    void leave() {
        Member present = member;
        if (present != null) {
            present.leave();
            member = null;
        }
    }
}
