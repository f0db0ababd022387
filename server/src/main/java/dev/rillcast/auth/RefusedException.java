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
        WRONG_CREDENTIALS,
        /** The JWT is forged, expired or for somebody else. */
        JWT_REFUSED,
        /** The API key is none that is known. */
        API_KEY_REFUSED,
        /** The credentials are good, but not for this; or the web hook says no. */
        DENIED,
        /** After several wrong attempts: the next one has to wait. */
        TOO_MANY_ATTEMPTS,
        /** Nothing is known against the credentials: who could check them does not answer. */
        UNAVAILABLE
    }

    public RefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
