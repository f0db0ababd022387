package dev.rillcast.bench;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The packets of a file that ffmpeg makes, of 20 ms each (RFC 3533, RFC 7845). */
final class OpusFile {
    static final int PACKET = 960; // samples

    private static final int SEGMENT_COUNT = 26;
    private static final int SEGMENT_TABLE = 27;

    private OpusFile() {}

    static List<Frame> packets(Path file) throws IOException {
        byte[] ogg = Files.readAllBytes(file);
        List<Frame> packets = new ArrayList<>();
        byte[] open = new byte[0];
        int skip = 2; // the header and the comments
        int page = 0;
        while (page < ogg.length) {
            int segments = ogg[page + SEGMENT_COUNT] & 0xff;
            int at = page + SEGMENT_TABLE + segments;
            for (int i = 0; i < segments; i++) {
                int size = ogg[page + SEGMENT_TABLE + i] & 0xff;
                int end = open.length;
                open = Arrays.copyOf(open, end + size);
                System.arraycopy(ogg, at, open, end, size);
                at += size;
                if (size < 255) { // it ends the packet
                    if (--skip < 0) {
                        long time = packets.size() * (long) PACKET;
                        packets.add(new Frame(Codec.OPUS, true, time, 0, open, 0, open.length));
                    }
                    open = new byte[0];
                }
            }
            page = at;
        }
        return packets;
    }
}
