package dev.rillcast.transcode;

import dev.rillcast.flv.FrameWriter;
import dev.rillcast.flv.StreamInfo;
import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.media.PictureSize;
import dev.rillcast.media.VideoConfig;
import java.io.IOException;
import java.util.Optional;

/** What a key frame says about its picture, whatever the codec. */
final class Pictures {
    /** A stream of nothing but pictures in H.264. */
    static final StreamInfo H264 =
            new StreamInfo(Optional.of(Codec.H264), Optional.empty(), 0, 0, 0, 0, 0, 0, 0);

    private Pictures() {}

    /**
     * The size that encoders take which is nearest to the picture's.
     *
     * @throws IllegalArgumentException when the frame does not say, or can't be read
     */
    static PictureSize size(Frame key) {
        if (key.codec() == Codec.H264) {
            return h264(key);
        }
        VideoConfig config = VideoConfig.of(key);
        if (config == null) {
            throw new IllegalArgumentException("a key frame without a size");
        }
        return PictureSize.near(config.width(), config.height());
    }

    private static PictureSize h264(Frame key) {
        FrameWriter writer = new FrameWriter((type, millis, payload) -> {});
        writer.announce(H264);
        try {
            writer.write(key, 0);
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        StreamInfo info = writer.info().orElse(H264);
        if (info.width() == 0) {
            throw new IllegalArgumentException("a key frame without parameter sets");
        }
        return PictureSize.near(info.width(), info.height());
    }
}
