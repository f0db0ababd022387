package dev.rillcast.rtp;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Makes RTP packets for tests. */
public final class Packets {
    public static final long MS = 1_000_000;

    private Packets() {}

    /** One that must be well-formed. */
    static RtpPacket ofHex(String... hex) {
        byte[] bytes = Hex.bytes(hex);
        RtpPacket packet = new RtpPacket();
        assertTrue(parse(packet, bytes));
        return packet;
    }

    static boolean parse(RtpPacket packet, byte[] bytes) {
        System.arraycopy(bytes, 0, packet.buffer(), 0, bytes.length);
        return packet.parse(bytes.length, 0);
    }

    static RtpPacket numbered(int sequence, long arrival) {
        return of(sequence, 0, false, arrival, new byte[] {1});
    }

    /** Of payload type 96 and SSRC 0x01020304; its unwrapped time is the time stamp. */
    public static RtpPacket of(
            int sequence, long time, boolean marker, long arrival, byte[] payload) {
        RtpPacket packet = new RtpPacket();
        byte[] b = packet.buffer();
        b[0] = (byte) 0x80;
        b[1] = (byte) (marker ? 0xE0 : 0x60);
        Bytes.put16(b, 2, sequence);
        Bytes.put32(b, 4, (int) time);
        Bytes.put32(b, 8, 0x01020304);
        System.arraycopy(payload, 0, b, 12, payload.length);
        assertTrue(packet.parse(12 + payload.length, arrival));
        packet.time = time;
        return packet;
    }

    /** The packet itself, behind a loss or not. */
    public static RtpPacket afterLoss(RtpPacket packet, boolean afterLoss) {
        packet.afterLoss = afterLoss;
        return packet;
    }
}
