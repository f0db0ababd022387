package dev.rillcast.web;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/** A certificate for localhost, with its key, and both as the PEM files that people have. */
record Certificate(PrivateKey key, X509Certificate certificate) {
    /**
     * @param algorithm RSA or EC
     */
    static Certificate create(String algorithm, Instant notBefore, Duration validity)
            throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(algorithm.equals("RSA") ? 2048 : 256);
        KeyPair pair = generator.generateKeyPair();
        X500Name name = new X500Name("CN=localhost");
        JcaX509v3CertificateBuilder unsigned =
                new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.valueOf(System.nanoTime()),
                        Date.from(notBefore),
                        Date.from(notBefore.plus(validity)),
                        name,
                        pair.getPublic());
        unsigned.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")));
        String signature = algorithm.equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        return new Certificate(
                pair.getPrivate(),
                new JcaX509CertificateConverter()
                        .getCertificate(
                                unsigned.build(
                                        new JcaContentSignerBuilder(signature)
                                                .build(pair.getPrivate()))));
    }

    /** One that is good now. */
    static Certificate create(String algorithm) throws Exception {
        return create(algorithm, Instant.now().minus(Duration.ofHours(1)), Duration.ofDays(1));
    }

    String certPem() throws IOException {
        return pem(certificate);
    }

    /** The key as {@code openssl genrsa -traditional} and {@code openssl ecparam} write it. */
    String traditionalKeyPem() throws IOException {
        // The JDK names the curve in PKCS#8 alone; SEC 1 (RFC 5915) wants it in the key itself.
        return key instanceof ECPrivateKey ec
                ? pem(new PemObject("EC PRIVATE KEY", sec1(ec).getEncoded()))
                : pem(key);
    }

    private static org.bouncycastle.asn1.sec.ECPrivateKey sec1(ECPrivateKey key) {
        return new org.bouncycastle.asn1.sec.ECPrivateKey(
                256, key.getS(), SECObjectIdentifiers.secp256r1);
    }

    String pkcs8KeyPem() throws IOException {
        return pem(new PemObject("PRIVATE KEY", key.getEncoded()));
    }

    private static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }

    /** Writes both files, as a renewal does. */
    void write(Path cert, Path keyFile) throws IOException {
        Files.writeString(cert, certPem());
        Files.writeString(keyFile, pkcs8KeyPem());
    }
}
