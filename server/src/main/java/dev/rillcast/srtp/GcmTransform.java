package dev.rillcast.srtp;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES in Galois/counter mode (RFC 7714). The tag follows the enciphered bytes at once, so that one
 * call deciphers.
 *
 * <p>RTP goes from one array to another, as only so the JDK may decipher and authenticate in one
 * loop; the array that datagrams come into is then always the same, and in the CPU's cache.
 */
final class GcmTransform implements Transform {
    private static final int TAG_LENGTH = 16;
    private static final int SALT_LENGTH = 12;

    private final Cipher cipher;
    private final SecretKeySpec key;
    private final byte[] salt;
    private final byte[] iv = new byte[SALT_LENGTH];
    private final byte[] associatedIndex = new byte[INDEX_LENGTH];

    GcmTransform(byte[] key, byte[] salt) {
        if (salt.length != SALT_LENGTH) {
            throw new IllegalArgumentException("GCM takes a salt of 12 bytes, not " + salt.length);
        }
        this.key = new SecretKeySpec(key, "AES");
        this.salt = salt;
        try {
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has AES-GCM", e);
        }
    }

    @Override
    public int tagLength() {
        return TAG_LENGTH;
    }

    @Override
    public int indexOffset(int end) {
        return end + TAG_LENGTH;
    }

    @Override
    public boolean openRtp(byte[] packet, int offset, int body, int end, long index, byte[] clear) {
        beginRtp(Cipher.DECRYPT_MODE, packet, offset, body, index);
        System.arraycopy(packet, offset, clear, 0, body - offset);
        return finish(packet, body, end - body + TAG_LENGTH, clear, body - offset);
    }

    @Override
    public boolean openRtcp(byte[] packet, int offset, int body, int end, int index) {
        beginRtcp(Cipher.DECRYPT_MODE, packet, offset, body, index);
        return finish(packet, body, end - body + TAG_LENGTH, packet, body);
    }

    @Override
    public void sealRtp(byte[] packet, int offset, int body, int end, long index) {
        beginRtp(Cipher.ENCRYPT_MODE, packet, offset, body, index);
        finish(packet, body, end - body, packet, body);
    }

    @Override
    public void sealRtcp(byte[] packet, int offset, int body, int end, int index) {
        beginRtcp(Cipher.ENCRYPT_MODE, packet, offset, body, index);
        finish(packet, body, end - body, packet, body);
    }

    /** RFC 7714 8.2: the header stays clear. */
    private void beginRtp(int mode, byte[] packet, int offset, int body, long index) {
        init(mode, RtpHeader.ssrc(packet, offset), index);
        cipher.updateAAD(packet, offset, body - offset);
    }

    /** RFC 7714 9.3: the clear bytes of an SRTCP packet, then the word with E bit and index. */
    private void beginRtcp(int mode, byte[] packet, int offset, int body, int index) {
        init(mode, RtcpHeader.ssrc(packet, offset), index & RtcpHeader.INDEX_MASK);
        cipher.updateAAD(packet, offset, body - offset);
        BigEndian.writeInt(associatedIndex, 0, index);
        cipher.updateAAD(associatedIndex);
    }

    /** False if the tag is wrong, which it can't be when sealing. */
    private boolean finish(byte[] packet, int body, int length, byte[] to, int at) {
        try {
            cipher.doFinal(packet, body, length, to, at);
            return true;
        } catch (AEADBadTagException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * RFC 7714 8.1 and 9.1: two zero bytes, the SSRC, and the index in 48 bits (for SRTP roll-over
     * counter and sequence number, for SRTCP 17 zero bits and its index), added to the salt.
     */
    private void init(int mode, int ssrc, long index) {
        BigEndian.writeInt(iv, 0, ssrc >>> 16);
        BigEndian.writeInt(iv, 4, ssrc << 16 | (int) (index >>> 32));
        BigEndian.writeInt(iv, 8, (int) index);
        for (int i = 0; i < SALT_LENGTH; i++) {
            iv[i] ^= salt[i];
        }
        try {
            cipher.init(mode, key, new GCMParameterSpec(8 * TAG_LENGTH, iv));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
