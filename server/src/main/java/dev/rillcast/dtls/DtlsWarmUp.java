package dev.rillcast.dtls;

import java.io.IOException;
import java.time.Duration;

/**
 * Does a handshake within the process, so that the first peer does not wait for classes to load: a
 * cold handshake takes ten times as long as a warm one.
 */
public final class DtlsWarmUp {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private DtlsWarmUp() {}

    /**
     * Blocks for some tenths of a second.
     *
     * @throws DtlsException when the handshake fails, which says that no peer's would succeed
     */
    public static void run(DtlsIdentity identity) throws DtlsException {
        Loopback loopback = new Loopback();
        Thread client = Thread.startVirtualThread(() -> connect(identity, loopback.client()));
        try {
            Fingerprint fingerprint = Fingerprint.parse(identity.fingerprint());
            DtlsHandshake.accept(identity, fingerprint, loopback.server(), TIMEOUT).close();
        } finally {
            loopback.client().close();
            client.interrupt();
        }
    }

    private static void connect(DtlsIdentity identity, DatagramPipe pipe) {
        try {
            ClientSession.connect(identity, pipe).close();
        } catch (IOException _) {
            // The server's side tells.
        }
    }
}
