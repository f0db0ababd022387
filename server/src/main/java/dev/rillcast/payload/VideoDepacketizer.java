package dev.rillcast.payload;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.rtp.Depacketizer;
import dev.rillcast.rtp.RtpPacket;
import org.jspecify.annotations.Nullable;

/**
 * What the depacketizers of video share: a picture is what shares a time stamp. One with a hole in
 * it is never given out, and neither is what follows it until the next key frame, since it would
 * show the hole again.
 */
abstract class VideoDepacketizer implements Depacketizer {
    /** What a picture turns out to be at its end. */
    enum Picture {
        BROKEN,
        /** Nothing to show yet, but what the next time stamp's picture needs. */
        NOT_YET,
        KEY,
        OTHER
    }

    /** The picture's bytes as they go out. */
    final FrameBuffer bytes = new FrameBuffer();

    private final Codec codec;
    private boolean started;
    private long timestamp;
    private long begun;
    private long arrival;
    private boolean broken;
    private boolean headLost;
    private boolean awaitingKey = true;

    VideoDepacketizer(Codec codec) {
        this.codec = codec;
    }

    /**
     * Takes the next payload of the picture.
     *
     * @param length at least 1
     * @return false if it is malformed, or does not fit what came before
     */
    abstract boolean append(byte[] b, int at, int length);

    /** What has come under the time stamp, of which no payload was malformed or lost. */
    abstract Picture end();

    /** Forgets what is known of the picture, but not its bytes. */
    abstract void reset();

    /** Whether something was lost just before this picture. */
    final boolean headLost() {
        return headLost;
    }

    @Override
    public final boolean needsKeyFrame() {
        return awaitingKey;
    }

    @Override
    public final @Nullable Frame push(RtpPacket packet) {
        if (packet.afterLoss()) {
            noteLoss();
        }
        if (packet.payloadLength() == 0) {
            return null; // padding only: its number may have closed a gap, that is all
        }
        Frame withoutMarker = null;
        if (started && packet.time() != timestamp) {
            // The sender sets no marker, so a new time stamp ends the picture.
            withoutMarker = finish();
            headLost = packet.afterLoss();
        }
        if (!started) {
            begun = packet.arrival();
        }
        started = true;
        timestamp = packet.time();
        arrival = packet.arrival();
        if (!broken) {
            broken =
                    !append(packet.buffer(), packet.payloadOffset(), packet.payloadLength())
                            || bytes.overflown();
        }
        // Two frames can't be given out at once: the second then ends with the next time stamp.
        return withoutMarker != null || !packet.marker() ? withoutMarker : finish();
    }

    /**
     * A loss within a picture breaks it; one between two leaves what follows without its reference,
     * and perhaps without its parameters.
     */
    private void noteLoss() {
        awaitingKey = true;
        if (started) {
            broken = true;
        } else {
            clear();
            headLost = true;
        }
    }

    private @Nullable Frame finish() {
        started = false;
        Picture picture = broken ? Picture.BROKEN : end();
        if (picture == Picture.NOT_YET) {
            return null;
        }
        boolean key = picture == Picture.KEY;
        awaitingKey = !key && (awaitingKey || picture == Picture.BROKEN);
        Frame frame = awaitingKey ? null : bytes.frame(codec, key, timestamp, begun, arrival);
        clear();
        return frame;
    }

    private void clear() {
        bytes.clear();
        broken = false;
        headLost = false;
        reset();
    }
}
