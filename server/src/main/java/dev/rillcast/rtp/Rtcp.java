package dev.rillcast.rtp;

/**
 * Writes the RTCP messages of a receiver (RFC 3550 6.4, RFC 4585 6.2, 6.3) one behind another into
 * a buffer.
 *
 * <pre>
 * |V=2|P| RC/FMT  |      PT       |             length            |
 * |                       SSRC of the sender                      |
 * </pre>
 *
 * <p>Each method returns the end of what it wrote.
 */
public final class Rtcp {
    public static final int SENDER_REPORT = 200;
    public static final int RECEIVER_REPORT = 201;
    public static final int BYE = 203;
    public static final int TRANSPORT_FEEDBACK = 205;
    public static final int PAYLOAD_FEEDBACK = 206;

    private static final int FMT_NACK = 1;
    private static final int FMT_PLI = 1;
    private static final int FMT_APPLICATION = 15;
    private static final int REPORT_BLOCK = 24;

    private Rtcp() {}

    static int header(byte[] b, int at, int count, int type, int ssrc) {
        b[at] = (byte) (0x80 | count);
        b[at + 1] = (byte) type;
        Bytes.put32(b, at + 4, ssrc);
        return at + 8;
    }

    static void setLength(byte[] b, int at, int end) {
        Bytes.put16(b, at + 2, (end - at) / 4 - 1);
    }

    /** A receiver report without a block; {@link #reportBlock} adds them. */
    public static int receiverReport(byte[] b, int at, int ssrc) {
        int end = header(b, at, 0, RECEIVER_REPORT, ssrc);
        setLength(b, at, end);
        return end;
    }

    /**
     * Adds one stream to the receiver report that begins at {@code report} and ends at {@code at}.
     *
     * <pre>
     * |                 SSRC                                          |
     * | fraction lost |       cumulative number of packets lost       |
     * |           extended highest sequence number received           |
     * |                      interarrival jitter                      |
     * |                         last SR (LSR)                         |
     * |                   delay since last SR (DLSR)                  |
     * </pre>
     */
    public static int reportBlock(
            byte[] b, int report, int at, int mediaSsrc, ReceptionStats stats, long now) {
        if (!stats.started()) {
            return at;
        }
        b[report]++;
        Bytes.put32(b, at, mediaSsrc);
        int lost = Math.clamp(stats.lost(), -0x80_0000, 0x7F_FFFF);
        Bytes.put32(b, at + 4, stats.fractionLost() << 24 | (lost & 0xFF_FFFF));
        Bytes.put32(b, at + 8, stats.highestSequence());
        Bytes.put32(b, at + 12, stats.jitter());
        Bytes.put32(b, at + 16, stats.lastReport());
        Bytes.put32(b, at + 20, stats.delaySinceLastReport(now));
        setLength(b, report, at + REPORT_BLOCK);
        return at + REPORT_BLOCK;
    }

    /**
     * Asks for lost packets: each entry names one and, in 16 bits, those of the following that are
     * missing too.
     */
    public static int nack(byte[] b, int at, int ssrc, int mediaSsrc, int[] numbers, int count) {
        int end = header(b, at, FMT_NACK, TRANSPORT_FEEDBACK, ssrc);
        Bytes.put32(b, end, mediaSsrc);
        end += 4;
        for (int i = 0; i < count; ) {
            int first = numbers[i++];
            int following = 0;
            while (i < count && ((numbers[i] - first) & 0xFFFF) <= 16) {
                following |= 1 << (((numbers[i++] - first) & 0xFFFF) - 1);
            }
            Bytes.put16(b, end, first);
            Bytes.put16(b, end + 2, following);
            end += 4;
        }
        setLength(b, at, end);
        return end;
    }

    /** Asks for a key frame (RFC 4585 6.3.1). */
    public static int pictureLoss(byte[] b, int at, int ssrc, int mediaSsrc) {
        int end = header(b, at, FMT_PLI, PAYLOAD_FEEDBACK, ssrc);
        Bytes.put32(b, end, mediaSsrc);
        setLength(b, at, end + 4);
        return end + 4;
    }

    /**
     * Tells a sender how much it may send, in bit/s (draft-alvestrand-rmcat-remb-03 2.2).
     *
     * <pre>
     * |  Unique identifier 'R' 'E' 'M' 'B'                            |
     * |  Num SSRC     | BR Exp    |  BR Mantissa                      |
     * |   SSRC feedback                                               |
     * </pre>
     */
    public static int estimate(byte[] b, int at, int ssrc, int mediaSsrc, long bitrate) {
        int end = header(b, at, FMT_APPLICATION, PAYLOAD_FEEDBACK, ssrc);
        int exponent = Math.max(0, 64 - Long.numberOfLeadingZeros(bitrate) - 18);
        Bytes.put32(b, end, 0); // of no stream in particular
        Bytes.put32(b, end + 4, 0x52454D42);
        Bytes.put32(b, end + 8, 1 << 24 | exponent << 18 | (int) (bitrate >> exponent));
        Bytes.put32(b, end + 12, mediaSsrc);
        setLength(b, at, end + 16);
        return end + 16;
    }

    public static int bye(byte[] b, int at, int ssrc) {
        int end = header(b, at, 1, BYE, ssrc);
        setLength(b, at, end);
        return end;
    }
}
