package dev.rillcast.peer;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Packets that come before the keys, the first key frame among them, as they came. Owned by the UDP
 * door's thread.
 */
final class EarlyPackets {
    private static final int MOST = 256;

    private final ArrayDeque<Held> packets = new ArrayDeque<>();

    /** Who takes them when the keys are there. */
    interface Taker {
        void take(byte[] bytes, long arrival);
    }

    private static final class Held {
        private final byte[] bytes;
        private final long arrival;

        private Held(byte[] bytes, long arrival) {
            this.bytes = bytes;
            this.arrival = arrival;
        }
    }

    /** Keeps a copy of one, as long as there is room. */
    void add(byte[] bytes, int length, long arrival) {
        if (packets.size() < MOST) {
            packets.add(new Held(Arrays.copyOf(bytes, length), arrival));
        }
    }

    int size() {
        return packets.size();
    }

    /** Gives all out, in their order, and forgets them. */
    void release(Taker to) {
        for (Held held = packets.poll(); held != null; held = packets.poll()) {
            to.take(held.bytes, held.arrival);
        }
    }

    void clear() {
        packets.clear();
    }
}
