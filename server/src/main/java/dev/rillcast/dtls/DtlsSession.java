package dev.rillcast.dtls;

import java.io.IOException;
import java.io.InterruptedIOException;
import org.bouncycastle.tls.DTLSTransport;

/** A DTLS connection after its handshake: it lives only to tell when the peer leaves. */
public final class DtlsSession {
    private final DtlsServer server;
    private final DTLSTransport transport;

    DtlsSession(DtlsServer server, DTLSTransport transport) {
        this.server = server;
        this.transport = transport;
    }

    /** Why a session has ended. */
    public enum End {
        /** The peer sent close_notify: it left of its own accord. */
        CLOSED_BY_PEER,
        /** {@link #close()} was called, the pipe was closed, or the waiting thread interrupted. */
        CLOSED_HERE,
        /** The peer sent a fatal alert, or something that cannot be. */
        FAILED
    }

    public SrtpKeys keys() {
        return server.keys();
    }

    /**
     * Reads what comes until the session ends. Has to run from the handshake on, for a peer that
     * has not got our last flight asks for it again. Call it on a virtual thread, once.
     */
    public End awaitClose() {
        try {
            // Data channels are not for us: whatever comes is read over and over into this.
            byte[] ignored = new byte[transport.getReceiveLimit()];
            while (true) {
                transport.receive(ignored, 0, ignored.length, 0);
            }
        } catch (InterruptedIOException _) {
            return server.closeNotified() ? End.CLOSED_BY_PEER : End.CLOSED_HERE;
        } catch (IOException _) {
            return End.FAILED;
        } finally {
            close();
        }
    }

    /** Sends close_notify and ends {@link #awaitClose()}. May be called again, by any thread. */
    public void close() {
        try {
            transport.close();
        } catch (IOException _) {
            // The peer is gone, or will notice when its consent checks get no answer.
        }
    }
}
