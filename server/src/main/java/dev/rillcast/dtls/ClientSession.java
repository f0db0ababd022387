package dev.rillcast.dtls;

import dev.rillcast.srtp.ProtectionProfile;
import java.io.IOException;
import org.bouncycastle.tls.DTLSTransport;

/** The other side of DTLS, as a browser would play it: for the warm-up, tests and benches. */
public final class ClientSession implements AutoCloseable {
    private final DtlsClient client;
    private final DTLSTransport transport;

    private ClientSession(DtlsClient client, DTLSTransport transport) {
        this.client = client;
        this.transport = transport;
    }

    /** Does the handshake; blocks. */
    public static ClientSession connect(DtlsIdentity identity, DatagramPipe pipe)
            throws IOException {
        DtlsClient client = new DtlsClient(identity, ProtectionProfile.values());
        return new ClientSession(client, client.connect(pipe));
    }

    /** Under which the client sends, and the server. */
    public SrtpKeys keys() {
        return client.keys();
    }

    /** Blocks until the server says good-bye. */
    public void awaitClose() {
        byte[] ignored = new byte[1_500];
        try {
            while (true) {
                transport.receive(ignored, 0, ignored.length, 0);
            }
        } catch (IOException closed) {
            // close_notify closes the pipe
        }
    }

    @Override
    public void close() throws IOException {
        transport.close();
    }
}
