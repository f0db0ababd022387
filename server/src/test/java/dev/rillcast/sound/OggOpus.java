package dev.rillcast.sound;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The Opus packets of an Ogg file (RFC 3533, RFC 7845), as frames that begin at a timestamp. */
final class OggOpus {
    private static final int SEGMENT_COUNT = 26;
    private static final int SEGMENT_TABLE = 27;

    private OggOpus() {}

    static List<Frame> read(Path file, long start) throws IOException {
        List<byte[]> packets = packets(Files.readAllBytes(file));
        List<Frame> frames = new ArrayList<>();
        long timestamp = start;
        // The first two packets are the header and the comments.
        for (byte[] packet : packets.subList(2, packets.size())) {
            frames.add(frame(timestamp, packet));
            timestamp += OpusPacket.samples(packet, 0, packet.length);
        }
        return frames;
    }

    static Frame frame(long timestamp, byte[] packet) {
        long arrival = timestamp * 1_000_000 / 48;
        return new Frame(Codec.OPUS, true, timestamp, arrival, packet, 0, packet.length);
    }

    private static List<byte[]> packets(byte[] ogg) {
        List<byte[]> packets = new ArrayList<>();
        byte[] open = new byte[0];
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
                // A segment shorter than 255 bytes ends the packet.
                if (size < 255) {
                    packets.add(open);
                    open = new byte[0];
                }
            }
            page = at;
        }
        return packets;
    }
}
