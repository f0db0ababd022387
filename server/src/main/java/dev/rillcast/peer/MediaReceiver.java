package dev.rillcast.peer;

import dev.rillcast.media.Codec;
import dev.rillcast.rtp.Depacketizer;
import dev.rillcast.rtp.PacketPool;
import dev.rillcast.rtp.Reception;
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
     * A missing packet of video is waited for this long, in nanoseconds; then a key frame is the
     * better way.
     */
    private static final long VIDEO_PATIENCE = 250_000_000;

    /** Audio where it can be asked for again; where it can't, only reordering is waited for. */
    private static final long AUDIO_PATIENCE = 120_000_000;

    private static final long AUDIO_REORDERING = 40_000_000;

    /** A sender that changes its SSRC more often would only make us throw receivers away. */
    private static final long SOURCE_INTERVAL = 1_000_000_000;

    private static final long HAND_OVER_INTERVAL = 1_000_000_000;

    private final List<Stream> streams = new ArrayList<>();
    private final long maxDelay;
    private final PacketPool pool;
    private final PeerEvents events;
    final TransportFeedback transport;
    private boolean delivered;
    private long lastHandOver;

    /** An agreed track and, once its first packet came, its receiver. */
    static final class Stream {
        final AgreedTrack track;
        final Reception reception;
        final @Nullable Redundancy redundancy;
        @Nullable RtpReceiver receiver;
        long started;
        long lastKeyFrame;

        Stream(AgreedTrack track, PacketPool pool) {
            this.track = track;
            this.reception = new Reception(track.codec());
            this.redundancy =
                    track.redundancy().isPresent()
                            ? new Redundancy(track.payloadType(), pool)
                            : null;
        }
    }

    MediaReceiver(
            List<AgreedTrack> tracks,
            Duration maxDelay,
            PacketPool pool,
            PeerEvents events,
            long now) {
        tracks.forEach(track -> streams.add(new Stream(track, pool)));
        this.maxDelay = maxDelay.toNanos();
        this.pool = pool;
        this.events = events;
        this.transport = new TransportFeedback(now);
    }

    /**
     * @return whether the packet was kept; else it stays the caller's
     */
    boolean receive(RtpPacket packet) {
        Stream stream = ofPayloadType(packet.payloadType());
        if (stream == null) {
            return false;
        }
        noteTransportSequence(stream.track.extensions().transportCc(), packet);
        RtpReceiver receiver = stream.receiver;
        if (receiver == null || receiver.ssrc() != packet.ssrc()) {
            if (receiver != null && packet.arrival() - stream.started < SOURCE_INTERVAL) {
                return false;
            }
            receiver = newReceiver(stream, packet.ssrc());
            stream.receiver = receiver;
            stream.started = packet.arrival();
            stream.lastKeyFrame = packet.arrival();
        }
        Redundancy redundancy = stream.redundancy;
        if (redundancy != null && packet.payloadType() != stream.track.payloadType()) {
            return receiver.receive(packet, redundancy);
        }
        return receiver.receive(packet);
    }

    private void noteTransportSequence(int extension, RtpPacket packet) {
        int at = extension == 0 ? -1 : packet.extension(extension, 2);
        if (at >= 0) {
            byte[] b = packet.buffer();
            transport.received((b[at] & 0xFF) << 8 | (b[at + 1] & 0xFF), packet.arrival());
        }
    }

    private RtpReceiver newReceiver(Stream stream, int ssrc) {
        Codec codec = stream.track.codec();
        long patience =
                codec.video()
                        ? VIDEO_PATIENCE
                        : stream.track.nack() ? AUDIO_PATIENCE : AUDIO_REORDERING;
        return new RtpReceiver(
                ssrc,
                stream.reception,
                Math.min(patience, maxDelay),
                Depacketizer.of(codec, stream.track.parameterSets()),
                pool,
                frame -> {
                    if (frame.key()) {
                        stream.lastKeyFrame = frame.arrival();
                    }
                    events.frame(frame);
                    delivered = true;
                });
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
        }
    }

    void senderReport(int ssrc, long ntp, long timestamp, long now) {
        for (Stream stream : streams) {
            RtpReceiver receiver = stream.receiver;
            if (receiver != null && receiver.ssrc() == ssrc) {
                SenderReport report = receiver.senderReport(ntp, timestamp, now);
                if (report != null) {
                    events.report(stream.track.codec(), report);
                }
            }
        }
    }

    List<Stream> streams() {
        return streams;
    }

    /** Of each agreed track, also of one that nothing has come of; on any thread. */
    List<TrackFigures> figures() {
        return streams.stream().map(stream -> stream.reception.figures()).toList();
    }

    private @Nullable Stream ofPayloadType(int payloadType) {
        for (int i = 0; i < streams.size(); i++) { // no iterator: this is for each packet
            AgreedTrack track = streams.get(i).track;
            if (track.payloadType() == payloadType
                    || track.redundancy().orElse(-1) == payloadType) {
                return streams.get(i);
            }
        }
        return null;
    }
}
