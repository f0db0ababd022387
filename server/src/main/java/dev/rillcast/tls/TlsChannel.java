package dev.rillcast.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/**
 * TLS over TCP, of the side that opened the connection. What is written together goes out in
 * records as large as they may be. One thread reads and one writes; any may close.
 */
public final class TlsChannel implements GatheringByteChannel {
    private static final int RECORD = 16_384; // RFC 8446 5.1
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    private final TimedSocket tcp;
    private final SSLSocket tls;
    private final byte[] record = new byte[RECORD];

    /** Towards an ingest. */
    public TlsChannel(TimedSocket tcp, String host, Trust trust, Duration patience)
            throws IOException {
        this(tcp, host, trust, patience, "the ingest");
    }

    /**
     * Makes sure that a host is at the other end; blocks until the handshake is over.
     *
     * @param tcp is closed with the channel, and when there is none
     * @param peer what the other end is called in errors
     * @throws TlsException when the handshake fails, saying why
     */
    public TlsChannel(TimedSocket tcp, String host, Trust trust, Duration patience, String peer)
            throws IOException {
        this.tcp = tcp;
        try {
            tls =
                    (SSLSocket)
                            trust.context()
                                    .getSocketFactory()
                                    .createSocket(tcp, host, tcp.getPort(), true);
            tls.setSSLParameters(parameters(host));
            tcp.getInputStream().limit(patience);
            tls.startHandshake();
            tcp.getInputStream().limit(Duration.ZERO);
        } catch (IOException e) {
            tcp.close();
            throw TlsException.explain(e, host, patience, peer);
        }
    }

    private static SSLParameters parameters(String host) {
        SSLParameters parameters = new SSLParameters(null, VERSIONS);
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // RFC 9110 4.3.4: the host's name
        parameters.setServerNames(serverNames(host));
        return parameters;
    }

    /** RFC 6066 3: no addresses; nor can it carry an underscore, which some names have. */
    private static List<SNIServerName> serverNames(String host) {
        boolean address = host.contains(":") || host.matches("[0-9.]+");
        try {
            return address ? List.of() : List.of(new SNIHostName(host));
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    /** What was agreed on, and who the other side is. */
    public SSLSession session() {
        return tls.getSession();
    }

    /** The bytes within TLS. */
    public InputStream input() throws IOException {
        return tls.getInputStream();
    }

    /** Where reads get their deadline. */
    public TimedInput timed() {
        return tcp.getInputStream();
    }

    /** Nanoseconds that the TCP connection took. */
    public long roundTrip() {
        return tcp.roundTrip();
    }

    /** For its settings, and the end of what is sent. */
    public Socket socket() {
        return tls;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return (int) write(new ByteBuffer[] {source}, 0, 1);
    }

    @Override
    public long write(ByteBuffer[] sources) throws IOException {
        return write(sources, 0, sources.length);
    }

    /** Writes all of them. */
    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        long written = 0;
        int filled = 0;
        for (int i = offset; i < offset + length; i++) {
            ByteBuffer source = sources[i];
            while (source.hasRemaining()) {
                int count = Math.min(source.remaining(), RECORD - filled);
                source.get(record, filled, count);
                filled += count;
                if (filled == RECORD) {
                    tls.getOutputStream().write(record, 0, filled);
                    written += filled;
                    filled = 0;
                }
            }
        }
        if (filled > 0) {
            tls.getOutputStream().write(record, 0, filled);
        }
        return written + filled;
    }

    @Override
    public boolean isOpen() {
        return !tcp.isClosed();
    }

    /** Ends every read and write at once: TLS's own farewell would wait for a write that stands. */
    @Override
    public void close() throws IOException {
        tcp.close();
    }
}
