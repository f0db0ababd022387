package dev.rillcast.rtmp;

import dev.rillcast.tls.Trust;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/** A certificate authority of the test's own, and the servers that it vouches for. */
public final class Authority {
    private static final char[] PASSWORD = "in memory".toCharArray();

    private final Instant yesterday = Instant.now().minus(Duration.ofDays(1));
    private final String name;
    private final KeyPair keys = newKeys();
    private final X509Certificate certificate;

    public Authority(String name) throws Exception {
        this.name = name;
        certificate = sign(name, keys, yesterday, true);
    }

    /** A server's key and certificate. */
    public record Identity(KeyPair keys, X509Certificate certificate) {
        public SSLContext context() throws Exception {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "server", keys.getPrivate(), PASSWORD, new Certificate[] {certificate});
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        }

        /** As PEM files, {@code server.pem} and {@code server.key}. */
        public void write(Path directory) throws IOException {
            Files.writeString(directory.resolve("server.pem"), pem(certificate));
            Files.writeString(
                    directory.resolve("server.key"),
                    pem(new PemObject("PRIVATE KEY", keys.getPrivate().getEncoded())));
        }
    }

    /** For names and addresses, good for two days from the given time on. */
    Identity identity(Instant from, String... names) throws Exception {
        KeyPair server = newKeys();
        return new Identity(server, sign("server", server, from, false, names));
    }

    public Identity identity(String... names) throws Exception {
        return identity(yesterday, names);
    }

    String pem() throws IOException {
        return pem(certificate);
    }

    /** What a client has that trusts it. */
    public Trust trust(Path directory) throws IOException {
        Path file = directory.resolve(name + ".pem");
        Files.writeString(file, pem());
        return Trust.with(file);
    }

    private static KeyPair newKeys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private X509Certificate sign(
            String subject, KeyPair of, Instant from, boolean authority, String... names)
            throws Exception {
        JcaX509v3CertificateBuilder unsigned =
                new JcaX509v3CertificateBuilder(
                        new X500Name("CN=" + name),
                        BigInteger.valueOf(System.nanoTime()),
                        Date.from(from),
                        Date.from(from.plus(Duration.ofDays(2))),
                        new X500Name("CN=" + subject),
                        of.getPublic());
        unsigned.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        if (names.length > 0) {
            unsigned.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(
                            Arrays.stream(names)
                                    .map(Authority::generalName)
                                    .toArray(GeneralName[]::new)));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(
                        unsigned.build(
                                new JcaContentSignerBuilder("SHA256withECDSA")
                                        .build(keys.getPrivate())));
    }

    private static GeneralName generalName(String name) {
        boolean address = name.matches("[0-9.]+|.*:.*");
        return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name);
    }

    private static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }
}
