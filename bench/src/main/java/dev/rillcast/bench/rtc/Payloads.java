package dev.rillcast.bench.rtc;

import dev.rillcast.media.Codec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts pictures into RTP payloads, with the plainest descriptors that there are. */
final class Payloads {
    private static final int MOST = 1_150; // with headers and trailer less than 1,200
    private static final int SEQUENCE_HEADER = 1;
    private static final int TEMPORAL_DELIMITER = 2;
    private static final int FU_A = 28;
    private static final int FU_START = 0x80;
    private static final int FU_END = 0x40;

    private Payloads() {}

    /** Of one frame of an IVF file. */
    static List<byte[]> of(Codec codec, byte[] frame) {
        List<byte[]> payloads = new ArrayList<>();
        switch (codec) {
            case VP8 -> cut(frame, 0, payloads, (first, _) -> first ? 0x10 : 0); // RFC 7741 4.2: S
            case VP9 -> // RFC 9628 4.2: B and E
                    cut(frame, 0, payloads, (first, last) -> (first ? 8 : 0) | (last ? 4 : 0));
            case AV1 -> obus(frame, payloads);
            default -> throw new IllegalArgumentException(codec + " has no frames");
        }
        return payloads;
    }

    private interface Descriptor {
        int of(boolean first, boolean last);
    }

    private static void cut(byte[] bytes, int from, List<byte[]> payloads, Descriptor descriptor) {
        for (int at = from; at < bytes.length; at += MOST) {
            int count = Math.min(MOST, bytes.length - at);
            int head = descriptor.of(at == from, at + count == bytes.length);
            payloads.add(
                    ByteBuffer.allocate(1 + count).put((byte) head).put(bytes, at, count).array());
        }
    }

    /** Each OBU in payloads of its own (AV1 RTP 4.4: Z, Y, W = 1), with its size, as is allowed. */
    private static void obus(byte[] unit, List<byte[]> payloads) {
        for (int at = 0; at < unit.length; ) {
            int end = obuEnd(unit, at);
            if (type(unit[at]) != TEMPORAL_DELIMITER) {
                byte[] obu = Arrays.copyOfRange(unit, at, end);
                cut(
                        obu,
                        0,
                        payloads,
                        (first, last) -> 0x10 | (first ? 0 : 0x80) | (last ? 0 : 0x40));
            }
            at = end;
        }
    }

    /** Behind header, extension, size (leb128) and payload (AV1 5.3). */
    private static int obuEnd(byte[] unit, int from) {
        int at = from + 1 + (unit[from] >> 2 & 1);
        int size = 0;
        for (int shift = 0; ; shift += 7) {
            size |= (unit[at] & 0x7F) << shift;
            if (unit[at++] >= 0) {
                return at + size;
            }
        }
    }

    private static int type(byte header) {
        return header >> 3 & 0x0F;
    }

    /** Whether a sequence header is among a temporal unit's OBUs: key frames have one. */
    static boolean beginsSequence(byte[] unit) {
        for (int at = 0; at < unit.length; at = obuEnd(unit, at)) {
            if (type(unit[at]) == SEQUENCE_HEADER) {
                return true;
            }
        }
        return false;
    }

    /** Of an access unit of H.264: NAL units and, of what is too long, FU-A (RFC 6184 5.6, 5.8). */
    static List<byte[]> ofUnits(List<byte[]> units) {
        List<byte[]> payloads = new ArrayList<>();
        for (byte[] unit : units) {
            if (unit.length <= MOST) {
                payloads.add(unit.clone());
                continue;
            }
            List<byte[]> pieces = new ArrayList<>();
            int type = unit[0] & 0x1F;
            cut(
                    unit,
                    1,
                    pieces,
                    (first, last) -> type | (first ? FU_START : 0) | (last ? FU_END : 0));
            for (byte[] piece : pieces) {
                byte indicator = (byte) ((unit[0] & 0x60) | FU_A);
                payloads.add(
                        ByteBuffer.allocate(1 + piece.length).put(indicator).put(piece).array());
            }
        }
        return payloads;
    }
}
