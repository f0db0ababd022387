package dev.rillcast.tls;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Which authorities' certificates ingests may show behind {@code rtmps://}. */
public final class Trust {
    /** The JDK's authorities. */
    public static final Trust STANDARD = new Trust(null);

    private final @Nullable SSLContext context;

    private Trust(@Nullable SSLContext context) {
        this.context = context;
    }

    /**
     * The JDK's authorities and those of a PEM file.
     *
     * @throws IOException if it can't be read or holds no certificate; the message is a sentence
     *     with the file's name
     */
    public static Trust with(Path pem) throws IOException {
        Collection<? extends Certificate> own = read(pem);
        try {
            KeyStore all = KeyStore.getInstance("PKCS12");
            all.load(null, null);
            for (TrustManager manager : managers(null)) {
                if (manager instanceof X509TrustManager standard) {
                    for (X509Certificate authority : standard.getAcceptedIssuers()) {
                        all.setCertificateEntry("jdk-" + all.size(), authority);
                    }
                }
            }
            for (Certificate authority : own) {
                all.setCertificateEntry("own-" + all.size(), authority);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(all), null);
            return new Trust(context);
        } catch (GeneralSecurityException e) {
            throw new IOException(pem + " can't be used: " + e.getMessage(), e);
        }
    }

    private static Collection<? extends Certificate> read(Path pem) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(pem))) {
            var certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (!certificates.isEmpty()) {
                return certificates;
            }
        } catch (NoSuchFileException e) {
            throw new IOException(pem + " does not exist", e);
        } catch (CertificateException e) {
            // the same answer
        } catch (IOException e) {
            throw new IOException(pem + " can't be read", e);
        }
        throw new IOException(pem + " holds no certificate as PEM");
    }

    /**
     * @param store null for the JDK's own
     */
    private static TrustManager[] managers(@Nullable KeyStore store)
            throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /** Made when it is first asked for: the JDK's authorities are many. */
    SSLContext context() throws IOException {
        if (context != null) {
            return context;
        }
        try {
            return SSLContext.getDefault();
        } catch (GeneralSecurityException e) {
            throw new IOException("the JDK's certificate authorities can't be read", e);
        }
    }
}
