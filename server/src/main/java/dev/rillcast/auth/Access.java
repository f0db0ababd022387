package dev.rillcast.auth;

import dev.rillcast.auth.RefusedException.Reason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** The rules of the house: what is not configured is open to this machine alone. */
public final class Access {
    private static final String BEARER = "Bearer ";

    private final Optional<String> whipToken;

    public Access(Optional<String> whipToken) {
        this.whipToken = whipToken;
    }

    /**
     * Whether an encoder may publish.
     *
     * @param authorization the header of that name (RFC 6750 2.1)
     */
    public Grant whip(Caller caller, Optional<String> authorization) throws RefusedException {
        if (whipToken.isEmpty()) {
            return ofThisMachine(
                    caller,
                    "without whip.token in its configuration the server takes streams from its own machine only");
        }
        String given =
                authorization
                        .filter(a -> a.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                        .map(a -> a.substring(BEARER.length()).strip())
                        .orElse("");
        if (!same(given, whipToken.get())) {
            throw new RefusedException(
                    Reason.WRONG_CREDENTIALS, "the bearer token is missing or wrong");
        }
        return Grant.ALL;
    }

    /** Whether a browser may sign in. */
    public Grant signIn(Caller caller, Credentials credentials) throws RefusedException {
        return ofThisMachine(caller, "this server lets only its own machine sign in");
    }

    private static Grant ofThisMachine(Caller caller, String otherwise) throws RefusedException {
        if (!caller.local()) {
            throw new RefusedException(Reason.LOCAL_ONLY, otherwise);
        }
        return Grant.ALL;
    }

    private static boolean same(String a, String b) {
        return MessageDigest.isEqual(
                a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }
}
