package dev.rillcast.rtp;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Counts what comes in of one track, over all the sources (SSRCs) that it has one after the other.
 * The UDP door's thread counts, any thread may read.
 *
 * <p>The writes are opaque: with one writer nothing is added atomically, and on a 64-bit machine
 * such a write is a plain one, without a fence. So a packet costs no more than with plain fields,
 * readers are never behind, and no copies need be made for them.
 */
public final class Reception {
    private static final int PACKETS = 0;
    private static final int LOST = 1;
    private static final int RECOVERED = 2;
    private static final int BYTES = 3;
    private static final int FRAMES = 4;
    private static final int KEY_FRAMES = 5;
    private static final int KEY_FRAMES_ASKED = 6;
    private static final int REPEATED = 7;
    private static final int LATE = 8;
    private static final int ASKED = 9;
    private static final int ROUND_TRIP = 10;

    private final Codec codec;
    private final AtomicLongArray counts = new AtomicLongArray(ROUND_TRIP + 1);
    private final @Nullable Reception all; // tracks of this codec, together
    private boolean counting = true;

    public Reception(Codec codec) {
        this(codec, null);
    }

    /**
     * @param all counts the same, of all tracks of the codec
     */
    Reception(Codec codec, @Nullable Reception all) {
        this.codec = codec;
        this.all = all;
    }

    public Codec codec() {
        return codec;
    }

    void packet(int payloadLength) {
        add(PACKETS, 1);
        add(BYTES, payloadLength);
    }

    void lost() {
        add(LOST, 1);
    }

    void recovered() {
        add(RECOVERED, 1);
    }

    void repeated() {
        add(REPEATED, 1);
    }

    /** A packet came twice, or when it was given up already. */
    void late() {
        add(LATE, 1);
    }

    /** Packets were asked for again, be it for the first time or not. */
    public void asked(int packets) {
        add(ASKED, packets);
    }

    /** How long an answer takes by now, in nanoseconds. */
    void roundTrip(long nanos) {
        counts.setOpaque(ROUND_TRIP, nanos);
    }

    void frame(Frame frame) {
        add(FRAMES, 1);
        if (frame.key()) {
            add(KEY_FRAMES, 1);
        }
    }

    /** A key frame was asked for. */
    public void keyFrameAsked() {
        add(KEY_FRAMES_ASKED, 1);
    }

    /** Whether what comes from now on is counted; it is at first. */
    public void counts(boolean on) {
        counting = on;
    }

    private void add(int count, long more) {
        if (counting) {
            counts.setOpaque(count, counts.getPlain(count) + more);
            if (all != null) {
                all.add(count, more);
            }
        }
    }

    /** How many packets came twice, or when they were given up already. */
    public long latePackets() {
        return counts.getOpaque(LATE);
    }

    /** How often a packet was asked for again (RFC 4585 6.2.1). */
    public long packetsAsked() {
        return counts.getOpaque(ASKED);
    }

    /** How much it is by now; of packets under way one number may be ahead of another. */
    public TrackFigures figures() {
        return new TrackFigures(
                codec,
                counts.getOpaque(PACKETS),
                counts.getOpaque(LOST),
                counts.getOpaque(RECOVERED),
                counts.getOpaque(BYTES),
                counts.getOpaque(FRAMES),
                counts.getOpaque(KEY_FRAMES),
                counts.getOpaque(KEY_FRAMES_ASKED),
                counts.getOpaque(REPEATED),
                counts.getOpaque(ROUND_TRIP));
    }
}
