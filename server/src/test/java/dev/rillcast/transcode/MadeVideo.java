package dev.rillcast.transcode;

import dev.rillcast.Ivf;
import dev.rillcast.Program;
import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Moving test pictures as a browser would send them: with times that are not quite even. */
final class MadeVideo {
    static final int FPS = 30;

    /** Ticks between two frames. */
    static final long STEP = 90_000 / FPS;

    /** A start that is not zero, as that of RTP. */
    static final long START = 1_234_567;

    private static final int[] JITTER = {0, 130, -410, 655, -77, 300, 0, -222};

    private MadeVideo() {}

    /** Seconds of a picture of some size, with one key frame at the start. */
    static List<Frame> of(Path directory, Codec codec, String size, int seconds) throws Exception {
        return from(START, encode(directory, codec, size, seconds));
    }

    /** The same frames with times from another start on; frame i has i as its arrival. */
    static List<Frame> from(long start, List<Frame> frames) {
        List<Frame> timed = new ArrayList<>();
        for (int i = 0; i < frames.size(); i++) {
            Frame frame = frames.get(i);
            timed.add(
                    new Frame(
                            frame.codec(),
                            frame.key(),
                            start + i * STEP + JITTER[i % JITTER.length],
                            2L * i,
                            2L * i + 1,
                            frame.array(),
                            frame.offset(),
                            frame.length()));
        }
        return timed;
    }

    private static List<Frame> encode(Path directory, Codec codec, String size, int seconds)
            throws Exception {
        String encoder =
                switch (codec) {
                    case VP8 -> "libvpx -deadline realtime -cpu-used 8 -auto-alt-ref 0";
                    case VP9 -> "libvpx-vp9 -deadline realtime -cpu-used 8 -lag-in-frames 0";
                    case AV1 -> "libaom-av1 -usage realtime -cpu-used 8 -lag-in-frames 0";
                    default -> "libx264 -preset ultrafast -tune zerolatency -profile:v baseline";
                };
        String ending = codec == Codec.H264 ? "flv" : "ivf";
        Path file = Files.createTempFile(directory, "made", "." + ending);
        Program.run(
                directory,
                ("ffmpeg -v error -f lavfi -i testsrc2=size=%s:rate=%d -t %d -pix_fmt yuv420p"
                                + " -threads 1 -c:v %s -g 9999 -b:v 500k -y %s")
                        .formatted(size, FPS, seconds, encoder, file)
                        .split(" ", -1));
        return codec == Codec.H264 ? h264(file) : ivf(codec, file);
    }

    private static List<Frame> h264(Path file) throws Exception {
        List<Frame> frames = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            FlvReader reader = new FlvReader(in);
            for (FlvReader.Picture picture; (picture = reader.next()) != null; ) {
                frames.add(
                        new Frame(
                                Codec.H264,
                                picture.key(),
                                0,
                                0,
                                picture.array(),
                                picture.offset(),
                                picture.length()));
            }
        }
        return frames;
    }

    private static List<Frame> ivf(Codec codec, Path file) throws Exception {
        List<Frame> frames = new ArrayList<>();
        for (byte[] bytes : Ivf.read(file)) {
            // A temporal delimiter, 12 00, is not for RTP.
            int from = codec == Codec.AV1 && bytes[0] == 0x12 ? 2 : 0;
            frames.add(new Frame(codec, frames.isEmpty(), 0, 0, bytes, from, bytes.length - from));
        }
        return frames;
    }
}
