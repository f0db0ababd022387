package dev.rillcast.peer;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.payload.PayloadFormat;
import dev.rillcast.rtp.PacketPool;
import dev.rillcast.rtp.ReceiverEstimate;
import dev.rillcast.rtp.Reception;
import dev.rillcast.rtp.Receptions;
import dev.rillcast.rtp.Redundancy;
import dev.rillcast.rtp.RtpPacket;
import dev.rillcast.rtp.RtpReceiver;
import dev.rillcast.rtp.SenderReport;
import dev.rillcast.rtp.TrackFigures;
import dev.rillcast.rtp.TransportFeedback;
import dev.rillcast.sdp.AgreedTrack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A peer's media: finds the stream that an RTP packet belongs to and takes it there. Owned by the
 * UDP door's thread.
 */
final class MediaReceiver {
    /**
     * In nanoseconds; a missing packet of sound is waited for no longer than two round trips
     * usually take, as it can be bridged.
     */
    private static final long MAX_AUDIO_DELAY = 250_000_000;

    /** A sender that changes its SSRC more often would only make us throw receivers away. */
    private static final long SOURCE_INTERVAL = 1_000_000_000;

    private static final int PAYLOAD_TYPES = 128;

    private static final long HAND_OVER_INTERVAL = 1_000_000_000;

    private final Stream[] streams; // an array, for it is gone through with each tick
    private final long maxDelay;
    private final @Nullable Stream[] ofType = new @Nullable Stream[PAYLOAD_TYPES];
    private final @Nullable Stream[] ofRetransmission = new @Nullable Stream[PAYLOAD_TYPES];
    private final int transportCc;
    private final PacketPool pool;
    private final PeerEvents events;
    final TransportFeedback transport;

    /** Where the client wants to be told how much it may send. */
    final @Nullable ReceiverEstimate estimate;

    private final int sendTime;
    private boolean delivered;
    private long lastHandOver;

    /**
     * An agreed track, or a layer of one that comes as a simulcast, and, once its first packet
     * came, its receiver.
     */
    static final class Stream {
        final AgreedTrack track;
        final Reception reception;
        final @Nullable Redundancy redundancy;
        final KeyFrameRequests keyFrames;
        final @Nullable Simulcast simulcast;
        final int layer;
        @Nullable RtpReceiver receiver;
        long started;
        long lastKeyFrame;

        /** The SSRCs that retransmissions come by, now and of the receiver before; -1: unknown. */
        private long repair = -1;

        private long formerRepair = -1;

        Stream(
                AgreedTrack track,
                Reception reception,
                @Nullable Simulcast simulcast,
                PacketPool pool,
                long now) {
            this.simulcast = simulcast;
            this.layer = simulcast == null ? 0 : simulcast.add(this);
            this.track = track;
            this.keyFrames = new KeyFrameRequests(now);
            this.reception = reception;
            this.redundancy =
                    track.redundancy().isPresent()
                            ? new Redundancy(track.payloadType(), pool)
                            : null;
        }

        void begin(RtpReceiver its, long now) {
            receiver = its;
            started = now;
            lastKeyFrame = now;
            formerRepair = repair;
            repair = -1;
        }

        /**
         * Whether what an SSRC sends again is of the present source (RFC 4588 5.3). Padding that
         * comes before the first packet tells of none.
         */
        boolean repairedBy(int ssrc) {
            if (receiver == null) {
                return false;
            }
            if (ssrc != repair) {
                Integer repaired = track.sources().repairs().get(ssrc);
                boolean other = repaired != null && repaired != receiver.ssrc();
                repair = other || ssrc == formerRepair ? repair : ssrc;
            }
            return ssrc == repair;
        }

        /** The stream that a packet of this payload type is of; null if that is unknown. */
        @Nullable Stream of(RtpPacket packet) {
            return simulcast == null ? this : simulcast.layer(packet);
        }

        /** The stream that such a packet is sent again of. */
        @Nullable Stream repaired(RtpPacket packet) {
            return simulcast != null
                    ? simulcast.repaired(packet)
                    : repairedBy(packet.ssrc()) ? this : null;
        }

        /** Whether its packets tell by their time stamps how long they took. */
        boolean keepsVideoTime() {
            return track.codec().video() && simulcast == null; // layers have a clock each
        }

        /** Whether its frames go on, or are to: not so of a simulcast's other layers. */
        boolean wanted() {
            return simulcast == null || simulcast.layers.wanted(layer);
        }

        /** Whether it is to go on from its next key frame. */
        boolean awaitsKeyFrame() {
            return simulcast != null && simulcast.layers.awaitsKeyFrame(layer);
        }
    }

    /**
     * @param maxDelay how long a missing packet is asked for at most
     * @param received counts what comes, beside each track's own
     */
    MediaReceiver(
            List<AgreedTrack> tracks,
            Duration maxDelay,
            PacketPool pool,
            Receptions received,
            PeerEvents events,
            long now) {
        this.maxDelay = maxDelay.toNanos();
        this.transportCc =
                tracks.stream().mapToInt(t -> t.extensions().transportCc()).max().orElse(0);
        this.pool = pool;
        List<Stream> all = new ArrayList<>();
        tracks.forEach(track -> add(track, received, all, now));
        this.streams = all.toArray(Stream[]::new);
        this.events = events;
        this.transport = new TransportFeedback(now);
        this.sendTime = tracks.stream().mapToInt(t -> t.extensions().absSendTime()).max().orElse(0);
        this.estimate = tracks.stream().anyMatch(AgreedTrack::remb) ? newEstimate(now) : null;
    }

    private void add(AgreedTrack track, Receptions received, List<Stream> to, long now) {
        Simulcast simulcast = Simulcast.of(track);
        Stream first = new Stream(track, received.track(track.codec()), simulcast, pool, now);
        to.add(first);
        for (int i = 1; i < LayerSources.count(track); i++) {
            Reception its = received.track(track.codec());
            to.add(new Stream(track, its, simulcast, pool, now));
        }
        ofType[track.payloadType()] = first;
        track.redundancy().ifPresent(type -> ofType[type] = first);
        track.retransmission().ifPresent(type -> ofRetransmission[type] = first);
    }

    /**
     * @return whether the packet was kept; else it stays the caller's
     */
    boolean receive(RtpPacket packet) {
        noteTransportSequence(packet);
        Stream first = ofType[packet.payloadType()];
        if (estimate != null) {
            noteDelay(estimate, packet, first != null && first.keepsVideoTime());
        }
        if (first == null) {
            return restore(packet);
        }
        Stream stream = first.of(packet);
        return stream != null && receive(stream, packet);
    }

    private boolean receive(Stream stream, RtpPacket packet) {
        if (stream.simulcast != null) {
            stream.simulcast.layers.received(stream.layer, packet);
        }
        RtpReceiver receiver = stream.receiver;
        if (receiver == null || receiver.ssrc() != packet.ssrc()) {
            if (receiver != null && packet.arrival() - stream.started < SOURCE_INTERVAL) {
                return false;
            }
            receiver = newReceiver(stream, packet.ssrc());
            stream.begin(receiver, packet.arrival());
        }
        Redundancy redundancy = stream.redundancy;
        if (redundancy != null && packet.payloadType() != stream.track.payloadType()) {
            return receiver.receive(packet, redundancy);
        }
        return receiver.receive(packet);
    }

    /** Takes what was sent again (RFC 4588); it names its stream by its payload type. */
    private boolean restore(RtpPacket packet) {
        Stream first = ofRetransmission[packet.payloadType()];
        Stream stream = first == null ? null : first.repaired(packet);
        RtpReceiver receiver = stream == null ? null : stream.receiver;
        if (stream == null || receiver == null) {
            return false;
        }
        return packet.unwrapRetransmission(stream.track.payloadType(), receiver.ssrc())
                && receiver.restore(packet);
    }

    /**
     * Of each packet of the connection, also of those that are not for us: padding that probes the
     * network comes as what is sent again, and what protects other packets counts as well. All
     * tracks of a connection give the extension the same id (RFC 9143 12).
     */
    private void noteTransportSequence(RtpPacket packet) {
        int at = transportCc == 0 ? -1 : packet.extension(transportCc, 2);
        if (at >= 0) {
            byte[] b = packet.buffer();
            transport.received((b[at] & 0xFF) << 8 | (b[at + 1] & 0xFF), packet.arrival());
        }
    }

    private ReceiverEstimate newEstimate(long now) {
        return sendTime != 0
                ? ReceiverEstimate.ofSendTimes(now)
                : ReceiverEstimate.ofTimestamps(now);
    }

    /** Without send times those of pictures do, but not of one that is sent again. */
    private void noteDelay(ReceiverEstimate estimate, RtpPacket packet, boolean video) {
        estimate.received(packet.length());
        int at = sendTime == 0 ? -1 : packet.extension(sendTime, 3);
        if (at >= 0) {
            byte[] b = packet.buffer();
            int sent = (b[at] & 0xFF) << 16 | (b[at + 1] & 0xFF) << 8 | (b[at + 2] & 0xFF);
            estimate.delayed(sent, packet.arrival());
        } else if (sendTime == 0 && video) {
            estimate.delayed(packet.timestamp(), packet.arrival());
        }
    }

    private RtpReceiver newReceiver(Stream stream, int ssrc) {
        Codec codec = stream.track.codec();
        return new RtpReceiver(
                ssrc,
                stream.reception,
                codec.video() ? maxDelay : Math.min(maxDelay, MAX_AUDIO_DELAY),
                stream.track.nack(),
                PayloadFormat.depacketizer(codec, stream.track.parameterSets()),
                pool,
                frame -> deliver(stream, frame));
    }

    private void deliver(Stream stream, Frame frame) {
        if (frame.key()) {
            stream.lastKeyFrame = frame.arrival();
            stream.keyFrames.answered();
        }
        Simulcast simulcast = stream.simulcast;
        Frame taken = simulcast == null ? frame : simulcast.layers.frame(stream.layer, frame);
        if (taken != null) {
            events.frame(taken);
            delivered = true;
        }
    }

    /** Passes on that there are frames, if any came since the last call or that was long ago. */
    void handOver(long now) {
        if (delivered || now - lastHandOver > HAND_OVER_INTERVAL) {
            delivered = false;
            lastHandOver = now;
            events.handOver();
        }
    }

    /** Passes on what is due by time, such as what waited behind a packet now given up. */
    void drain(long now) {
        for (Stream stream : streams) {
            RtpReceiver receiver = stream.receiver;
            if (receiver != null && receiver.order().waiting()) {
                receiver.drain(now);
            }
            if (stream.simulcast != null && stream.layer == 0) {
                stream.simulcast.tick(now);
            }
        }
    }

    void senderReport(int ssrc, long ntp, long timestamp, long now) {
        for (Stream stream : streams) {
            RtpReceiver receiver = stream.receiver;
            if (receiver != null && receiver.ssrc() == ssrc) {
                SenderReport report = receiver.senderReport(ntp, timestamp, now);
                if (report != null && stream.simulcast != null) {
                    report = stream.simulcast.layers.report(stream.layer, report);
                }
                if (report != null) {
                    events.report(stream.track.codec(), report);
                }
            }
        }
    }

    /** Not to be written to. */
    Stream[] streams() {
        return streams;
    }

    /** Of each agreed track, also of one that nothing has come of; on any thread. */
    List<TrackFigures> figures() {
        List<TrackFigures> figures = new ArrayList<>();
        for (Stream stream : streams) {
            TrackFigures its = stream.reception.figures();
            figures.add(stream.layer == 0 ? its : figures.removeLast().plus(its));
        }
        return figures;
    }
}
