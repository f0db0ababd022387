package dev.rillcast.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes session keys from a master key (RFC 3711 4.3), with a key derivation rate of zero: once.
 */
final class KeyDerivation {
    /** HMAC-SHA1 takes a key of 160 bits (RFC 3711 5.2). */
    static final int AUTHENTICATION_KEY_LENGTH = 20;

    /** The byte of the salt that the label is added to: label || 48 bits of index / rate. */
    private static final int LABEL_POSITION = 7;

    private final byte[] masterKey;
    private final byte[] masterSalt;

    KeyDerivation(byte[] masterKey, byte[] masterSalt) {
        this.masterKey = masterKey;
        this.masterSalt = masterSalt;
    }

    byte[] encryptionKey(Protocol protocol, int length) {
        return derive(protocol.firstLabel, length);
    }

    byte[] authenticationKey(Protocol protocol) {
        return derive(protocol.firstLabel + 1, AUTHENTICATION_KEY_LENGTH);
    }

    byte[] salt(Protocol protocol, int length) {
        return derive(protocol.firstLabel + 2, length);
    }

    byte[] derive(int label, int length) {
        // RFC 7714 11: the salt of 12 bytes is padded with zeros on the right, as is that of 14.
        byte[] block = Arrays.copyOf(masterSalt, 16);
        block[LABEL_POSITION] ^= (byte) label;
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(masterKey, "AES"),
                    new IvParameterSpec(block));
            return cipher.doFinal(new byte[length]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has AES in counter mode", e);
        }
    }

    /** Whose keys: each protocol has three labels of its own (RFC 3711 4.3.1 and 4.3.2). */
    enum Protocol {
        RTP(0),
        RTCP(3);

        private final int firstLabel;

        Protocol(int firstLabel) {
            this.firstLabel = firstLabel;
        }
    }
}
