package dev.rillcast.ice;

import java.security.SecureRandom;

/**
 * A user name fragment and a password, as in {@code a=ice-ufrag} and {@code a=ice-pwd} (RFC 8839
 * 5.4).
 */
public record IceCredentials(String ufrag, String password) {
    private static final String ICE_CHARS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /** Six bits each: 48 bits, so that no two peers of a server get the same. */
    private static final int UFRAG_LENGTH = 8;

    /** 144 bits; RFC 8445 5.3 asks for 128. */
    private static final int PASSWORD_LENGTH = 24;

    /**
     * @throws IllegalArgumentException naming the part that RFC 8839 does not allow
     */
    public IceCredentials {
        require("ice-ufrag", ufrag, 4);
        require("ice-pwd", password, 22);
    }

    public static IceCredentials generate(SecureRandom random) {
        return new IceCredentials(token(random, UFRAG_LENGTH), token(random, PASSWORD_LENGTH));
    }

    /** Without the password: this may get into a log. */
    @Override
    public String toString() {
        return "IceCredentials[" + ufrag + "]";
    }

    private static String token(SecureRandom random, int length) {
        StringBuilder token = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            token.append(ICE_CHARS.charAt(random.nextInt(ICE_CHARS.length())));
        }
        return token.toString();
    }

    static void require(String name, String value, int minimum) {
        if (value.length() < minimum || value.length() > 256) {
            throw new IllegalArgumentException(
                    "%s has %d characters; %d to 256 are allowed"
                            .formatted(name, value.length(), minimum));
        }
        if (!value.chars().allMatch(character -> ICE_CHARS.indexOf(character) >= 0)) {
            throw new IllegalArgumentException(
                    name + " may hold letters, digits, '+' and '/' only");
        }
    }
}
