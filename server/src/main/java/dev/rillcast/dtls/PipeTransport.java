package dev.rillcast.dtls;

import java.io.InterruptedIOException;
import org.bouncycastle.tls.DatagramTransport;

/** A pipe as BouncyCastle wants it. */
final class PipeTransport implements DatagramTransport {
    /** What an Ethernet frame can bring. */
    private static final int RECEIVE_LIMIT = 1500;

    /** Fits the smallest path of IPv6 (1280) with room for a tunnel. */
    private static final int SEND_LIMIT = 1200;

    private final DatagramPipe pipe;

    PipeTransport(DatagramPipe pipe) {
        this.pipe = pipe;
    }

    @Override
    public int getReceiveLimit() {
        return RECEIVE_LIMIT;
    }

    @Override
    public int getSendLimit() {
        return SEND_LIMIT;
    }

    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis)
            throws InterruptedIOException {
        byte[] datagram = pipe.take(waitMillis);
        if (datagram == null || datagram.length > length) {
            return -1;
        }
        System.arraycopy(datagram, 0, buffer, offset, datagram.length);
        return datagram.length;
    }

    @Override
    public void send(byte[] buffer, int offset, int length) {
        pipe.sender().send(buffer, offset, length);
    }

    /** BouncyCastle calls it on close_notify, and would go on to wait if the pipe stayed open. */
    @Override
    public void close() {
        pipe.close();
    }
}
