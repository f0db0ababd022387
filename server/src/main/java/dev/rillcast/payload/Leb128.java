package dev.rillcast.payload;

/** AV1's variable-length numbers (AV1 4.10.5): seven bits a byte, the lowest first. */
final class Leb128 {
    private static final int MORE = 0x80;

    /** Enough for all that fits a packet or a frame; longer ones are taken for damage. */
    private static final int MAX_BYTES = 4;

    private Leb128() {}

    /**
     * @return the index behind the number at {@code from}, or -1 if it does not end before {@code
     *     end} or is too long
     */
    static int end(byte[] b, int from, int end) {
        int last = Math.min(end, from + MAX_BYTES);
        for (int at = from; at < last; at++) {
            if ((b[at] & MORE) == 0) {
                return at + 1;
            }
        }
        return -1;
    }

    /** The number that {@link #end} has found to end before {@code to}. */
    static int value(byte[] b, int from, int to) {
        int value = 0;
        for (int at = to - 1; at >= from; at--) {
            value = (value << 7) | (b[at] & 0x7F);
        }
        return value;
    }

    static void append(FrameBuffer to, int value) {
        int rest = value;
        for (; rest >= MORE; rest >>= 7) {
            to.append(rest | MORE);
        }
        to.append(rest);
    }

    /** Leaves room for a number that {@link #setSkipped} puts there. */
    static void skip(FrameBuffer in) {
        in.skip(MAX_BYTES);
    }

    /** The number in front of {@code end} that was skipped; leading zeros are allowed. */
    static void setSkipped(FrameBuffer in, int end, int value) {
        for (int i = 0; i < MAX_BYTES; i++) {
            int more = i + 1 < MAX_BYTES ? MORE : 0;
            in.set(end - MAX_BYTES + i, ((value >> (7 * i)) & 0x7F) | more);
        }
    }
}
