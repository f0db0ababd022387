package dev.rillcast.rtp;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Puts the packets of one RTP stream in order and knows which are missing.
 *
 * <p>A packet in order passes straight through; what comes behind a gap waits until the gap is
 * filled or has lasted too long. Owned by the thread of the UDP door.
 */
public final class ReorderBuffer {
    /** Slots; at 1,000 packets/s half a second, more than any gap may last. */
    private static final int SLOTS = 512;

    /** A jump further than this is a new start of the sender, not a gap. */
    private static final int RESTART = 3_000;

    private static final int MASK = SLOTS - 1;

    private final @Nullable RtpPacket[] slots = new @Nullable RtpPacket[SLOTS];
    private final long[] noticed = new long[SLOTS];
    private final long[] requested = new long[SLOTS];
    private final long patience;
    private final Reception reception;

    private final Unwrapper sequence = new Unwrapper(16);
    private long next = -1;
    private long highest = -1;
    private int held;
    private boolean gap;
    private long lastTimestamp; // of the packet given out last
    private long roundTrip = 60_000_000;

    /**
     * @param patience how long to wait for a missing packet, in nanoseconds
     * @param reception counts the packets given up, and those that came after they were asked for
     */
    public ReorderBuffer(long patience, Reception reception) {
        this.patience = patience;
        this.reception = reception;
    }

    /**
     * Takes a packet in, and keeps it until {@link #poll} gives it out.
     *
     * @return false for one that came twice or too late: it stays the caller's
     */
    public boolean insert(RtpPacket packet) {
        long index = sequence.started() ? sequence.nearest(packet.sequenceNumber()) : -1;
        if (next < 0 || Math.abs(index - highest) > RESTART) {
            index = restart(packet);
        }
        if (index >= next + SLOTS) { // the gap is wider than the buffer: give the oldest up
            skipTo(index - SLOTS + 1);
        }
        if (index < next || slots[(int) (index & MASK)] != null) {
            return false;
        }
        packet.afterLoss = false;
        slots[(int) (index & MASK)] = packet;
        held++;
        notice(packet, index);
        return true;
    }

    private long restart(RtpPacket packet) {
        long index = sequence.unwrap(packet.sequenceNumber());
        if (next >= 0) {
            gap = true;
            Arrays.fill(slots, null);
            held = 0;
        }
        next = index;
        highest = index - 1;
        return index;
    }

    private void notice(RtpPacket packet, long index) {
        if (index > highest) {
            for (long missing = highest + 1; missing < index; missing++) {
                noticed[(int) (missing & MASK)] = packet.arrival;
                requested[(int) (missing & MASK)] = 0;
            }
            highest = sequence.unwrap(packet.sequenceNumber());
        } else if (!packet.repeated && requested[(int) (index & MASK)] != 0) {
            reception.recovered();
            long sample = packet.arrival - requested[(int) (index & MASK)];
            roundTrip += (Math.clamp(sample, 5_000_000, 500_000_000) - roundTrip) / 8;
        }
    }

    private void skipTo(long index) {
        while (next < index) {
            int slot = (int) (next & MASK);
            if (slots[slot] != null) {
                slots[slot] = null;
                held--;
            }
            reception.lost();
            gap = true;
            next++;
        }
    }

    /**
     * The next packet in order, the caller's from now on.
     *
     * @return null if none has come yet or a gap is still worth waiting for
     */
    public @Nullable RtpPacket poll(long now) {
        if (held == 0) {
            return null;
        }
        while (slots[(int) (next & MASK)] == null) {
            if (now - noticed[(int) (next & MASK)] < patience) {
                return null;
            }
            reception.lost();
            gap = true;
            next++;
        }
        int slot = (int) (next & MASK);
        RtpPacket packet = slots[slot];
        slots[slot] = null;
        held--;
        next++;
        if (packet != null) {
            packet.afterLoss = gap;
            lastTimestamp = packet.timestamp();
        }
        gap = false;
        return packet;
    }

    /**
     * Whether a packet is missing, and waited for, that has this number and is later than what came
     * before it.
     */
    boolean lacks(int sequenceNumber, long timestamp) {
        long index = sequence.nearest(sequenceNumber);
        if (index < next || index >= highest || slots[(int) (index & MASK)] != null) {
            return false;
        }
        long earlier = lastTimestamp;
        for (long before = index - 1; before >= next; before--) {
            RtpPacket packet = slots[(int) (before & MASK)];
            if (packet != null) {
                earlier = packet.timestamp();
                break;
            }
        }
        return (int) (timestamp - earlier) > 0; // both wrap at 32 bits
    }

    /**
     * Whether a packet is missing, so that {@link #poll} and {@link #missing} are worth calling.
     */
    public boolean waiting() {
        return held > 0;
    }

    /**
     * Writes the sequence numbers to ask for now into {@code numbers}: first after 10 ms, for what
     * comes out of order by itself, then each time a round trip has passed in vain.
     *
     * @return how many
     */
    public int missing(long now, int[] numbers) {
        int count = 0;
        for (long index = next; held > 0 && index < highest && count < numbers.length; index++) {
            int slot = (int) (index & MASK);
            if (slots[slot] == null && due(slot, now)) {
                requested[slot] = now;
                numbers[count++] = (int) (index & 0xFFFF);
            }
        }
        return count;
    }

    private boolean due(int slot, long now) {
        return requested[slot] == 0
                ? now - noticed[slot] >= 10_000_000
                : now - requested[slot] >= roundTrip + roundTrip / 2;
    }
}
