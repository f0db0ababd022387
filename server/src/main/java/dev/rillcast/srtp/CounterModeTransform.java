package dev.rillcast.srtp;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES in counter mode with HMAC-SHA1, the tag cut to 80 bits (RFC 3711 4.1.1 and 4.2.1). */
final class CounterModeTransform implements Transform {
    private static final int TAG_LENGTH = 10;
    private static final int SALT_LENGTH = 14;
    private static final int BLOCK_LENGTH = 16;

    private final Cipher cipher;
    private final SecretKeySpec key;
    private final byte[] salt;
    private final Mac mac;
    private final byte[] iv = new byte[BLOCK_LENGTH];
    private final byte[] rollOverCounter = new byte[4];
    private final byte[] hash = new byte[20];

    CounterModeTransform(byte[] key, byte[] salt, byte[] authenticationKey) {
        if (salt.length != SALT_LENGTH) {
            throw new IllegalArgumentException(
                    "counter mode takes a salt of 14 bytes, not " + salt.length);
        }
        this.key = new SecretKeySpec(key, "AES");
        this.salt = salt;
        try {
            cipher = Cipher.getInstance("AES/CTR/NoPadding");
            mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(authenticationKey, "HmacSHA1"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has AES-CTR and HMAC-SHA1", e);
        }
    }

    @Override
    public int tagLength() {
        return TAG_LENGTH;
    }

    @Override
    public int indexOffset(int end) {
        return end;
    }

    @Override
    public boolean openRtp(byte[] packet, int offset, int body, int end, long index, byte[] clear) {
        authenticateRtp(packet, offset, end, index);
        if (!tagEquals(packet, end)) {
            return false;
        }
        System.arraycopy(packet, offset, clear, 0, body - offset);
        int ssrc = RtpHeader.ssrc(packet, offset);
        cipher(packet, body, end, ssrc, index, clear, body - offset);
        return true;
    }

    @Override
    public boolean openRtcp(byte[] packet, int offset, int body, int end, int index) {
        authenticate(packet, offset, end + INDEX_LENGTH);
        if (!tagEquals(packet, end + INDEX_LENGTH)) {
            return false;
        }
        int ssrc = RtcpHeader.ssrc(packet, offset);
        cipher(packet, body, end, ssrc, index & RtcpHeader.INDEX_MASK, packet, body);
        return true;
    }

    @Override
    public void sealRtp(byte[] packet, int offset, int body, int end, long index) {
        cipher(packet, body, end, RtpHeader.ssrc(packet, offset), index, packet, body);
        authenticateRtp(packet, offset, end, index);
        System.arraycopy(hash, 0, packet, end, TAG_LENGTH);
    }

    @Override
    public void sealRtcp(byte[] packet, int offset, int body, int end, int index) {
        int ssrc = RtcpHeader.ssrc(packet, offset);
        cipher(packet, body, end, ssrc, index & RtcpHeader.INDEX_MASK, packet, body);
        authenticate(packet, offset, end + INDEX_LENGTH);
        System.arraycopy(hash, 0, packet, end + INDEX_LENGTH, TAG_LENGTH);
    }

    /** RFC 3711 4.2: the roll-over counter is authenticated as if it stood behind the packet. */
    private void authenticateRtp(byte[] packet, int offset, int end, long index) {
        mac.update(packet, offset, end - offset);
        BigEndian.writeInt(rollOverCounter, 0, (int) (index >>> 16));
        authenticate(rollOverCounter, 0, rollOverCounter.length);
    }

    private void authenticate(byte[] bytes, int offset, int end) {
        mac.update(bytes, offset, end - offset);
        try {
            mac.doFinal(hash, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Compares in constant time. */
    private boolean tagEquals(byte[] packet, int tag) {
        int difference = 0;
        for (int i = 0; i < TAG_LENGTH; i++) {
            difference |= packet[tag + i] ^ hash[i];
        }
        return difference == 0;
    }

    /** RFC 3711 4.1.1: IV = (salt * 2^16) XOR (SSRC * 2^64) XOR (index * 2^16). */
    private void cipher(byte[] packet, int body, int end, int ssrc, long index, byte[] to, int at) {
        BigEndian.writeInt(iv, 0, 0);
        BigEndian.writeInt(iv, 4, ssrc);
        BigEndian.writeInt(iv, 8, (int) (index >>> 16));
        BigEndian.writeInt(iv, 12, (int) index << 16);
        for (int i = 0; i < SALT_LENGTH; i++) {
            iv[i] ^= salt[i];
        }
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
            cipher.doFinal(packet, body, end - body, to, at);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
