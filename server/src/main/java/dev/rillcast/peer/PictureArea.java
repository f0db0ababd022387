package dev.rillcast.peer;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.media.SequenceParameterSet;
import dev.rillcast.media.VideoConfig;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** How large the picture is that a key frame begins. */
final class PictureArea {
    private static final int LENGTH = 4;
    private static final int NAL_TYPE = 0x1F;
    private static final int SPS = 7;

    private PictureArea() {}

    /** In pixels; 0 if the frame does not say. */
    static long of(Frame key) {
        try {
            if (key.codec() == Codec.H264) {
                return h264(key);
            }
            VideoConfig config = VideoConfig.of(key);
            return config == null ? 0 : (long) config.width() * config.height();
        } catch (IllegalArgumentException e) {
            return 0; // who decodes it will say so
        }
    }

    /** Of the first SPS; each NAL unit is length (32), then so many bytes. */
    private static long h264(Frame key) {
        byte[] array = key.array();
        int end = key.offset() + key.length();
        for (int at = key.offset(); end - at > LENGTH; ) {
            int length = ByteBuffer.wrap(array, at, LENGTH).getInt();
            int from = at + LENGTH;
            if (length <= 0 || length > end - from) {
                return 0;
            }
            if ((array[from] & NAL_TYPE) == SPS) {
                SequenceParameterSet sps =
                        SequenceParameterSet.parse(Arrays.copyOfRange(array, from, from + length));
                return (long) sps.width() * sps.height();
            }
            at = from + length;
        }
        return 0;
    }
}
