package dev.rillcast.peer;

import dev.rillcast.rtp.RtpPacket;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A client's TCP connection, in which each packet has its length before it (RFC 6544 10.1, RFC 4571
 * 2). Owned by the door's thread, but for {@link #send}.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * |             LENGTH            |  STUN, DTLS, RTP or RTCP …    |
 * </pre>
 */
final class TcpConnection implements Path {
    private static final int HEADER = 2;

    /** Answers and feedback that a client does not read; more are lost. */
    private static final int MAX_WAITING = 64;

    private final SocketChannel channel;
    private final InetSocketAddress remote;
    private final String party;
    private final BlockingQueue<ByteBuffer> waiting = new ArrayBlockingQueue<>(MAX_WAITING);

    /** The beginning of a frame whose end has not come yet. */
    private final byte[] begun = new byte[HEADER + RtpPacket.CAPACITY];

    private int begunLength;
    private @Nullable Peer peer;
    private boolean left;
    private long deadline;

    private TcpConnection(SocketChannel channel, InetSocketAddress remote, long deadline) {
        this.channel = channel;
        this.remote = remote;
        this.party = Handshakes.key(remote.getAddress());
        this.deadline = deadline;
    }

    /** Takes a connection on, to be closed when no peer has proved to be its owner in time. */
    static TcpConnection accepted(SocketChannel channel, Selector selector, long deadline)
            throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        var remote = (InetSocketAddress) channel.getRemoteAddress();
        TcpConnection connection = new TcpConnection(channel, remote, deadline);
        channel.register(selector, SelectionKey.OP_READ, connection);
        return connection;
    }

    /** What takes frames; one call for each. */
    interface Frames {
        /** Where the frame's bytes are to be put. */
        byte[] buffer();

        /**
         * @return whether the connection may go on
         */
        boolean take(TcpConnection connection, int length);
    }

    /**
     * Reads once, and hands over what frames are whole now.
     *
     * @param space to read into, empty, and larger than a frame
     * @throws IOException if the connection is at its end, or what comes is not worth more of it
     */
    void read(ByteBuffer space, Frames frames) throws IOException {
        space.put(begun, 0, begunLength);
        begunLength = 0;
        if (channel.read(space) < 0) {
            throw new EOFException();
        }
        space.flip();
        while (space.remaining() >= HEADER) {
            int length = space.getShort(space.position()) & 0xFFFF;
            if (length == 0 || length > RtpPacket.CAPACITY) {
                throw new ProtocolException();
            }
            if (space.remaining() < HEADER + length) {
                break;
            }
            space.position(space.position() + HEADER);
            space.get(frames.buffer(), 0, length);
            if (!frames.take(this, length)) {
                throw new ProtocolException();
            }
        }
        begunLength = space.remaining();
        space.get(begun, 0, begunLength);
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    /** The same for all addresses of one party. */
    String party() {
        return party;
    }

    /** Leaves the packet to {@link #flush}: two threads that write would mix their frames. */
    @Override
    public void send(byte[] bytes, int offset, int length) {
        ByteBuffer frame = ByteBuffer.allocate(HEADER + length).putShort((short) length);
        boolean _ = waiting.offer(frame.put(bytes, offset, length).flip());
    }

    /** Writes what waits, as far as the client reads it. */
    void flush() throws IOException {
        for (ByteBuffer frame = waiting.peek(); frame != null; frame = waiting.peek()) {
            channel.write(frame);
            if (frame.hasRemaining()) {
                return; // its rest goes first, next time
            }
            waiting.poll();
        }
    }

    @Nullable Peer peer() {
        return peer;
    }

    boolean isOf(Peer other) {
        return peer == other;
    }

    /** Whether no peer has ever proved to be its owner. */
    boolean isStrange() {
        return peer == null && !left;
    }

    void owned(Peer owner) {
        peer = owner;
        left = false;
    }

    /** The peer is gone; what it still has to say, good-bye, must find the way. */
    void leave(long until) {
        peer = null;
        left = true;
        deadline = until;
    }

    void keepUntil(long time) {
        deadline = time;
    }

    boolean isOver(long now) {
        return now - deadline >= 0;
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    void close() {
        Peer owner = peer;
        if (owner != null) {
            owner.lost(this);
        }
        try {
            channel.close();
        } catch (IOException e) {
            // it is gone all the same
        }
    }
}
