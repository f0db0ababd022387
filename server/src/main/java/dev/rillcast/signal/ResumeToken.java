package dev.rillcast.signal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Takes a session over, once: {@code USERID.SECRET}. The user's id finds the session, the secret,
 * 256 random bits, proves that it is the client's.
 */
final class ResumeToken {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SECRET_BYTES = 32;

    private final String text;

    private ResumeToken(String text) {
        this.text = text;
    }

    static ResumeToken create(String userId) {
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        return new ResumeToken(
                userId + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
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
