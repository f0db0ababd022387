package dev.rillcast.broadcast;

/** A broadcast that did not begin; the message is a sentence for the publisher. */
public final class NotStartedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Whose fault it is. */
    public enum Reason {
        /** The ICE or DTLS part of the offer can't be. */
        BAD_OFFER,
        /** As many broadcasts run as may, or the server stops. */
        UNAVAILABLE
    }

    NotStartedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
