package dev.rillcast.media;

import org.jspecify.annotations.Nullable;

/**
 * What a decoder must know before the first picture of a stream, and what that says about the
 * picture. Two are equal when a decoder can go on from one to the other.
 */
public sealed interface VideoConfig permits AvcConfig, VpConfig, Av1Config {
    /**
     * What the frames from this key frame on need; null when it does not say, so that what was said
     * before holds. H.264 is not read here: its parameter sets are taken out of the frames.
     *
     * @throws IllegalArgumentException when it is no key frame of its codec, or can't be read
     */
    static @Nullable VideoConfig of(Frame key) {
        return switch (key.codec()) {
            case VP8 -> VpConfig.vp8(key.array(), key.offset(), key.length());
            case VP9 -> VpConfig.vp9(key.array(), key.offset(), key.length());
            case AV1 -> Av1Config.of(key.array(), key.offset(), key.length());
            case H264, OPUS, PCMU, PCMA, AAC ->
                    throw new IllegalArgumentException(key.codec() + " has none");
        };
    }

    /** The codec's configuration record, as files and FLV carry it; a copy. */
    byte[] record();

    /** In pixels. */
    int width();

    /** In pixels. */
    int height();

    /** Frames per second, or 0 when the stream does not say. */
    double frameRate();
}
