package dev.rillcast.rtp;

/**
 * Notes when packets came in, and tells the sender's congestion control
 * (draft-holmer-rmcat-transport-wide-cc-extensions-01 3.1). Owned by the UDP door's thread.
 */
public final class TransportFeedback {
    private static final int WINDOW = 1_024;
    private static final int MASK = WINDOW - 1;

    /** What is further behind was not late: the sender has begun anew. */
    private static final int RESTART = 4 * WINDOW;

    /** So many packets at most in one message: with two bytes of delta each it fits a datagram. */
    private static final int MAX_PACKETS = 400;

    /** With more in one interval, the order of the network is such that it does not matter. */
    private static final int MAX_LATE = 16;

    /** The reference time's unit, 64 ms, and the delta's, 250 µs, in nanoseconds. */
    private static final long REFERENCE = 64_000_000;

    private static final long DELTA = 250_000;

    private final Unwrapper sequence = new Unwrapper(16);
    private final long[] arrivals = new long[WINDOW];

    /** Those that came after they were told lost; each is told by itself. */
    private final long[] late = new long[MAX_LATE];

    private final int[] deltas = new int[MAX_PACKETS];
    private final byte[] symbols = new byte[MAX_PACKETS + 14];
    private final long epoch;
    private long next = -1;
    private long highest = -1;
    private int lateCount;
    private int feedbackCount;

    /**
     * @param epoch a nanosecond time no later than the first arrival; delays are counted from it
     */
    public TransportFeedback(long epoch) {
        this.epoch = epoch - REFERENCE;
    }

    public void received(int transportSequence, long arrival) {
        long index = sequence.started() ? sequence.nearest(transportSequence) : -1;
        if (next < 0 || index - highest >= WINDOW || highest - index >= RESTART) {
            index = sequence.unwrap(transportSequence);
            next = index;
            highest = index - 1;
            lateCount = 0;
        }
        if (index < next) {
            receivedLate(index, arrival);
            return;
        }
        for (long skipped = highest + 1; skipped < index; skipped++) {
            arrivals[(int) (skipped & MASK)] = 0;
        }
        if (index > highest) {
            highest = sequence.unwrap(transportSequence);
        }
        next = Math.max(next, highest - WINDOW + 1);
        arrivals[(int) (index & MASK)] = Math.max(1, arrival - epoch);
    }

    private void receivedLate(long index, long arrival) {
        int slot = (int) (index & MASK);
        if (index > highest - WINDOW && arrivals[slot] == 0 && lateCount < MAX_LATE) {
            arrivals[slot] = Math.max(1, arrival - epoch);
            late[lateCount++] = index;
        }
    }

    /** Whether packets came since the last message. */
    public boolean pending() {
        return lateCount > 0 || (next >= 0 && highest >= next);
    }

    /**
     * Writes one message on the packets that came since the last one.
     *
     * <pre>
     * |      base sequence number     |      packet status count      |
     * |                 reference time                | fb pkt. count |
     * |          packet chunk         |         packet chunk          |
     * |         packet chunk          |  recv delta   |  recv delta   |
     * </pre>
     *
     * @return the end of what was written, or {@code at} if there is nothing to tell
     */
    public int write(byte[] b, int at, int senderSsrc, int mediaSsrc) {
        if (!pending()) {
            return at;
        }
        boolean belated = lateCount > 0;
        // Expected, not always received: what is missing here is to be told too.
        long base = belated ? late[--lateCount] : next;
        if (belated && base <= highest - WINDOW) {
            return write(b, at, senderSsrc, mediaSsrc); // forgotten meanwhile
        }
        long came = base;
        while (arrivals[(int) (came & MASK)] == 0) {
            came++; // ends, since the highest came
        }
        long reference = arrivals[(int) (came & MASK)] / REFERENCE;
        int count = collect(base, belated ? base : highest, reference * REFERENCE);
        int end = Rtcp.header(b, at, 15, Rtcp.TRANSPORT_FEEDBACK, senderSsrc);
        Bytes.put32(b, end, mediaSsrc);
        Bytes.put16(b, end + 4, (int) base);
        Bytes.put16(b, end + 6, count);
        Bytes.put32(b, end + 8, (int) (reference << 8) | (feedbackCount++ & 0xFF));
        end = writeChunks(b, end + 12, count);
        end = writeDeltas(b, end, count);
        while ((end - at) % 4 != 0) {
            b[end++] = 0;
        }
        Rtcp.setLength(b, at, end);
        next = belated ? next : base + count;
        return end;
    }

    /**
     * Fills {@link #symbols} (0 not received, 1 small delta, 2 large or negative delta) and {@link
     * #deltas}.
     */
    private int collect(long base, long to, long from) {
        long last = from;
        int count = 0;
        while (count < MAX_PACKETS && base + count <= to) {
            long arrival = arrivals[(int) ((base + count) & MASK)];
            byte symbol = 0;
            if (arrival != 0) {
                long delta = Math.floorDiv(arrival - last + DELTA / 2, DELTA);
                if (delta < Short.MIN_VALUE || delta > Short.MAX_VALUE) {
                    break; // too far from the last one: a message of its own
                }
                deltas[count] = (int) delta;
                symbol = (byte) (delta >= 0 && delta <= 255 ? 1 : 2);
                last += delta * DELTA;
            }
            symbols[count++] = symbol;
        }
        return count;
    }

    /**
     * Run length chunks where seven or more are alike (3.1.3), else status vectors of seven
     * (3.1.4).
     */
    private int writeChunks(byte[] b, int from, int count) {
        int at = from;
        int i = 0;
        while (i < count) {
            int run = 1;
            while (i + run < count && symbols[i + run] == symbols[i]) {
                run++;
            }
            if (run >= 7) {
                Bytes.put16(b, at, symbols[i] << 13 | run);
                i += run;
            } else {
                int chunk = 0xC000;
                for (int k = 0; k < 7; k++) {
                    chunk |= (i + k < count ? symbols[i + k] : 0) << (12 - 2 * k);
                }
                Bytes.put16(b, at, chunk);
                i += 7;
            }
            at += 2;
        }
        return at;
    }

    private int writeDeltas(byte[] b, int from, int count) {
        int at = from;
        for (int i = 0; i < count; i++) {
            if (symbols[i] == 1) {
                b[at++] = (byte) deltas[i];
            } else if (symbols[i] == 2) {
                Bytes.put16(b, at, deltas[i]);
                at += 2;
            }
        }
        return at;
    }
}
