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
    /** Half a second at 500 packets/s; where that is too little there are more. */
    private static final int FIRST_SLOTS = 256;

    /** Two seconds at 20 Mbit/s: more than any gap may last. */
    private static final int MOST_SLOTS = 4_096;

    /** A jump further than this is a new start of the sender, not a gap. */
    private static final int RESTART = 3_000;

    /**
     * Where nothing came for the longest wait, and more than this was missed, it is too late for
     * what was sent then.
     */
    private static final int OUTAGE = 32;

    /** So far before a missing packet one is looked for that tells of its time. */
    private static final int NEIGHBOURS = 16;

    private @Nullable RtpPacket[] slots = new @Nullable RtpPacket[FIRST_SLOTS];
    private final MissingPackets missing;
    private final long maxDelay;
    private final Reception reception;

    private final Unwrapper sequence = new Unwrapper(16);
    private long next = -1;
    private long highest = -1;
    private long lastArrival;
    private int held;
    private boolean gap;
    private long lastTimestamp; // of the packet given out last

    /**
     * @param maxDelay how long to ask for a missing packet at most, in nanoseconds; the answer to
     *     the last request is waited for beyond that
     * @param nack whether missing packets may be asked for; else only reordering is waited for
     * @param reception counts the packets given up, and those that came since they were asked for
     */
    public ReorderBuffer(long maxDelay, boolean nack, Reception reception) {
        this.maxDelay = maxDelay;
        this.missing = new MissingPackets(maxDelay, nack);
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
        return insert(packet, index, false);
    }

    /**
     * The same for one that was sent again apart from its stream (RFC 4588); it never begins a
     * stream.
     */
    public boolean restore(RtpPacket packet) {
        long index = next < 0 ? -1 : sequence.nearest(packet.sequenceNumber());
        return index >= 0 && Math.abs(index - highest) <= RESTART && insert(packet, index, true);
    }

    private boolean insert(RtpPacket packet, long index, boolean again) {
        if (index < next) {
            missing.came(index, packet.arrival, again);
            return false;
        }
        while (index >= next + slots.length) {
            if (slots.length < MOST_SLOTS) {
                grow();
            } else { // the gap is wider than the buffer: give the oldest up
                skipTo(index - slots.length + 1);
            }
        }
        int slot = slot(index);
        if (slots[slot] != null) {
            return false;
        }
        packet.afterLoss = false;
        slots[slot] = packet;
        held++;
        missing.packet();
        if (index > highest) {
            noticeGap(index, packet.arrival);
            highest = sequence.unwrap(packet.sequenceNumber());
            lastArrival = packet.arrival;
        } else if (packet.repeated) {
            missing.filled(index);
        } else if (missing.came(index, packet.arrival, again)) {
            reception.recovered();
            reception.roundTrip(missing.roundTrip());
        }
        return true;
    }

    private int slot(long index) {
        return (int) (index & (slots.length - 1));
    }

    private long restart(RtpPacket packet) {
        long index = sequence.unwrap(packet.sequenceNumber());
        if (next >= 0) {
            gap = true;
            Arrays.fill(slots, null);
            held = 0;
            missing.clear();
        }
        next = index;
        highest = index - 1;
        return index;
    }

    private void grow() {
        @Nullable RtpPacket[] before = slots;
        slots = new @Nullable RtpPacket[2 * before.length];
        for (long index = next; index < next + before.length; index++) {
            slots[slot(index)] = before[(int) (index & (before.length - 1))];
        }
    }

    private void noticeGap(long index, long now) {
        boolean outage = index - highest > OUTAGE && now - lastArrival > maxDelay;
        for (long each = highest + 1; each < index; each++) {
            missing.add(each, outage ? now - maxDelay : now);
        }
    }

    private void skipTo(long index) {
        while (next < index) {
            int slot = slot(next);
            if (slots[slot] != null) {
                slots[slot] = null;
                held--;
            } else {
                missing.giveUp(next);
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
        while (slots[slot(next)] == null) {
            if (!missing.over(next, now)) {
                return null;
            }
            reception.lost();
            gap = true;
            next++;
        }
        int slot = slot(next);
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
        if (index < next || index >= highest || slots[slot(index)] != null) {
            return false;
        }
        long earlier = lastTimestamp;
        long farthest = Math.max(next, index - NEIGHBOURS);
        for (long before = index - 1; before >= farthest; before--) {
            RtpPacket packet = slots[slot(before)];
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
     * Writes the sequence numbers to ask for now into {@code numbers}.
     *
     * @return how many
     */
    public int missing(long now, int[] numbers) {
        return held == 0 ? 0 : missing.due(now, numbers);
    }
}
