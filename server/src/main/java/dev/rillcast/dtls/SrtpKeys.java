package dev.rillcast.dtls;

import dev.rillcast.srtp.ProtectionProfile;
import java.util.Arrays;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.TlsContext;

/**
 * The master keys that a handshake gives to SRTP (RFC 5764 4.2). What the client sends is under the
 * client's. The arrays are not copied and not to be changed.
 */
public final class SrtpKeys {
    private final ProtectionProfile profile;
    private final byte[] clientKey;
    private final byte[] serverKey;
    private final byte[] clientSalt;
    private final byte[] serverSalt;

    private SrtpKeys(ProtectionProfile profile, byte[] material) {
        int key = profile.keyLength();
        int salt = profile.saltLength();
        this.profile = profile;
        this.clientKey = Arrays.copyOfRange(material, 0, key);
        this.serverKey = Arrays.copyOfRange(material, key, 2 * key);
        this.clientSalt = Arrays.copyOfRange(material, 2 * key, 2 * key + salt);
        this.serverSalt = Arrays.copyOfRange(material, 2 * key + salt, 2 * key + 2 * salt);
    }

    /** Exports the keys; only while the handshake is being completed. */
    static SrtpKeys export(TlsContext context, ProtectionProfile profile) {
        int length = 2 * (profile.keyLength() + profile.saltLength());
        return new SrtpKeys(
                profile, context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, length));
    }

    public ProtectionProfile profile() {
        return profile;
    }

    public byte[] clientKey() {
        return clientKey;
    }

    public byte[] clientSalt() {
        return clientSalt;
    }

    public byte[] serverKey() {
        return serverKey;
    }

    public byte[] serverSalt() {
        return serverSalt;
    }
}
