package dev.rillcast.srtp;

import org.jspecify.annotations.Nullable;

/**
 * The replay windows of a peer by SSRC. A peer has a handful, so they are searched in a row. No
 * window is ever thrown out, for that would let its packets in a second time; a peer that has used
 * up {@link #CAPACITY} gets no more.
 */
final class StreamTable {
    static final int CAPACITY = 64;

    private final int[] ssrcs = new int[CAPACITY];
    private final ReplayWindow[] windows = new ReplayWindow[CAPACITY];
    private int count;

    @Nullable ReplayWindow find(int ssrc) {
        for (int i = 0; i < count; i++) {
            if (ssrcs[i] == ssrc) {
                return windows[i];
            }
        }
        return null;
    }

    boolean isFull() {
        return count == CAPACITY;
    }

    /** Adds a window for an SSRC that has none; the table must not be full. */
    ReplayWindow add(int ssrc) {
        ReplayWindow window = new ReplayWindow();
        ssrcs[count] = ssrc;
        windows[count++] = window;
        return window;
    }
}
