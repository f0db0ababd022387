package dev.rillcast.bench.micro;

import dev.rillcast.rtp.Bytes;
import java.nio.ByteBuffer;

/** RTP packets as a browser sends a picture of H.264 in them. */
final class Payloads {
    static final int HEADER = 12;

    static final int SSRC = 0x01020304;

    private static final byte FU_A = 0x7C; // with the NRI bits of a reference
    private static final int START = 0x80;
    private static final int END = 0x40;
    private static final int SLICE = 1;

    private Payloads() {}

    /** One packet. */
    static byte[] packet(int sequence, int time, boolean marker, byte[] payload) {
        byte[] packet = new byte[HEADER + payload.length];
        header(packet, sequence, time, marker);
        System.arraycopy(payload, 0, packet, HEADER, payload.length);
        return packet;
    }

    /** Writes the fixed header (RFC 3550 5.1). */
    static void header(byte[] packet, int sequence, int time, boolean marker) {
        packet[0] = (byte) 0x80;
        packet[1] = (byte) (marker ? 0xE0 : 0x60);
        Bytes.put16(packet, 2, sequence);
        Bytes.put32(packet, 4, time);
        Bytes.put32(packet, 8, SSRC);
    }

    /** The parameter sets and the IDR slice that a stream begins with, in one STAP-A. */
    static byte[] key() {
        byte[] sps = {0x67, 0x42, (byte) 0xC0, 0x1F, (byte) 0xDA, 0x01, 0x40, 0x16, (byte) 0xE9};
        byte[] pps = {0x68, (byte) 0xCE, 0x3C, (byte) 0x80};
        byte[] idr = {0x65, (byte) 0x88, 0x04};
        return ByteBuffer.allocate(1 + 6 + sps.length + pps.length + idr.length)
                .put((byte) 0x78)
                .putShort((short) sps.length)
                .put(sps)
                .putShort((short) pps.length)
                .put(pps)
                .putShort((short) idr.length)
                .put(idr)
                .array();
    }

    /** A piece of a slice (RFC 6184 5.8). */
    static byte[] fragment(boolean first, boolean last, int length) {
        byte[] payload = new byte[length];
        payload[0] = FU_A;
        payload[1] = (byte) ((first ? START : 0) | (last ? END : 0) | SLICE);
        payload[2] = (byte) 0x80; // first_mb_in_slice is 0
        return payload;
    }
}
