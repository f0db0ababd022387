package dev.rillcast.dtls;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsTimeoutException;

/** The handshake of DTLS-SRTP in the passive role: we answer {@code a=setup:passive}. */
public final class DtlsHandshake {
    /**
     * RFC 6347 4.2.4.1 has 1 s, doubled each time, and allows less where it matters: here somebody
     * waits for a picture, and a round trip seldom takes as long.
     */
    static final int RESEND_MILLIS = 400;

    private DtlsHandshake() {}

    /**
     * Waits for the peer's ClientHello and does the handshake. Blocks, so call it on a virtual
     * thread; closing the pipe ends it.
     *
     * @param expected the fingerprint that the peer's offer has
     * @param pipe where ICE has validated the address that datagrams come from
     * @param timeout for all of it
     * @throws DtlsException when there will be no connection, with the reason
     */
    public static DtlsSession accept(
            DtlsIdentity identity, Fingerprint expected, DatagramPipe pipe, Duration timeout)
            throws DtlsException {
        DtlsServer server = new DtlsServer(identity, expected, timeout);
        try {
            DTLSTransport transport =
                    new DTLSServerProtocol().accept(server, new PipeTransport(pipe));
            return new DtlsSession(server, transport);
        } catch (IOException e) {
            throw new DtlsException(reason(e, timeout), e);
        }
    }

    private static String reason(IOException e, Duration timeout) {
        return switch (e) {
            case Refusal refusal -> refusal.reason();
            case TlsFatalAlertReceived alert ->
                    "the peer broke off the DTLS handshake: " + name(alert.getAlertDescription());
            case TlsFatalAlert alert ->
                    "the DTLS handshake failed: " + name(alert.getAlertDescription());
            case TlsTimeoutException _ ->
                    "the DTLS handshake was not done in %d ms".formatted(timeout.toMillis());
            case InterruptedIOException _ -> "the connection was closed during the DTLS handshake";
            default -> "the DTLS handshake failed: " + e.getMessage();
        };
    }

    private static String name(short alert) {
        return AlertDescription.getName(alert);
    }
}
