package dev.rillcast.tls;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;

/** A handshake that has failed, and what was wrong, as those who wrote the output need it. */
public final class TlsException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int MAX_DEPTH = 10;

    private final String detail;
    private final boolean heals;

    private TlsException(String what, String detail, boolean heals) {
        super(what);
        this.detail = detail;
        this.heals = heals;
    }

    /** The words of TLS about it; they may hold what the other side has sent, or be empty. */
    public String detail() {
        return detail;
    }

    /** Whether trying again may help. */
    public boolean heals() {
        return heals;
    }

    /**
     * @param patience that the handshake was given
     * @param peer what the other end is called
     */
    static TlsException explain(IOException error, String host, Duration patience, String peer) {
        List<Throwable> causes = causes(error);
        for (Throwable cause : causes) {
            String sentence = ofCertificate(cause, host, peer);
            if (!sentence.isEmpty()) {
                return new TlsException(sentence, String.valueOf(cause.getMessage()), false);
            }
        }
        if (causes.stream().anyMatch(CertificateException.class::isInstance)) {
            return new TlsException(
                    peer + "'s certificate can't be trusted",
                    String.valueOf(error.getMessage()),
                    false);
        }
        return ofConnection(error, causes, patience, peer);
    }

    private static List<Throwable> causes(Throwable error) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable t = error; t != null && causes.size() < MAX_DEPTH; t = t.getCause()) {
            causes.add(t);
        }
        return causes;
    }

    private static String ofCertificate(Throwable cause, String host, String peer) {
        return switch (cause) {
            case CertificateExpiredException _ -> peer + "'s certificate has expired";
            case CertificateNotYetValidException _ -> peer + "'s certificate is not valid yet";
            case CertPathBuilderException _ ->
                    peer
                            + "'s certificate is from an authority that is not trusted;"
                            + " outputs.trust takes further ones";
            // The JDK throws the class itself for the name alone, and its own kinds for the rest.
            case CertificateException e when e.getClass() == CertificateException.class ->
                    peer + "'s certificate is not for " + host;
            default -> "";
        };
    }

    private static TlsException ofConnection(
            IOException error, List<Throwable> causes, Duration patience, String peer) {
        if (causes.stream().anyMatch(SocketTimeoutException.class::isInstance)) {
            return new TlsException(
                    "%s did not answer the TLS handshake within %d ms"
                            .formatted(peer, patience.toMillis()),
                    "",
                    true);
        }
        if (causes.stream()
                .anyMatch(c -> c instanceof EOFException || c instanceof SocketException)) {
            return new TlsException(peer + " closed the connection in the TLS handshake", "", true);
        }
        String message = String.valueOf(error.getMessage());
        return error instanceof SSLHandshakeException
                ? new TlsException("the TLS handshake with " + peer + " failed", message, true)
                : new TlsException(
                        peer + " does not speak TLS at this port, which the URL asks for",
                        message,
                        false);
    }
}
