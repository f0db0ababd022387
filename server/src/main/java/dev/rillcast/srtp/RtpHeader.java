package dev.rillcast.srtp;

/**
 * As much of the RTP header as SRTP needs: where it ends, for the rest is enciphered.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                           timestamp                           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |           synchronization source (SSRC) identifier            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |            contributing source (CSRC) identifiers  (CC times) |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  X: defined by profile        | length in words of 4 bytes    |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                        header extension                       |
 * </pre>
 */
final class RtpHeader {
    static final int FIXED_LENGTH = 12;

    private static final int VERSION_MASK = 0xc0;
    private static final int VERSION_2 = 0x80;
    private static final int EXTENSION_MASK = 0x10;
    private static final int CSRC_COUNT_MASK = 0x0f;

    private RtpHeader() {}

    /** The header's length in bytes, or -1 when this is no RTP or the header does not fit. */
    static int length(byte[] packet, int offset, int length) {
        if (length < FIXED_LENGTH || !isVersion2(packet, offset)) {
            return -1;
        }
        int first = packet[offset];
        int header = FIXED_LENGTH + 4 * (first & CSRC_COUNT_MASK);
        if ((first & EXTENSION_MASK) != 0) {
            if (header + 4 > length) {
                return -1;
            }
            header += 4 + 4 * BigEndian.readUnsignedShort(packet, offset + header + 2);
        }
        return header <= length ? header : -1;
    }

    /** Whether version 2 stands where RTP and RTCP both have it. */
    static boolean isVersion2(byte[] packet, int offset) {
        return (packet[offset] & VERSION_MASK) == VERSION_2;
    }

    static int sequenceNumber(byte[] packet, int offset) {
        return BigEndian.readUnsignedShort(packet, offset + 2);
    }

    static int ssrc(byte[] packet, int offset) {
        return BigEndian.readInt(packet, offset + 8);
    }
}
