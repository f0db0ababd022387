package dev.rillcast.payload;

import dev.rillcast.media.Codec;
import dev.rillcast.rtp.Depacketizer;
import java.util.List;

/** The RTP payload formats that are taken, by the codec that each carries. */
public final class PayloadFormat {
    private PayloadFormat() {}

    /** One that puts together the frames of one stream. */
    public static Depacketizer depacketizer(Codec codec) {
        return depacketizer(codec, List.of());
    }

    /**
     * One that puts together the frames of one stream.
     *
     * @param parameterSets H.264's that came out of band, each a NAL unit in base64
     */
    public static Depacketizer depacketizer(Codec codec, List<String> parameterSets) {
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
