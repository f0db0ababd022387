package dev.rillcast.whip;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Somebody who sends 50,000 datagrams a second that mean nothing, until it is closed. */
final class Flood implements Closeable {
    private static final int BURST = 100;
    private static final long BURST_NANOS = 2_000_000;

    /** The first bytes of STUN, DTLS and RTP (RFC 7983 7), and of none of them. */
    private static final int[] FIRST_BYTES = {0, 22, 23, 128, 144, 200};

    private final DatagramChannel channel;

    private Flood(DatagramChannel channel) {
        this.channel = channel;
    }

    /** Begins at once. */
    static Flood of(int port) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        Flood flood =
                new Flood(DatagramChannel.open().connect(new InetSocketAddress(loopback, port)));
        Thread.ofPlatform().daemon().name("flood").start(flood::run);
        return flood;
    }

    private void run() {
        Random random = new Random(9);
        byte[] bytes = new byte[1_200];
        long next = System.nanoTime();
        try {
            while (true) {
                random.nextBytes(bytes);
                for (int i = 0; i < BURST; i++) {
                    bytes[0] = (byte) FIRST_BYTES[random.nextInt(FIRST_BYTES.length)];
                    channel.write(ByteBuffer.wrap(bytes, 0, 20 + random.nextInt(1_180)));
                }
                next += BURST_NANOS;
                LockSupport.parkNanos(next - System.nanoTime());
            }
        } catch (ClosedChannelException closed) {
            // that is how it ends
        } catch (IOException e) {
            throw new IllegalStateException("the flood broke off", e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
