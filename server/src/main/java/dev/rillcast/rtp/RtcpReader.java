package dev.rillcast.rtp;

/** Reads what a sender's RTCP packets have for us: sender reports and BYE. The rest is skipped. */
public final class RtcpReader {
    private RtcpReader() {}

    /** Who wants to know. */
    public interface Listener {
        /**
         * @param timestamp the media time, not unwrapped
         */
        void senderReport(int ssrc, long ntp, long timestamp);

        void bye(int ssrc);
    }

    /** Reads a compound packet (RFC 3550 6.1); stops silently at the first malformed part. */
    public static void read(byte[] b, int offset, int length, Listener listener) {
        int at = offset;
        int end = offset + length;
        while (at + 8 <= end && (b[at] & 0xC0) == 0x80) {
            int next = at + 4 * (Bytes.uint16(b, at + 2) + 1);
            if (next > end) {
                return;
            }
            int type = b[at + 1] & 0xFF;
            if (type == Rtcp.SENDER_REPORT && next - at >= 28) {
                listener.senderReport(
                        Bytes.int32(b, at + 4), Bytes.int64(b, at + 8), Bytes.uint32(b, at + 16));
            } else if (type == Rtcp.BYE) {
                for (int i = 0, sources = b[at] & 0x1F;
                        i < sources && at + 8 + 4 * i <= next;
                        i++) {
                    listener.bye(Bytes.int32(b, at + 4 + 4 * i));
                }
            }
            at = next;
        }
    }
}
