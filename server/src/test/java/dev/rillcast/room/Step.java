package dev.rillcast.room;

/** One thing that happens in a {@link RoomWalk}. */
public sealed interface Step {
    /** The same text in each step: what is said is not looked at. */
    Negotiation SAID = new Negotiation.Description("offer", "v=0");

    /** What a user does. */
    sealed interface ByUser extends Step {
        String user();
    }

    /** What a user does with another one. */
    sealed interface WithOther extends ByUser {
        String other();
    }

    record Enter(String user, String room) implements ByUser {}

    record Leave(String user) implements ByUser {}

    record Away(String user, boolean away) implements ByUser {}

    record Mute(String user, boolean audio, boolean video) implements ByUser {}

    record Invoke(String user, String other) implements WithOther {}

    record Answer(String user, String other) implements WithOther {}

    record Decline(String user, String other) implements WithOther {}

    record HangUp(String user, String other) implements WithOther {}

    /** By the number of the call with the other one, or by one that is so much off. */
    record Negotiate(String user, String other, int off) implements WithOther {}

    record Pass(int seconds) implements Step {}

    record Sweep() implements Step {}

    /**
     * @param call the number for {@link Negotiate}
     */
    default void on(WalkedRooms rooms, long call, long now) throws RoomException {
        switch (this) {
            case Enter(String user, String room) -> rooms.enter(user, room);
            case Leave(String user) -> rooms.leave(user);
            case Away(String user, boolean away) -> rooms.away(user, away);
            case Mute(String user, boolean audio, boolean video) -> rooms.mute(user, audio, video);
            case Invoke(String user, String other) -> rooms.invoke(user, other, now);
            case Answer(String user, String other) -> rooms.answer(user, other);
            case Decline(String user, String other) -> rooms.decline(user, other);
            case HangUp(String user, String other) -> rooms.hangUp(user, other);
            case Negotiate(String user, String other, int _) ->
                    rooms.negotiate(user, other, call, SAID);
            case Pass _ -> {}
            case Sweep _ -> rooms.sweep(now);
        }
    }
}
