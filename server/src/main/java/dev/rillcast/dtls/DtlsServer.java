package dev.rillcast.dtls;

import dev.rillcast.srtp.ProtectionProfile;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.jspecify.annotations.Nullable;

/**
 * What we ask of a peer, for one handshake: DTLS 1.2, a certificate that has the fingerprint of the
 * offer, and use_srtp. That the peer holds the certificate's key BouncyCastle checks.
 */
@SuppressWarnings({"rawtypes", "JdkObsolete"}) // BouncyCastle speaks in Hashtable and Vector
final class DtlsServer extends DefaultTlsServer {
    private static final int[] CIPHER_SUITES = {
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        // RFC 8827 6.5 has a SHA-256 suite only; libraries of before it have this one.
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,
    };

    private static final List<SignatureAndHashAlgorithm> CLIENT_SIGNATURES =
            List.of(
                    signature(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa),
                    signature(HashAlgorithm.sha384, SignatureAlgorithm.ecdsa),
                    signature(HashAlgorithm.sha512, SignatureAlgorithm.ecdsa),
                    SignatureAndHashAlgorithm.rsa_pss_rsae_sha256,
                    signature(HashAlgorithm.sha256, SignatureAlgorithm.rsa));

    private final DtlsIdentity identity;
    private final Fingerprint expected;
    private final Duration timeout;
    private @Nullable ProtectionProfile profile;
    private @Nullable SrtpKeys keys;
    private volatile boolean closeNotified;

    DtlsServer(DtlsIdentity identity, Fingerprint expected, Duration timeout) {
        super(identity.crypto());
        this.identity = identity;
        this.expected = expected;
        this.timeout = timeout;
    }

    /** The keys of the completed handshake. */
    SrtpKeys keys() {
        if (keys == null) {
            throw new IllegalStateException("the handshake is not complete");
        }
        return keys;
    }

    /** Whether the peer has said good-bye. */
    boolean closeNotified() {
        return closeNotified;
    }

    /** BouncyCastle 1.84 answers internal_error to everybody when DTLS 1.3 is in the list. */
    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return CIPHER_SUITES.clone();
    }

    @Override
    protected boolean preferLocalCipherSuites() {
        return true;
    }

    @Override
    public int getHandshakeTimeoutMillis() {
        return Math.toIntExact(timeout.toMillis());
    }

    @Override
    public int getHandshakeResendTimeMillis() {
        return DtlsHandshake.RESEND_MILLIS;
    }

    /** RFC 7627 5.4: without it no keys may be exported, so there would be no SRTP. */
    @Override
    public boolean requiresExtendedMasterSecret() {
        return true;
    }

    /** We never renegotiate, so a client that does not know RFC 5746 is no danger. */
    @Override
    public void notifySecureRenegotiation(boolean secureRenegotiation) {}

    /** The fingerprint vouches for the certificate, not who signed it and how. */
    @Override
    public boolean shouldCheckSigAlgOfPeerCerts() {
        return false;
    }

    @Override
    public void processClientExtensions(@Nullable Hashtable clientExtensions) throws IOException {
        super.processClientExtensions(clientExtensions);
        UseSRTPData offered = TlsSRTPUtils.getUseSRTPExtension(clientExtensions);
        if (offered == null) {
            throw new Refusal(
                    AlertDescription.missing_extension, "the client does not offer SRTP keys");
        }
        profile =
                select(offered.getProtectionProfiles())
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                AlertDescription.handshake_failure,
                                                "the client offers none of our SRTP profiles, "
                                                        + Arrays.toString(
                                                                ProtectionProfile.values())));
    }

    /** The first of ours that is offered. */
    private static Optional<ProtectionProfile> select(int[] offered) {
        return Arrays.stream(ProtectionProfile.values())
                .filter(ours -> Arrays.stream(offered).anyMatch(id -> id == ours.id()))
                .findFirst();
    }

    @Override
    public Hashtable getServerExtensions() throws IOException {
        Hashtable extensions = super.getServerExtensions();
        if (profile != null) {
            // RFC 5764 4.1.3: an empty MKI says that we use none, whatever the client would like.
            TlsSRTPUtils.addUseSRTPExtension(
                    extensions, new UseSRTPData(new int[] {profile.id()}, TlsUtils.EMPTY_BYTES));
        }
        return extensions;
    }

    @Override
    protected TlsCredentialedSigner getECDSASignerCredentials() throws IOException {
        return identity.credentials(context);
    }

    @Override
    public CertificateRequest getCertificateRequest() {
        short[] types = {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign};
        return new CertificateRequest(types, new Vector<>(CLIENT_SIGNATURES), null);
    }

    @Override
    public void notifyClientCertificate(Certificate certificate) throws IOException {
        if (certificate.isEmpty()) {
            throw new Refusal(
                    AlertDescription.handshake_failure, "the client has sent no certificate");
        }
        if (!expected.matches(certificate.getCertificateAt(0).getEncoded())) {
            throw new Refusal(
                    AlertDescription.bad_certificate,
                    "the certificate does not match the fingerprint in the offer");
        }
    }

    /** The only moment when the keys can be exported. */
    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        if (profile != null) {
            keys = SrtpKeys.export(context, profile);
        }
    }

    @Override
    public void notifyAlertReceived(short level, short description) {
        closeNotified |= description == AlertDescription.close_notify;
    }

    private static SignatureAndHashAlgorithm signature(short hash, short signature) {
        return SignatureAndHashAlgorithm.getInstance(hash, signature);
    }
}
