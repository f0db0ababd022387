package dev.rillcast.srtp;

import java.util.Arrays;

/**
 * Which packets of one SSRC have come (RFC 3711 3.3.2), and the highest index among them. Wide,
 * because a packet sent again after a NACK is hundreds of packets late.
 */
final class ReplayWindow {
    static final int SIZE = 1024;

    private static final int INDEX_IN_WINDOW = SIZE - 1;

    private final long[] seen = new long[SIZE / Long.SIZE];
    private long highest = -1;

    /**
     * The 48-bit index of a packet, guessed from its 16 bits as the one nearest to the highest so
     * far (RFC 3711 3.3.1); negative when that would be before the first of all.
     */
    long guess(int sequenceNumber) {
        return highest < 0 ? sequenceNumber : highest + (short) (sequenceNumber - highest);
    }

    /** Whether a packet with that index is new, and not so old that we could not tell. */
    boolean admits(long index) {
        if (index > highest) {
            return true;
        }
        return index >= 0 && highest - index < SIZE && !isSeen(index);
    }

    /** Notes an admitted packet; only after its tag was found to be right. */
    void note(long index) {
        if (index > highest) {
            forgetBetween(highest, index);
            highest = index;
        }
        seen[word(index)] |= bit(index);
    }

    private void forgetBetween(long from, long to) {
        if (to - from >= SIZE) {
            Arrays.fill(seen, 0);
            return;
        }
        for (long index = from + 1; index < to; index++) {
            seen[word(index)] &= ~bit(index);
        }
        seen[word(to)] &= ~bit(to);
    }

    private boolean isSeen(long index) {
        return (seen[word(index)] & bit(index)) != 0;
    }

    private static int word(long index) {
        return (int) (index & INDEX_IN_WINDOW) / Long.SIZE;
    }

    private static long bit(long index) {
        return 1L << index;
    }
}
