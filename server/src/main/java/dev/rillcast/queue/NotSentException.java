package dev.rillcast.queue;

/** Metadata that a broadcast did not take; the message is a sentence for the publisher. */
public final class NotSentException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why. */
    public enum Reason {
        /** The broadcast has ended. */
        OVER,
        /** More waits to be sent than may. */
        TOO_MUCH,
        /** The values can't be written as AMF0. */
        BAD_VALUES
    }

    /**
     * @param message a sentence for who wanted it sent
     */
    public NotSentException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
