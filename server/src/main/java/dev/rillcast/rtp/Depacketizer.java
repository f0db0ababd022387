package dev.rillcast.rtp;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import java.util.List;
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

    /** One for what comes in over RTP. */
    static Depacketizer of(Codec codec) {
        return of(codec, List.of());
    }

    /**
     * One for what comes in over RTP.
     *
     * @param parameterSets H.264's that came out of band, each a NAL unit in base64
     */
    static Depacketizer of(Codec codec, List<String> parameterSets) {
        return switch (codec) {
            case H264 -> new H264Depacketizer(parameterSets);
            case VP8 -> new Vp8Depacketizer();
            case VP9 -> new Vp9Depacketizer();
            case AV1 -> new Av1Depacketizer();
            case OPUS, PCMU, PCMA -> new AudioDepacketizer(codec);
            case AAC -> throw new IllegalArgumentException("AAC does not come over RTP");
        };
    }
}
