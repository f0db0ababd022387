package dev.rillcast.signal;

import dev.rillcast.auth.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;

/**
 * Takes a session over, once: {@code USERID.SECRET}. The user's id finds the session, the secret,
 * 256 random bits, proves that it is the client's.
 */
final class ResumeToken {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String text;

    private ResumeToken(String text) {
        this.text = text;
    }

    static ResumeToken create(String userId) {
        return new ResumeToken(userId + "." + Secrets.random(RANDOM));
    }

    /** The user's id in a token that a client brought; whether there is such a user is open. */
    static String userId(String given) {
        return given.substring(0, Math.max(0, given.indexOf('.')));
    }

    /** Takes as long for any wrong token of its length. */
    boolean matches(String given) {
        return MessageDigest.isEqual(
                text.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    /** For the client alone. */
    String text() {
        return text;
    }
}
