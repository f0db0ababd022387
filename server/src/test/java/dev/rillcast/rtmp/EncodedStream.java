package dev.rillcast.rtmp;

import dev.rillcast.Program;
import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What ffmpeg's encoders make, as frames, and frames as a file for its decoders. */
public final class EncodedStream {
    private static final int IVF_HEADER = 32;
    private static final int IVF_FRAME_HEADER = 12;

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
        return frames(codec, ByteBuffer.wrap(Files.readAllBytes(file)));
    }

    private static List<Frame> frames(Codec codec, ByteBuffer ivf) {
        List<Frame> frames = new ArrayList<>();
        ivf.order(ByteOrder.LITTLE_ENDIAN).position(IVF_HEADER);
        while (ivf.hasRemaining()) {
            byte[] bytes = new byte[ivf.getInt()];
            ivf.position(ivf.position() + 8).get(bytes);
            // A temporal delimiter, 12 00, is not for RTP.
            int from = codec == Codec.AV1 && bytes[0] == 0x12 ? 2 : 0;
            boolean key =
                    switch (codec) {
                        case VP8 -> (bytes[0] & 1) == 0;
                        case VP9 -> (bytes[0] & 0x0C) == 0;
                        default -> bytes[from] == 0x0A; // a sequence header
                    };
            frames.add(new Frame(codec, key, 0, 0, bytes, from, bytes.length - from));
        }
        return frames;
    }

    /** Writes the payloads of one stream as an IVF file. */
    public static void writeIvf(Path file, Codec codec, List<byte[]> payloads) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String fourCc = codec == Codec.AV1 ? "AV01" : codec == Codec.VP9 ? "VP90" : "VP80";
        out.writeBytes(
                little(IVF_HEADER)
                        .put("DKIF".getBytes(StandardCharsets.US_ASCII))
                        .putShort((short) 0)
                        .putShort((short) IVF_HEADER)
                        .put(fourCc.getBytes(StandardCharsets.US_ASCII))
                        .putShort((short) 0) // the size is in the stream
                        .putShort((short) 0)
                        .putInt(25)
                        .putInt(1)
                        .putInt(payloads.size())
                        .array());
        byte[] delimiter = codec == Codec.AV1 ? new byte[] {0x12, 0} : new byte[0];
        for (int i = 0; i < payloads.size(); i++) {
            byte[] payload = payloads.get(i);
            out.writeBytes(
                    little(IVF_FRAME_HEADER)
                            .putInt(delimiter.length + payload.length)
                            .putLong(i)
                            .array());
            out.writeBytes(delimiter);
            out.writeBytes(payload);
        }
        Files.write(file, out.toByteArray());
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
        List<byte[]> packets = packets(Files.readAllBytes(file));
        // The first two packets are the header and the comments (RFC 7845).
        return packets.subList(2, packets.size()).stream()
                .map(packet -> new Frame(Codec.OPUS, true, 0, 0, packet, 0, packet.length))
                .toList();
    }

    /** The packets of an Ogg file (RFC 3533 6). */
    private static List<byte[]> packets(byte[] ogg) {
        List<byte[]> packets = new ArrayList<>();
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        for (int page = 0; page < ogg.length; ) {
            int segments = ogg[page + 26] & 0xFF;
            int at = page + 27 + segments;
            for (int i = 0; i < segments; i++) {
                int size = ogg[page + 27 + i] & 0xFF;
                packet.write(ogg, at, size);
                at += size;
                if (size < 255) {
                    packets.add(packet.toByteArray());
                    packet.reset();
                }
            }
            page = at;
        }
        return packets;
    }

    /** Writes packets of 20 ms behind their identification header as an Ogg file. */
    public static void writeOgg(Path file, byte[] opusHead, List<byte[]> payloads)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] tags = little(16).put("OpusTags".getBytes(StandardCharsets.US_ASCII)).array();
        out.writeBytes(page(0, 2, 0, opusHead));
        out.writeBytes(page(1, 0, 0, tags));
        for (int i = 0; i < payloads.size(); i++) {
            int flags = i == payloads.size() - 1 ? 4 : 0;
            out.writeBytes(page(i + 2, flags, 960L * (i + 1), payloads.get(i)));
        }
        Files.write(file, out.toByteArray());
    }

    private static byte[] page(int number, int flags, long granule, byte[] packet) {
        int segments = packet.length / 255 + 1;
        ByteBuffer page = little(27 + segments + packet.length);
        page.put("OggS".getBytes(StandardCharsets.US_ASCII)).put((byte) 0).put((byte) flags);
        page.putLong(granule).putInt(1).putInt(number).putInt(0).put((byte) segments);
        for (int i = 1; i < segments; i++) {
            page.put((byte) 255);
        }
        page.put((byte) (packet.length % 255)).put(packet);
        return page.putInt(22, checksum(page.array())).array();
    }

    /** The CRC of RFC 3533: polynomial 04C11DB7, the highest bit first. */
    private static int checksum(byte[] bytes) {
        int crc = 0;
        for (byte value : bytes) {
            crc ^= value << 24;
            for (int i = 0; i < 8; i++) {
                crc = crc << 1 ^ (crc < 0 ? 0x04C11DB7 : 0);
            }
        }
        return crc;
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
