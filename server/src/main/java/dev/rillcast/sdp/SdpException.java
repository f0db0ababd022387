package dev.rillcast.sdp;

/** An offer that can't be answered; the message says what was wrong and what is taken. */
public final class SdpException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whose fault: the text's, or what it asks for. */
    public enum Reason {
        MALFORMED,
        NOT_ACCEPTABLE
    }

    private final Reason reason;

    private SdpException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    static SdpException malformed(String message) {
        return new SdpException(Reason.MALFORMED, message);
    }

    static SdpException notAcceptable(String message) {
        return new SdpException(Reason.NOT_ACCEPTABLE, message);
    }

    public Reason reason() {
        return reason;
    }
}
