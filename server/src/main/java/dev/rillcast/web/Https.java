package dev.rillcast.web;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS for the server's port. Of files it takes over what changes, for the connections that begin
 * from then on; those that exist go on.
 */
public final class Https {
    private static final Logger LOG = LoggerFactory.getLogger(Https.class);
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    /** Key stores insist on one; this store never leaves the memory. */
    private static final String STORE_PASSWORD = "in memory";

    private final SslContextFactory.Server contexts = new SslContextFactory.Server();
    private final Optional<PemFiles> files;

    private Https(Identity identity, Optional<PemFiles> files) {
        this.files = files;
        contexts.setIncludeProtocols("TLSv1.2", "TLSv1.3");
        use(contexts, identity);
    }

    /** With one identity for the whole of the server's life. */
    public static Https of(Identity identity) {
        return new Https(identity, Optional.empty());
    }

    /**
     * With that of PEM files.
     *
     * @throws PemException if they are missing, unreadable or don't belong together
     */
    public static Https ofFiles(Path cert, Path key) throws PemException {
        PemFiles files = new PemFiles(cert, key);
        boolean _ = files.changed();
        return new Https(files.read(), Optional.of(files));
    }

    private static void use(SslContextFactory contexts, Identity identity) {
        warnOfDates(identity.certificate());
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            X509Certificate[] chain = identity.chain().toArray(X509Certificate[]::new);
            store.setKeyEntry("server", identity.key(), STORE_PASSWORD.toCharArray(), chain);
            contexts.setKeyStore(store);
            contexts.setKeyStorePassword(STORE_PASSWORD);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot hold a certificate in memory", e);
        }
    }

    /** It is served all the same: some clients don't look, and nothing at all serves nobody. */
    private static void warnOfDates(X509Certificate certificate) {
        try {
            certificate.checkValidity();
        } catch (CertificateException e) {
            LOG.warn(
                    "browsers will refuse the certificate, which is good from {} to {}",
                    certificate.getNotBefore().toInstant(),
                    certificate.getNotAfter().toInstant());
        }
    }

    /** Looks at the files every two seconds, until the thread is interrupted. */
    void watch() {
        try {
            while (files.isPresent()) {
                Thread.sleep(INTERVAL);
                refresh(files.get());
            }
        } catch (InterruptedException stopped) {
            // the server stops
        }
    }

    private void refresh(PemFiles changing) {
        if (!changing.changed()) {
            return;
        }
        try {
            Identity identity = changing.read();
            contexts.reload(factory -> use(factory, identity));
            LOG.info(
                    "the new certificate is in use, good until {}",
                    identity.certificate().getNotAfter().toInstant());
        } catch (PemException e) {
            LOG.warn("the changed certificate is not taken, the old one stays: {}", e.getMessage());
        } catch (Exception e) {
            LOG.warn("the changed certificate is not taken, the old one stays", e);
        }
    }

    /** A port that speaks TLS, and hands plain HTTP to {@link PlainHttp}. */
    Connector connector(Server server, HttpConfiguration http, String host, int port) {
        // No check of the name: an address that the certificate doesn't name is for browsers to
        // judge.
        http.addCustomizer(new SecureRequestCustomizer(false));
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        SslConnectionFactory secure = new SslConnectionFactory(contexts, plain.getProtocol());
        return new LingeringConnector(
                server, host, port, new DetectorConnectionFactory(secure), plain);
    }
}
