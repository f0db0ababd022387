package dev.rillcast.peer;

import java.util.ArrayDeque;

/** A socket's receive buffer: what arrives waits for the door, and is lost if too much does. */
final class ReceiveBuffer {
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private final int most;
    private int arrived;
    private int lost;

    /**
     * @param most how many packets it holds
     */
    ReceiveBuffer(int most) {
        this.most = most;
    }

    /**
     * @param packet has it taken by whom it is for
     */
    void arrive(Runnable packet) {
        arrived++;
        if (waiting.size() < most) {
            waiting.add(packet);
        } else {
            lost++;
        }
    }

    /**
     * Has packets taken, the oldest first.
     *
     * @return how many
     */
    int drain(int atMost) {
        int count = Math.min(atMost, waiting.size());
        for (int i = 0; i < count; i++) {
            waiting.remove().run();
        }
        return count;
    }

    int arrived() {
        return arrived;
    }

    int lost() {
        return lost;
    }
}
