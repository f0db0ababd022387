package dev.rillcast.room;

/** A member wanted what can't be done; nothing has changed. The message is for people. */
public final class RoomException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What kind of thing was wrong. */
    public enum Reason {
        /** There is no such member or no such call. */
        NO_SUCH,
        /** Right in itself, but not in this state. */
        NOT_NOW,
        /** Nobody calls himself. */
        ONESELF
    }

    private final Reason reason;

    RoomException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
