package dev.rillcast.rtmp;

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

/** Says what was wrong when a TLS handshake has failed, as those who wrote the output need it. */
final class TlsFailure {
    private static final int MAX_DEPTH = 10;

    private TlsFailure() {}

    /**
     * @param patience that the handshake was given
     */
    static RtmpException explain(IOException error, String host, Duration patience) {
        List<Throwable> causes = causes(error);
        for (Throwable cause : causes) {
            String sentence = ofCertificate(cause, host);
            if (!sentence.isEmpty()) {
                return RtmpException.lasting(sentence, "", String.valueOf(cause.getMessage()));
            }
        }
        if (causes.stream().anyMatch(CertificateException.class::isInstance)) {
            return RtmpException.lasting(
                    "the ingest's certificate can't be trusted",
                    "",
                    String.valueOf(error.getMessage()));
        }
        return ofConnection(error, causes, patience);
    }

    private static List<Throwable> causes(Throwable error) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable t = error; t != null && causes.size() < MAX_DEPTH; t = t.getCause()) {
            causes.add(t);
        }
        return causes;
    }

    private static String ofCertificate(Throwable cause, String host) {
        return switch (cause) {
            case CertificateExpiredException _ -> "the ingest's certificate has expired";
            case CertificateNotYetValidException _ -> "the ingest's certificate is not valid yet";
            case CertPathBuilderException _ ->
                    "the ingest's certificate is from an authority that is not trusted;"
                            + " outputs.trust takes further ones";
            // The JDK throws the class itself for the name alone, and its own kinds for the rest.
            case CertificateException e when e.getClass() == CertificateException.class ->
                    "the ingest's certificate is not for " + host;
            default -> "";
        };
    }

    private static RtmpException ofConnection(
            IOException error, List<Throwable> causes, Duration patience) {
        if (causes.stream().anyMatch(SocketTimeoutException.class::isInstance)) {
            return new RtmpException(
                    "the ingest did not answer the TLS handshake within %d ms"
                            .formatted(patience.toMillis()),
                    "",
                    "");
        }
        if (causes.stream()
                .anyMatch(c -> c instanceof EOFException || c instanceof SocketException)) {
            return new RtmpException(
                    "the ingest closed the connection in the TLS handshake", "", "");
        }
        String message = String.valueOf(error.getMessage());
        return error instanceof SSLHandshakeException
                ? new RtmpException("the TLS handshake with the ingest failed", "", message)
                : RtmpException.lasting(
                        "the ingest does not speak TLS at this port, which rtmps:// wants",
                        "",
                        message);
    }
}
