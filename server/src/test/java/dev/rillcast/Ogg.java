package dev.rillcast;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes Opus packets as a file (RFC 3533, RFC 7845), each in a page of its own. */
public final class Ogg {
    private static final int FIRST = 2;
    private static final int LAST = 4;
    private static final int POLYNOMIAL = 0x04C11DB7;

    private Ogg() {}

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
