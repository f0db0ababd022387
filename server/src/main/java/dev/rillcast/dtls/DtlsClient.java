package dev.rillcast.dtls;

import dev.rillcast.srtp.ProtectionProfile;
import java.io.IOException;
import java.util.Hashtable;
import java.util.List;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.jspecify.annotations.Nullable;

/** The other side, as a browser would play it: for the warm-up and for tests. */
@SuppressWarnings("rawtypes") // BouncyCastle speaks in Hashtable
class DtlsClient extends DefaultTlsClient {
    private final DtlsIdentity identity;
    private final List<ProtectionProfile> profiles;
    private @Nullable ProtectionProfile profile;
    private @Nullable SrtpKeys keys;

    DtlsClient(DtlsIdentity identity, ProtectionProfile... profiles) {
        super(identity.crypto());
        this.identity = identity;
        this.profiles = List.of(profiles);
    }

    DTLSTransport connect(DatagramPipe pipe) throws IOException {
        return new DTLSClientProtocol().connect(this, new PipeTransport(pipe));
    }

    /** The keys of the completed handshake. */
    SrtpKeys keys() {
        if (keys == null) {
            throw new IllegalStateException("the handshake is not complete");
        }
        return keys;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return new int[] {CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256};
    }

    @Override
    public int getHandshakeResendTimeMillis() {
        return DtlsHandshake.RESEND_MILLIS;
    }

    @Override
    public Hashtable getClientExtensions() throws IOException {
        Hashtable extensions = super.getClientExtensions();
        if (!profiles.isEmpty()) {
            int[] ids = profiles.stream().mapToInt(ProtectionProfile::id).toArray();
            TlsSRTPUtils.addUseSRTPExtension(
                    extensions, new UseSRTPData(ids, TlsUtils.EMPTY_BYTES));
        }
        return extensions;
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return new TlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate certificate) {}

            @Override
            public @Nullable TlsCredentials getClientCredentials(CertificateRequest request)
                    throws IOException {
                return credentials();
            }
        };
    }

    /** The client's certificate and key; null for none. */
    @Nullable TlsCredentials credentials() throws IOException {
        return identity.credentials(context);
    }

    @Override
    public void processServerExtensions(Hashtable serverExtensions) throws IOException {
        super.processServerExtensions(serverExtensions);
        UseSRTPData chosen = TlsSRTPUtils.getUseSRTPExtension(serverExtensions);
        profile = ProtectionProfile.of(chosen.getProtectionProfiles()[0]).orElseThrow();
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        if (profile != null) {
            keys = SrtpKeys.export(context, profile);
        }
    }
}
