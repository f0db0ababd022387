package dev.rillcast.rtp;

/**
 * Sound that repeats what was before it (RFC 2198): the last block of a packet is its own, and each
 * block before that one is what the packet before held. Owned by the UDP door's thread.
 */
public final class Redundancy {
    /** Chromium repeats one or two packets, and nine at most. */
    private static final int MAX_BLOCKS = 16;

    private static final int HEADER = 4;
    private static final int LAST_HEADER = 1;
    private static final int FOLLOWED = 0x80;
    private static final int TYPE = 0x7F;
    private static final int LENGTH_BITS = 10;
    private static final int LENGTH = (1 << LENGTH_BITS) - 1;

    private final int payloadType;
    private final PacketPool pool;
    private final int[] types = new int[MAX_BLOCKS];
    private final int[] ages = new int[MAX_BLOCKS];
    private final int[] lengths = new int[MAX_BLOCKS];
    private int blocks; // of the packet opened last, without its own

    /**
     * @param payloadType of the blocks; others are left alone
     */
    public Redundancy(int payloadType, PacketPool pool) {
        this.payloadType = payloadType;
        this.pool = pool;
    }

    /**
     * Makes of a packet what its last block is (RFC 2198 3). What it repeats stays in its buffer,
     * for {@link #fill}.
     *
     * <pre>
     *  0                   1                   2                   3
     *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
     * |1|   block PT  |  timestamp offset         |   block length    |
     * |0|   block PT  |   of the last block, which has the rest; the blocks follow
     * </pre>
     *
     * @return false if it is malformed or of another payload type; it must not be used then
     */
    boolean open(RtpPacket packet) {
        blocks = 0;
        byte[] b = packet.buffer();
        int start = packet.payloadOffset();
        int end = start + packet.payloadLength();
        int at = start;
        int repeated = 0;
        int count = 0;
        for (; at < end && (b[at] & FOLLOWED) != 0; at += HEADER, count++) {
            if (count == MAX_BLOCKS || at + HEADER > end) {
                return false;
            }
            int offsetAndLength = (b[at + 1] & 0xFF) << 16 | Bytes.uint16(b, at + 2);
            types[count] = b[at] & TYPE;
            ages[count] = offsetAndLength >> LENGTH_BITS;
            lengths[count] = offsetAndLength & LENGTH;
            repeated += lengths[count];
        }
        int own = at + LAST_HEADER + repeated;
        if (own > end || (b[at] & TYPE) != payloadType) {
            return false;
        }
        packet.strip(own - start, payloadType);
        blocks = count;
        return true;
    }

    /**
     * Puts what the packet opened last repeats where it is missing.
     *
     * @param packet as it was opened, and put in order since
     */
    void fill(RtpPacket packet, ReorderBuffer order, Reception reception) {
        int start = packet.payloadOffset();
        int age = 0;
        for (int block = blocks - 1; block >= 0; block--) {
            start -= lengths[block];
            if (ages[block] <= age) {
                return; // not in order, so the numbers can't be told
            }
            age = ages[block];
            int number = (packet.sequenceNumber() - (blocks - block)) & 0xFFFF;
            long timestamp = (packet.timestamp() - age) & 0xFFFF_FFFFL;
            boolean usable = types[block] == payloadType && lengths[block] > 0;
            if (usable && order.lacks(number, timestamp)) {
                RtpPacket missing = pool.take();
                missing.become(packet, number, timestamp, start, lengths[block]);
                if (order.insert(missing)) {
                    reception.repeated();
                } else {
                    pool.give(missing);
                }
            }
        }
    }
}
