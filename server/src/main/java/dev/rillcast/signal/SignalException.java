package dev.rillcast.signal;

/** A request that can't be carried out; code, name and message go to the client. */
final class SignalException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    SignalException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    ErrorCode code() {
        return code;
    }
}
