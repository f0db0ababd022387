package dev.rillcast.config;

import java.nio.file.Path;
import java.util.Optional;

/** Whether pages and signalling come by TLS, and with which certificate. */
public sealed interface Tls {
    /** Plain HTTP: for this machine alone, or behind a proxy that speaks TLS. */
    record Off() implements Tls {}

    /** A certificate made at the start, which browsers warn of: for a try on the local network. */
    record SelfSigned() implements Tls {}

    /**
     * PEM files, looked at again and again.
     *
     * @param cert the server's certificate, then those that lead to the authority's
     * @param key its private key, without a password
     */
    record Files(Path cert, Path key) implements Tls {}

    /**
     * @throws ConfigException if one file is named without the other, or beside {@code selfSigned}
     */
    static Tls read(Settings settings) {
        Optional<Path> cert = settings.text(Key.HTTP_TLS_CERT).map(Path::of);
        Optional<Path> key = settings.text(Key.HTTP_TLS_KEY).map(Path::of);
        if (settings.flag(Key.HTTP_TLS_SELF_SIGNED, false)) {
            if (cert.isPresent() || key.isPresent()) {
                throw new ConfigException(
                        Key.HTTP_TLS_SELF_SIGNED.path(),
                        "is for a server without http.tls.cert and http.tls.key");
            }
            return new SelfSigned();
        }
        if (cert.isPresent() != key.isPresent()) {
            Key missing = cert.isPresent() ? Key.HTTP_TLS_KEY : Key.HTTP_TLS_CERT;
            Key given = cert.isPresent() ? Key.HTTP_TLS_CERT : Key.HTTP_TLS_KEY;
            throw new ConfigException(missing.path(), "is missing beside " + given.path());
        }
        return cert.isPresent() ? new Files(cert.get(), key.orElseThrow()) : new Off();
    }
}
