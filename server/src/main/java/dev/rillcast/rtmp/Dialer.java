package dev.rillcast.rtmp;

import dev.rillcast.tls.TimedSocket;
import dev.rillcast.tls.TlsChannel;
import dev.rillcast.tls.TlsException;
import dev.rillcast.tls.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * Opens connections to one ingest, by TCP or by TLS over it; each step blocks.
 *
 * @param address of the URL's host, the only one that is connected to
 * @param trust whom the ingest must be vouched for by; only TLS asks
 * @param patience with each step
 */
record Dialer(RtmpUrl url, InetAddress address, Trust trust, Duration patience) {
    private static final int READ_BUFFER = 1_024; // an ingest sends little

    /**
     * A connection on which nothing has been said yet.
     *
     * @throws RtmpException when the ingest can't be reached or is not the one it should be
     */
    RtmpConnection dial() throws IOException {
        return url.tls() ? over(tls(tcpBelow())) : plain();
    }

    /** By TCP alone. */
    RtmpConnection plain() throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            long begun = System.nanoTime();
            channel.socket().connect(to(), (int) patience.toMillis());
            return new RtmpConnection(channel, READ_BUFFER, System.nanoTime() - begun);
        } catch (IOException e) {
            channel.close();
            throw unreachable(e);
        }
    }

    /** The TCP that {@link #tls} takes. */
    TimedSocket tcpBelow() throws IOException {
        try {
            return new TimedSocket(to(), patience);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /** TLS, with the handshake done. */
    TlsChannel tls(TimedSocket tcp) throws IOException {
        try {
            return new TlsChannel(tcp, url.host(), trust, patience);
        } catch (TlsException e) {
            String what = String.valueOf(e.getMessage());
            throw e.heals()
                    ? new RtmpException(what, "", e.detail())
                    : RtmpException.lasting(what, "", e.detail());
        }
    }

    /** By TLS. */
    RtmpConnection over(TlsChannel tls) throws IOException {
        return new RtmpConnection(tls, READ_BUFFER);
    }

    private InetSocketAddress to() {
        return new InetSocketAddress(address, url.port());
    }

    private static RtmpException unreachable(IOException error) {
        return new RtmpException(
                "the ingest can't be reached", "", String.valueOf(error.getMessage()));
    }
}
