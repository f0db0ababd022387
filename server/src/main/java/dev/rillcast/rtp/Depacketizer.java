package dev.rillcast.rtp;

import dev.rillcast.media.Frame;
import org.jspecify.annotations.Nullable;

/** Puts the payloads of one RTP stream, given in order, together to frames. */
public interface Depacketizer {
    /**
     * @param packet the next packet; read, not kept
     * @return the frame that this packet completed, or null
     */
    @Nullable Frame push(RtpPacket packet);

    /** Whether nothing can be given out before a key frame comes. */
    boolean needsKeyFrame();
}
