package dev.rillcast.dtls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.bc.BcX509v3CertificateBuilder;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * Our certificate and its key: ECDSA on P-256, self-signed, made when the server starts and never
 * stored. One serves all peers; safe for any threads.
 */
public final class DtlsIdentity {
    /** Nobody looks: it is the fingerprint that counts. */
    private static final Duration VALIDITY = Duration.ofDays(3650);

    /** Clocks differ. */
    private static final Duration BACKDATED = Duration.ofDays(1);

    private final BcTlsCrypto crypto;
    private final AsymmetricKeyParameter privateKey;
    private final byte[] certificate;

    private DtlsIdentity(
            BcTlsCrypto crypto, AsymmetricKeyParameter privateKey, byte[] certificate) {
        this.crypto = crypto;
        this.privateKey = privateKey;
        this.certificate = certificate;
    }

    public static DtlsIdentity create(SecureRandom random, Instant now) {
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(
                new ECKeyGenerationParameters(
                        ECNamedDomainParameters.lookup(SECObjectIdentifiers.secp256r1), random));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        try {
            return new DtlsIdentity(
                    new BcTlsCrypto(random), pair.getPrivate(), certificate(pair, random, now));
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException("cannot sign a certificate", e);
        }
    }

    private static byte[] certificate(
            AsymmetricCipherKeyPair pair, SecureRandom random, Instant now)
            throws IOException, OperatorCreationException {
        // A name that tells nothing of us, as browsers have it.
        byte[] nameBytes = new byte[8];
        random.nextBytes(nameBytes);
        X500Name name = new X500Name("CN=" + HexFormat.of().formatHex(nameBytes));
        return new BcX509v3CertificateBuilder(
                        name,
                        new BigInteger(64, random).setBit(63),
                        Date.from(now.minus(BACKDATED)),
                        Date.from(now.plus(VALIDITY)),
                        name,
                        pair.getPublic())
                .build(
                        new BcECContentSignerBuilder(
                                        new AlgorithmIdentifier(
                                                X9ObjectIdentifiers.ecdsa_with_SHA256),
                                        new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256))
                                .build(pair.getPrivate()))
                .getEncoded();
    }

    /** For our SDP: {@code sha-256 AA:BB:…}. */
    public String fingerprint() {
        return Fingerprint.of(certificate).toString();
    }

    BcTlsCrypto crypto() {
        return crypto;
    }

    TlsCredentialedSigner credentials(TlsContext context) throws IOException {
        TlsCertificate[] chain = {crypto.createCertificate(certificate)};
        return new BcDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context),
                crypto,
                privateKey,
                new Certificate(chain),
                SignatureAndHashAlgorithm.getInstance(
                        HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
    }
}
