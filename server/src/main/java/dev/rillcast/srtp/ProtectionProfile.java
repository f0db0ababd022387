package dev.rillcast.srtp;

import java.util.Optional;

/** The SRTP protection profiles that we take, the preferred one first (RFC 5764 4.1.2). */
public enum ProtectionProfile {
    /** RFC 7714 14.2; half the work of the other one, for there is no HMAC. */
    AEAD_AES_128_GCM(0x0007, 16, 12, 16),
    /** RFC 5764 4.1.2; the one that everybody must have. */
    AES128_CM_HMAC_SHA1_80(0x0001, 16, 14, 10);

    private final int id;
    private final int keyLength;
    private final int saltLength;
    private final int tagLength;

    ProtectionProfile(int id, int keyLength, int saltLength, int tagLength) {
        this.id = id;
        this.keyLength = keyLength;
        this.saltLength = saltLength;
        this.tagLength = tagLength;
    }

    /** The two bytes of the DTLS extension use_srtp. */
    public int id() {
        return id;
    }

    /** Bytes of the master key, and of the session key too. */
    public int keyLength() {
        return keyLength;
    }

    /** Bytes of the master salt. */
    public int saltLength() {
        return saltLength;
    }

    /** Bytes that an SRTP packet is longer than the RTP packet in it. */
    public int tagLength() {
        return tagLength;
    }

    /** The profile with that number in use_srtp, if we take it. */
    public static Optional<ProtectionProfile> of(int id) {
        for (ProtectionProfile profile : values()) {
            if (profile.id == id) {
                return Optional.of(profile);
            }
        }
        return Optional.empty();
    }

    /** The session keys for one direction of one protocol, made from the master key. */
    Transform transform(byte[] masterKey, byte[] masterSalt, KeyDerivation.Protocol protocol) {
        if (masterKey.length != keyLength || masterSalt.length != saltLength) {
            throw new IllegalArgumentException(
                    "%s takes a key of %d and a salt of %d bytes, not %d and %d"
                            .formatted(
                                    this,
                                    keyLength,
                                    saltLength,
                                    masterKey.length,
                                    masterSalt.length));
        }
        KeyDerivation derivation = new KeyDerivation(masterKey, masterSalt);
        byte[] key = derivation.encryptionKey(protocol, keyLength);
        byte[] salt = derivation.salt(protocol, saltLength);
        return switch (this) {
            case AEAD_AES_128_GCM -> new GcmTransform(key, salt);
            case AES128_CM_HMAC_SHA1_80 ->
                    new CounterModeTransform(key, salt, derivation.authenticationKey(protocol));
        };
    }
}
