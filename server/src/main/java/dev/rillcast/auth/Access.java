package dev.rillcast.auth;

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

    /** What to answer. */
    public enum Decision {
        GRANTED,
        /** The credentials are missing or wrong. */
        UNAUTHORIZED,
        /** No credentials would help: it is open to this machine only. */
        LOCAL_ONLY
    }

    /**
     * @param authorization the header of that name (RFC 6750 2.1)
     */
    public Decision whip(Caller caller, Optional<String> authorization) {
        if (whipToken.isEmpty()) {
            return signIn(caller);
        }
        String given =
                authorization
                        .filter(a -> a.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                        .map(a -> a.substring(BEARER.length()).strip())
                        .orElse("");
        return same(given, whipToken.get()) ? Decision.GRANTED : Decision.UNAUTHORIZED;
    }

    /** Whether a browser may sign in. */
    public Decision signIn(Caller caller) {
        return caller.local() ? Decision.GRANTED : Decision.LOCAL_ONLY;
    }

    private static boolean same(String a, String b) {
        return MessageDigest.isEqual(
                a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }
}
