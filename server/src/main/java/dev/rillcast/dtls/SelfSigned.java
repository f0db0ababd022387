package dev.rillcast.dtls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate for HTTPS that nobody vouches for, and its key: ECDSA on P-256. Unlike {@link
 * DtlsIdentity} it says whose it is, as browsers compare that with the address.
 */
public record SelfSigned(PrivateKey key, X509Certificate certificate) {
    private static final X500Name NAME = new X500Name("CN=Rillcast");

    /** Apple's devices take none that is good for more than 398 days. */
    private static final Duration VALIDITY = Duration.ofDays(397);

    /** Clocks differ. */
    private static final Duration BACKDATED = Duration.ofDays(1);

    /**
     * Makes one.
     *
     * @param names host names, and
     * @param addresses IP addresses at which the server may be called
     */
    public static SelfSigned create(
            SecureRandom random,
            Instant now,
            Collection<String> names,
            Collection<InetAddress> addresses) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            byte[] certificate =
                    unsigned(pair, random, now, subjects(names, addresses))
                            .build(
                                    new JcaContentSignerBuilder("SHA256withECDSA")
                                            .build(pair.getPrivate()))
                            .getEncoded();
            return new SelfSigned(
                    pair.getPrivate(),
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificate(new ByteArrayInputStream(certificate)));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("cannot sign a certificate", e);
        }
    }

    private static X509v3CertificateBuilder unsigned(
            KeyPair pair, SecureRandom random, Instant now, GeneralNames subjects)
            throws IOException {
        return new JcaX509v3CertificateBuilder(
                        NAME,
                        new BigInteger(64, random).setBit(63),
                        Date.from(now.minus(BACKDATED)),
                        Date.from(now.minus(BACKDATED).plus(VALIDITY)),
                        NAME,
                        pair.getPublic())
                .addExtension(Extension.subjectAlternativeName, false, subjects)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(
                        Extension.extendedKeyUsage,
                        false,
                        new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    }

    private static GeneralNames subjects(
            Collection<String> names, Collection<InetAddress> addresses) {
        Stream<GeneralName> hosts =
                names.stream().map(name -> new GeneralName(GeneralName.dNSName, name));
        Stream<GeneralName> numbers =
                addresses.stream()
                        .map(InetAddress::getHostAddress)
                        .map(address -> new GeneralName(GeneralName.iPAddress, address));
        return new GeneralNames(Stream.concat(hosts, numbers).toArray(GeneralName[]::new));
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "SelfSigned[" + certificate.getSubjectX500Principal() + "]";
    }
}
