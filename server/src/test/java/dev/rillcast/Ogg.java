package dev.rillcast;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opus packets in a file (RFC 3533, RFC 7845); each is written in a page of its own. */
public final class Ogg {
    private static final int FIRST = 2;
    private static final int LAST = 4;
    private static final int POLYNOMIAL = 0x04C11DB7;

    private Ogg() {}

    /** All packets of a file, its headers among them. */
    public static List<byte[]> read(Path file) throws IOException {
        byte[] ogg = Files.readAllBytes(file);
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

    /**
     * @param head the identification header (RFC 7845 5.1)
     * @param samples of each packet, at 48 kHz
     */
    public static void write(Path file, byte[] head, int samples, List<byte[]> packets)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(page(FIRST, 0, 0, head));
        byte[] noComments = new byte[16];
        ByteBuffer.wrap(noComments).put("OpusTags".getBytes(StandardCharsets.US_ASCII));
        out.write(page(0, 0, 1, noComments));
        for (int i = 0; i < packets.size(); i++) {
            int flag = i + 1 == packets.size() ? LAST : 0;
            out.write(page(flag, (long) samples * (i + 1), i + 2, packets.get(i)));
        }
        Files.write(file, out.toByteArray());
    }

    private static byte[] page(int flag, long granule, int sequence, byte[] packet) {
        int segments = packet.length / 255 + 1;
        ByteBuffer page =
                ByteBuffer.allocate(27 + segments + packet.length).order(ByteOrder.LITTLE_ENDIAN);
        page.put("OggS".getBytes(StandardCharsets.US_ASCII)).put((byte) 0).put((byte) flag);
        page.putLong(granule).putInt(1).putInt(sequence).putInt(0).put((byte) segments);
        for (int i = 1; i < segments; i++) {
            page.put((byte) 255);
        }
        page.put((byte) (packet.length % 255)).put(packet);
        page.putInt(22, checksum(page.array()));
        return page.array();
    }

    private static int checksum(byte[] bytes) {
        int sum = 0;
        for (byte b : bytes) {
            sum ^= b << 24;
            for (int bit = 0; bit < 8; bit++) {
                sum = sum < 0 ? (sum << 1) ^ POLYNOMIAL : sum << 1;
            }
        }
        return sum;
    }
}
