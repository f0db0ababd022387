package dev.rillcast.rtmp;

import dev.rillcast.Ivf;
import dev.rillcast.Ogg;
import dev.rillcast.Program;
import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import java.nio.file.Path;
import java.util.List;

/** What ffmpeg's encoders make, as frames. */
public final class EncodedStream {
    private EncodedStream() {}

    /** A second of 25 pictures, with a key frame every ten. */
    public static List<Frame> video(Path directory, Codec codec, String size) throws Exception {
        String encoder =
                switch (codec) {
                    case VP8 -> "libvpx -deadline realtime -cpu-used 8 -auto-alt-ref 0";
                    case VP9 -> "libvpx-vp9 -deadline realtime -cpu-used 8 -lag-in-frames 0";
                    default -> "libaom-av1 -usage realtime -cpu-used 8 -lag-in-frames 0";
                };
        Path file = directory.resolve("encoded-%s-%s.ivf".formatted(codec, size));
        Program.run(
                directory,
                ("ffmpeg -v error -f lavfi -i testsrc=size=%s:rate=25 -t 1 -pix_fmt yuv420p"
                                + " -threads 1 -c:v %s -g 10 -b:v 300k -y %s")
                        .formatted(size, encoder, file)
                        .split(" ", -1));
        return Ivf.read(file).stream().map(bytes -> frame(codec, bytes)).toList();
    }

    private static Frame frame(Codec codec, byte[] bytes) {
        // A temporal delimiter, 12 00, is not for RTP.
        int from = codec == Codec.AV1 && bytes[0] == 0x12 ? 2 : 0;
        boolean key =
                switch (codec) {
                    case VP8 -> (bytes[0] & 1) == 0;
                    case VP9 -> (bytes[0] & 0x0C) == 0;
                    default -> bytes[from] == 0x0A; // a sequence header
                };
        return new Frame(codec, key, 0, 0, bytes, from, bytes.length - from);
    }

    /** Two seconds of stereo, in packets of 20 ms. */
    public static List<Frame> opus(Path directory) throws Exception {
        Path file = directory.resolve("encoded.opus");
        Program.run(
                directory,
                ("ffmpeg -v error -f lavfi -i sine=frequency=440:sample_rate=48000 -t 2 -ac 2"
                                + " -c:a libopus -b:a 64k -y "
                                + file)
                        .split(" ", -1));
        List<byte[]> packets = Ogg.read(file);
        // The first two packets are the header and the comments (RFC 7845).
        return packets.subList(2, packets.size()).stream()
                .map(packet -> new Frame(Codec.OPUS, true, 0, 0, packet, 0, packet.length))
                .toList();
    }
}
