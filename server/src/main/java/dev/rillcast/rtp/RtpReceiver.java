package dev.rillcast.rtp;

import dev.rillcast.media.Frame;
import org.jspecify.annotations.Nullable;

/**
 * One RTP stream from packet to frame: statistics, order, depacketizer. Owned by the UDP door's
 * thread.
 */
public final class RtpReceiver {
    /** Who takes the frames; called on the UDP door's thread, so it must not block. */
    public interface FrameSink {
        void frame(Frame frame);
    }

    private final int ssrc;
    private final Reception reception;
    private final Depacketizer depacketizer;
    private final FrameSink sink;
    private final PacketPool pool;
    private final ReorderBuffer order;
    private final ReceptionStats stats;
    private final Unwrapper time = new Unwrapper(32);

    /**
     * @param reception of the track that the stream belongs to, for the counts
     * @param maxDelay how long a missing packet is asked for at most, in nanoseconds
     * @param nack whether it may be asked for
     */
    public RtpReceiver(
            int ssrc,
            Reception reception,
            long maxDelay,
            boolean nack,
            Depacketizer depacketizer,
            PacketPool pool,
            FrameSink sink) {
        this.ssrc = ssrc;
        this.reception = reception;
        this.depacketizer = depacketizer;
        this.pool = pool;
        this.sink = sink;
        this.order = new ReorderBuffer(maxDelay, nack, reception);
        this.stats = new ReceptionStats(reception.codec().clockRate());
    }

    /**
     * @return false if the packet came twice or too late, and stays the caller's
     */
    public boolean receive(RtpPacket packet) {
        stats.received(packet);
        return order.insert(packet) ? accepted(packet, packet.payloadLength(), null) : late();
    }

    /**
     * The same for a packet that repeats others.
     *
     * @return also false if it is malformed
     */
    public boolean receive(RtpPacket packet, Redundancy redundancy) {
        stats.received(packet);
        int length = packet.payloadLength();
        if (!redundancy.open(packet)) {
            return false;
        }
        return order.insert(packet) ? accepted(packet, length, redundancy) : late();
    }

    /**
     * Takes a packet that was sent again apart from the stream (RFC 4588); the stream's reports
     * still call it lost, as it was on the network (RFC 4588 6.2).
     *
     * @return false if it is not missing, and stays the caller's
     */
    public boolean restore(RtpPacket packet) {
        return order.restore(packet) && accepted(packet, packet.payloadLength(), null);
    }

    private boolean late() {
        reception.late();
        return false;
    }

    private boolean accepted(RtpPacket packet, int length, @Nullable Redundancy redundancy) {
        long now = packet.arrival();
        reception.packet(length);
        if (redundancy != null) {
            redundancy.fill(packet, order, reception);
        }
        drain(now);
        return true;
    }

    /** Gives out what became due by the passing of time. */
    public void drain(long now) {
        for (RtpPacket packet = order.poll(now); packet != null; packet = order.poll(now)) {
            packet.time = time.unwrap(packet.timestamp());
            Frame frame = depacketizer.push(packet);
            pool.give(packet);
            if (frame != null) {
                reception.frame(frame);
                sink.frame(frame);
            }
        }
    }

    public int ssrc() {
        return ssrc;
    }

    public ReorderBuffer order() {
        return order;
    }

    public ReceptionStats stats() {
        return stats;
    }

    public boolean needsKeyFrame() {
        return depacketizer.needsKeyFrame();
    }

    /**
     * @return the report with its time unwrapped like the frames', or null before the first packet
     */
    public @Nullable SenderReport senderReport(long ntp, long timestamp, long now) {
        stats.senderReport(ntp, now);
        return time.started() ? new SenderReport(ntp, time.nearest(timestamp)) : null;
    }
}
