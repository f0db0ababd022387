package dev.rillcast.signal;

import dev.rillcast.auth.RefusedException;
import dev.rillcast.room.RoomException;

/** The API's error codes that the server gives. */
enum ErrorCode {
    WRONG_VALUE(1002, "WrongValue"),
    NO_SUCH_OBJECT(1004, "NoSuchObject"),
    NOT_ALLOWED_NOW(1006, "NotAllowedNow"),
    NOT_SIGNED_IN(4001, "NotSignedIn"),
    START_FAILED(5001, "StartBroadcastFailed"),
    BROADCAST_FAILED(5002, "BroadcastFailed"),
    GENERAL(101000, "ServerError"),
    ACCESS_DENIED(102001, "AccessDenied"),
    WRONG_CREDENTIALS(103001, "WrongCredentials"),
    JWT_REFUSED(103003, "JwtRefused"),
    API_KEY_REFUSED(104002, "ApiKeyRefused"),
    MALFORMED(107001, "MalformedRequest"),
    NO_SUCH_SESSION(107002, "NoSuchSession"),
    RTMP_FAILED(109000, "RtmpFailed");

    private final int number;
    private final String label;

    ErrorCode(int number, String label) {
        this.number = number;
        this.label = label;
    }

    /** The code for somebody who was not let in. */
    static ErrorCode of(RefusedException.Reason reason) {
        return switch (reason) {
            case LOCAL_ONLY, DENIED, TOO_MANY_ATTEMPTS -> ACCESS_DENIED;
            case WRONG_CREDENTIALS -> WRONG_CREDENTIALS;
            case JWT_REFUSED -> JWT_REFUSED;
            case API_KEY_REFUSED -> API_KEY_REFUSED;
            case UNAVAILABLE -> GENERAL;
        };
    }

    /** The code for what a room does not do. */
    static ErrorCode of(RoomException.Reason reason) {
        return switch (reason) {
            case ONESELF -> WRONG_VALUE;
            case NO_SUCH -> NO_SUCH_OBJECT;
            case NOT_NOW -> NOT_ALLOWED_NOW;
        };
    }

    int number() {
        return number;
    }

    String label() {
        return label;
    }
}
