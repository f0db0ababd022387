package dev.rillcast.peer;

import dev.rillcast.rtp.ReceiverEstimate;
import dev.rillcast.rtp.Rtcp;
import dev.rillcast.rtp.RtpReceiver;
import java.security.SecureRandom;

/**
 * What a peer is told and when: transport feedback every 50 ms or an estimate every 500, receiver
 * reports every second, lost packets and key frames as they are missed. Owned by the UDP door's
 * thread.
 */
final class Feedback {
    /** Sends one RTCP packet; its buffer has room for the SRTCP trailer. */
    interface Sender {
        void rtcp(byte[] buffer, int length);
    }

    private static final long TRANSPORT_INTERVAL = 50_000_000;
    private static final long REPORT_INTERVAL = 1_000_000_000;

    /** A stream begins with a key frame, which takes a while to come in whole. */
    private static final long FIRST_KEY_FRAME = 100_000_000;

    /** A key frame that comes by itself at the wanted interval is given this time to come. */
    private static final long KEY_FRAME_GRACE = 50_000_000;

    private static final int MAX_NACKS = 64;

    private final MediaReceiver media;
    private final Sender sender;
    private final long keyFrameInterval;
    private final int ssrc = new SecureRandom().nextInt();
    private final byte[] buffer = new byte[1_500];
    private final int[] lost = new int[MAX_NACKS];
    private long nextTransport;
    private long nextReport;
    private volatile boolean keyFrameWanted;

    /**
     * @param keyFrameInterval in nanoseconds, at most so far apart key frames should be
     */
    Feedback(MediaReceiver media, long keyFrameInterval, Sender sender, long now) {
        this.media = media;
        this.keyFrameInterval = keyFrameInterval;
        this.sender = sender;
        this.nextTransport = now;
        this.nextReport = now;
    }

    /** To be called every few milliseconds. */
    void tick(long now) {
        media.drain(now);
        for (MediaReceiver.Stream stream : media.streams()) {
            RtpReceiver receiver = stream.receiver;
            if (receiver != null) {
                requestMissing(stream, receiver, now);
                requestKeyFrame(stream, receiver, now);
            }
        }
        ReceiverEstimate estimate = media.estimate;
        if (estimate != null) {
            reportEstimate(estimate, now);
        }
        if (now - nextTransport >= 0) {
            nextTransport = now + TRANSPORT_INTERVAL;
            reportTransport();
        }
        if (now - nextReport >= 0) {
            nextReport = now + REPORT_INTERVAL;
            reportReception(now);
        }
    }

    /** Asks for a key frame with the next tick; may be called on any thread. */
    void wantKeyFrame() {
        keyFrameWanted = true;
    }

    /** What was sent or asked for by the way of before did not come: begins anew at once. */
    void goOnByAnotherWay(long now) {
        for (MediaReceiver.Stream stream : media.streams()) {
            stream.keyFrames.startAnew(now);
        }
        keyFrameWanted = true;
    }

    private void requestMissing(MediaReceiver.Stream stream, RtpReceiver receiver, long now) {
        if (!stream.track.nack() || !stream.wanted() || !receiver.order().waiting()) {
            return;
        }
        int count = receiver.order().missing(now, lost);
        if (count > 0) {
            stream.reception.asked(count);
            send(Rtcp.nack(buffer, head(), ssrc, receiver.ssrc(), lost, count));
        }
    }

    private void requestKeyFrame(MediaReceiver.Stream stream, RtpReceiver receiver, long now) {
        if (!stream.track.codec().video() || !stream.wanted() || !stream.keyFrames.allowed(now)) {
            return;
        }
        boolean due = now - stream.lastKeyFrame > keyFrameInterval + KEY_FRAME_GRACE;
        boolean missing = receiver.needsKeyFrame() && now - stream.started > FIRST_KEY_FRAME;
        if (due || missing || keyFrameWanted || stream.awaitsKeyFrame()) {
            keyFrameWanted = false;
            stream.keyFrames.made(now);
            stream.reception.keyFrameAsked();
            send(Rtcp.pictureLoss(buffer, head(), ssrc, receiver.ssrc()));
        }
    }

    private void reportTransport() {
        while (media.transport.pending()) {
            send(media.transport.write(buffer, head(), ssrc, anySsrc()));
        }
    }

    private void reportEstimate(ReceiverEstimate estimate, long now) {
        estimate.tick(now);
        for (MediaReceiver.Stream stream : media.streams()) {
            RtpReceiver receiver = stream.receiver;
            if (stream.track.remb() && receiver != null && estimate.due(now)) {
                send(Rtcp.estimate(buffer, head(), ssrc, receiver.ssrc(), estimate.bitrate()));
            }
        }
    }

    private void reportReception(long now) {
        int end = head();
        for (MediaReceiver.Stream stream : media.streams()) {
            RtpReceiver receiver = stream.receiver;
            if (receiver != null) {
                end = Rtcp.reportBlock(buffer, 0, end, receiver.ssrc(), receiver.stats(), now);
            }
        }
        send(end);
    }

    /**
     * Each packet begins with a receiver report, be it an empty one: feedback alone would need the
     * client's leave (RFC 5506 5, a=rtcp-rsize), which not every client gives.
     */
    private int head() {
        return Rtcp.receiverReport(buffer, 0, ssrc);
    }

    private void send(int end) {
        sender.rtcp(buffer, end);
    }

    /**
     * Transport feedback is of the connection; its media SSRC may be any of it (draft-holmer 3.1).
     */
    private int anySsrc() {
        for (MediaReceiver.Stream stream : media.streams()) {
            RtpReceiver receiver = stream.receiver;
            if (receiver != null) {
                return receiver.ssrc();
            }
        }
        return 0;
    }
}
