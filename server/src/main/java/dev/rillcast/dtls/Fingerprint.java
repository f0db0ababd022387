package dev.rillcast.dtls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * The hash of a certificate, as {@code a=fingerprint} carries it (RFC 8122 5).
 *
 * @param algorithm sha-256, sha-384 or sha-512
 * @param value pairs of upper-case hexadecimal digits with colons between them
 */
public record Fingerprint(String algorithm, String value) {
    /** SHA-1 and MD5 can be forged, so they are not among them. */
    private static final List<String> ALGORITHMS = List.of("sha-256", "sha-384", "sha-512");

    private static final HexFormat HEX = HexFormat.ofDelimiter(":").withUpperCase();

    /**
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public Fingerprint {
        algorithm = algorithm.toLowerCase(Locale.ROOT);
        value = value.toUpperCase(Locale.ROOT);
        if (!ALGORITHMS.contains(algorithm)) {
            throw new IllegalArgumentException(
                    "a fingerprint may be of sha-256, sha-384 or sha-512");
        }
        if (!isHex(value) || (value.length() + 1) / 3 != digest(algorithm).getDigestLength()) {
            throw new IllegalArgumentException(
                    "a fingerprint of %s has %d pairs of hexadecimal digits with colons between"
                            .formatted(algorithm, digest(algorithm).getDigestLength()));
        }
    }

    /**
     * Parses the value of an {@code a=fingerprint} line, such as {@code sha-256 12:AB:…}.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public static Fingerprint parse(String attribute) {
        String[] parts = attribute.strip().split(" +", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException(
                    "a fingerprint is the name of a hash, a space and the hash");
        }
        return new Fingerprint(parts[0], parts[1]);
    }

    /** The SHA-256 fingerprint of a certificate in DER. */
    static Fingerprint of(byte[] certificate) {
        return new Fingerprint("sha-256", HEX.formatHex(digest("sha-256").digest(certificate)));
    }

    /** Whether it is the fingerprint of that certificate, in DER. */
    boolean matches(byte[] certificate) {
        return MessageDigest.isEqual(HEX.parseHex(value), digest(algorithm).digest(certificate));
    }

    /** As in SDP. */
    @Override
    public String toString() {
        return algorithm + " " + value;
    }

    private static boolean isHex(String value) {
        return value.matches("[0-9A-F]{2}(:[0-9A-F]{2})*");
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK has SHA-2", e);
        }
    }
}
