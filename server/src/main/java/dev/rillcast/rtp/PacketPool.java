package dev.rillcast.rtp;

import java.util.ArrayDeque;

/**
 * Packets to receive into, so that the packet path allocates none. Owned by the thread of the UDP
 * door.
 */
public final class PacketPool {
    private static final int KEPT = 4_096;

    private final ArrayDeque<RtpPacket> free = new ArrayDeque<>();

    public RtpPacket take() {
        RtpPacket packet = free.pollLast(); // the one used last is still in the CPU's cache
        return packet != null ? packet : new RtpPacket();
    }

    public void give(RtpPacket packet) {
        if (free.size() < KEPT) {
            free.addLast(packet);
        }
    }
}
