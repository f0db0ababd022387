package dev.rillcast.auth;

/** Somebody may not come in. The message is for them: it names no secret and no account. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why not. */
    public enum Reason {
        /** No credentials would help: it is open to this machine only. */
        LOCAL_ONLY,
        /** The token, or the account's name or password, is missing or wrong. */
        WRONG_CREDENTIALS
    }

    public RefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
