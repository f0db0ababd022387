package dev.rillcast.rtmp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * User and password of an output, for ingests that ask for them. It is not printed.
 *
 * @param password empty when the output names none
 */
public record Login(String user, String password) {

    /**
     * Reads what stands before the {@code @} of a URL (RFC 3986 3.2.1), percent-decoded.
     *
     * @throws IllegalArgumentException saying what is wrong, without the text
     */
    static Login parse(String userInfo) {
        if (userInfo.indexOf('\\')
                >= 0) { // others take it for a slash, and what follows for a path
            throw new IllegalArgumentException(
                    "a backslash in the output's user or password must be percent-encoded");
        }
        int colon = userInfo.indexOf(':');
        String user = decode(colon < 0 ? userInfo : userInfo.substring(0, colon));
        String password = colon < 0 ? "" : decode(userInfo.substring(colon + 1));
        if (user.isEmpty()) {
            throw new IllegalArgumentException("the output has no user before the @");
        }
        if ((user + password).chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "the output's user and password take no control characters");
        }
        return new Login(user, password);
    }

    private static String decode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer decoded = ByteBuffer.allocate(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                decoded.put(bytes[i]);
            } else {
                decoded.put((byte) (digit(bytes, i + 1) << 4 | digit(bytes, i + 2)));
                i += 2;
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the output's user or password is not UTF-8", e);
        }
    }

    private static int digit(byte[] text, int index) {
        int digit = index < text.length ? Character.digit(text[index], 16) : -1;
        if (digit < 0) {
            throw new IllegalArgumentException(
                    "in the output's user and password two hex digits follow a %; %25 stands for"
                            + " the % itself");
        }
        return digit;
    }

    @Override
    public String toString() {
        return "Login[…]";
    }
}
