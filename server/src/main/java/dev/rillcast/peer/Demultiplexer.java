package dev.rillcast.peer;

import dev.rillcast.ice.IceCheck;
import dev.rillcast.ice.StunMessage;
import dev.rillcast.rtp.PacketPool;
import dev.rillcast.rtp.RtpPacket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes packets to their peers and the protocols in them apart by the first byte (RFC 7983 7): 0–3
 * STUN, 20–63 DTLS, 128–191 RTP and RTCP. Owned by the door's thread.
 */
final class Demultiplexer {
    private static final Logger LOG = LoggerFactory.getLogger(Demultiplexer.class);

    /** What is shorter is none of the three. */
    private static final int SHORTEST = 12;

    private final PeerTable peers;
    private final PacketPool pool;

    /** What has come, as it came: one array for all, so it stays in the CPU's cache. */
    private final byte[] buffer = new byte[RtpPacket.CAPACITY];

    private final ByteBuffer view = ByteBuffer.wrap(buffer);
    private RtpPacket packet;

    Demultiplexer(PeerTable peers, PacketPool pool) {
        this.peers = peers;
        this.pool = pool;
        this.packet = pool.take();
    }

    /** Empty, for the next packet. */
    ByteBuffer receiveBuffer() {
        return view.clear();
    }

    /** For the bytes of the next packet. */
    byte[] buffer() {
        return buffer;
    }

    /** A datagram is in the buffer. */
    void datagram(DatagramChannel channel, InetSocketAddress remote, int length) {
        try {
            if (isStun(length)) {
                Peer peer = check(length, new UdpPath(channel, remote));
                if (peer != null) {
                    peers.validated(remote, peer);
                }
            } else {
                take(length, peers.ofAddress(remote), remote);
            }
        } catch (RuntimeException e) {
            LOG.error("a datagram broke its handler", e);
        }
    }

    /**
     * A frame of a connection is in the buffer.
     *
     * @return the peer that has proved by it that the connection is its own
     */
    @Nullable Peer frame(TcpConnection connection, int length) {
        try {
            if (isStun(length)) {
                return check(length, connection);
            }
            take(length, connection.peer(), connection.remote());
        } catch (RuntimeException e) {
            LOG.error("a frame broke its handler", e);
        }
        return null;
    }

    private int first(int length) {
        return length < SHORTEST ? -1 : buffer[0] & 0xFF;
    }

    boolean isStun(int length) {
        int first = first(length);
        return first >= 0 && first <= 3;
    }

    /** Answers a connectivity check, and nothing else: a stranger gets no answer. */
    private @Nullable Peer check(int length, Path from) {
        String ufrag = StunMessage.localUfrag(buffer, 0, length);
        Peer peer = ufrag == null ? null : peers.ofUfrag(ufrag);
        if (peer == null) {
            return null;
        }
        long now = System.nanoTime();
        IceCheck check = peer.ice().check(buffer, 0, length, from.remote(), now);
        if (check == null) {
            return null;
        }
        if (check.valid()) {
            peer.validated(from, check.nominated(), now);
        }
        if (check.restarted()) {
            peers.renamed(peer);
            peer.restarted();
        }
        from.send(check.response(), 0, check.response().length);
        return check.valid() ? peer : null;
    }

    private void take(int length, @Nullable Peer peer, InetSocketAddress remote) {
        int first = first(length);
        if (peer == null) {
            return;
        }
        if (first >= 128 && first <= 191) {
            if (peer.srtp(buffer, length, packet, System.nanoTime())) {
                packet = pool.take();
            }
        } else if (first >= 20 && first <= 63) {
            peer.dtls(Arrays.copyOf(buffer, length), remote.getAddress());
        }
    }
}
