package dev.rillcast.ice;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What a TURN server asks of a browser. */
public record TurnCredential(String username, String credential) {
    /** What draft-uberti-behave-turn-rest-00 recommends is a day; half of it covers any meeting. */
    public static final Duration LIFETIME = Duration.ofHours(12);

    /**
     * Makes one that the TURN server can check without asking anybody, since it has the same secret
     * (draft-uberti-behave-turn-rest-00, section 2.2; coturn calls it {@code use-auth-secret}).
     *
     * @param userId stands in the TURN server's log
     */
    static TurnCredential make(String secret, String userId, Instant now) {
        String username = now.plus(LIFETIME).getEpochSecond() + ":" + userId;
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            byte[] proof = mac.doFinal(username.getBytes(StandardCharsets.UTF_8));
            return new TurnCredential(username, Base64.getEncoder().encodeToString(proof));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has HMAC-SHA1", e);
        }
    }

    /** Without the credential: this may get into a log. */
    @Override
    public String toString() {
        return "TurnCredential[" + username + "]";
    }
}
