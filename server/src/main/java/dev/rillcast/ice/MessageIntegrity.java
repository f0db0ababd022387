package dev.rillcast.ice;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA1 under a short-term password (RFC 8489 9.1.1 and 14.5). Belongs to one thread.
 *
 * <p>The password is of ice-chars only, so SASLprep has nothing to do.
 */
final class MessageIntegrity {
    static final int LENGTH = 20;

    private final Mac mac;

    MessageIntegrity(String password) {
        try {
            mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has HMAC-SHA1", e);
        }
    }

    /** Whether the message was made by somebody who knows the password. */
    boolean verify(StunMessage message) {
        int position = message.integrityPosition();
        if (position < 0) {
            return false;
        }
        ByteBuffer bytes = message.bytes();
        byte[] found = new byte[LENGTH];
        bytes.get(position, found);
        return MessageDigest.isEqual(
                found, compute(bytes, position - StunHeader.ATTRIBUTE_HEADER_LENGTH));
    }

    /**
     * The value for an attribute at that position. The length in the header is taken as if the
     * message ended with this attribute, for a FINGERPRINT may follow it.
     */
    byte[] compute(ByteBuffer message, int position) {
        int end = position + StunHeader.ATTRIBUTE_HEADER_LENGTH + LENGTH;
        ByteBuffer header =
                ByteBuffer.allocate(4)
                        .putShort(message.getShort(0))
                        .putShort((short) (end - StunHeader.LENGTH))
                        .flip();
        mac.update(header);
        mac.update(message.slice(4, position - 4));
        return mac.doFinal();
    }
}
