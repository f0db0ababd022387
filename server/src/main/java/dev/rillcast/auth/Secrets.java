package dev.rillcast.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * Tokens or keys that somebody may show, kept as SHA-256: enough for what nobody can guess, and
 * compared in constant time.
 */
public final class Secrets {
    private static final String PREFIX = "sha256:";
    private static final int RANDOM_BYTES = 32;

    private final List<byte[]> hashes;

    /**
     * @param entries each as it is, or as {@code sha256:HEX}
     */
    public Secrets(List<String> entries) {
        hashes = entries.stream().map(Secrets::stored).toList();
    }

    boolean contains(String secret) {
        byte[] hash = sha256(secret);
        boolean found = false;
        for (byte[] known : hashes) {
            found |= MessageDigest.isEqual(known, hash);
        }
        return found;
    }

    /** The form in which a token or key is kept. */
    public static String hash(String secret) {
        return PREFIX + HexFormat.of().formatHex(sha256(secret));
    }

    /** A new one, of 256 bits; fit for a header and a URL. */
    public static String random(SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] stored(String entry) {
        return entry.startsWith(PREFIX)
                ? HexFormat.of().parseHex(entry.substring(PREFIX.length()))
                : sha256(entry);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
