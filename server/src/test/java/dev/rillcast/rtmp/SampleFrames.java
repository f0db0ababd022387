package dev.rillcast.rtmp;

import dev.rillcast.flv.StreamInfo;
import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Hand-made frames, as the depacketizer and the audio encoder give them. */
public final class SampleFrames {
    public static final String SPS_360 = "6742c01ed900a02ff970110000030001000003003c0f162e48";
    public static final String SPS_480 = "6742e01fda0280f640";
    public static final String PPS = "68ce3c80";
    public static final String DELIMITER = "0910";

    private SampleFrames() {}

    /** An access unit: each NAL unit behind its length. The window does not begin at 0. */
    public static Frame video(boolean key, String... nals) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[3]);
        for (String nal : nals) {
            byte[] bytes = HexFormat.of().parseHex(nal);
            out.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
            out.writeBytes(bytes);
        }
        byte[] array = out.toByteArray();
        return new Frame(Codec.H264, key, 0, 0, array, 3, array.length - 3);
    }

    public static Frame key(String sps, String slice) {
        return video(true, DELIMITER, sps, PPS, slice);
    }

    public static Frame audio(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return new Frame(Codec.AAC, true, 0, 0, bytes, 0, bytes.length);
    }

    public static StreamInfo info() {
        return new StreamInfo(true, true, 640, 360, 30, 1_500, 128, 48_000, 2);
    }
}
