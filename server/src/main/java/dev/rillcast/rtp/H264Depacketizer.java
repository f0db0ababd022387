package dev.rillcast.rtp;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import org.jspecify.annotations.Nullable;

/**
 * H.264 over RTP (RFC 6184) in packetization modes 0 and 1: single NAL units, STAP-A and FU-A.
 *
 * <p>An access unit is what shares a time stamp. One with a hole in it is never given out, and
 * neither is what follows it until the next key frame, since it would show the hole again.
 */
public final class H264Depacketizer implements Depacketizer {
    private static final int TYPE = 0x1F;
    private static final int SLICE = 1;
    private static final int IDR = 5;
    private static final int SPS = 7;
    private static final int PPS = 8;
    private static final int STAP_A = 24;
    private static final int FU_A = 28;
    private static final int FU_START = 0x80;
    private static final int FU_END = 0x40;

    /** No access unit is larger: at 20 Mbit/s a key frame has about a tenth of it. */
    private static final int MAX_ACCESS_UNIT = 4 << 20;

    private final AccessUnit unit = new AccessUnit(MAX_ACCESS_UNIT);
    private boolean started;
    private long timestamp;
    private boolean broken;
    private boolean slices;
    private boolean idr;
    private boolean parameterSets;
    private boolean knowsParameterSets;
    private boolean awaitingKey = true;

    @Override
    public @Nullable Frame push(RtpPacket packet) {
        if (packet.payloadLength() == 0) {
            // Padding only: it may have closed a gap in the numbers, and a loss before it still
            // counts.
            noteLoss(packet);
            return null;
        }
        noteLoss(packet);
        Frame withoutMarker = null;
        if (started && packet.time != timestamp) {
            // The marker got lost, or the sender sets none: a new time stamp ends the access unit
            // too (5.1).
            withoutMarker = finish(packet.arrival());
        }
        if (!started) {
            started = true;
            timestamp = packet.time;
        }
        append(packet.buffer(), packet.payloadOffset(), packet.payloadLength());
        if (!packet.marker()) {
            return withoutMarker;
        }
        Frame frame = finish(packet.arrival());
        return frame != null ? frame : withoutMarker;
    }

    /**
     * A loss within an access unit breaks it; one between two leaves what follows without its
     * reference.
     */
    private void noteLoss(RtpPacket packet) {
        if (packet.afterLoss()) {
            broken = started;
            awaitingKey = true;
        }
    }

    private void append(byte[] b, int at, int length) {
        switch (b[at] & TYPE) {
            case STAP_A -> appendAggregate(b, at + 1, at + length);
            case FU_A -> appendFragment(b, at, length);
            default -> appendWhole(b, at, length);
        }
    }

    private void appendWhole(byte[] b, int at, int length) {
        int type = b[at] & TYPE;
        if (type == 0
                || type > 23
                || unit.open()) { // STAP-B, MTAP and FU-B are of mode 2, which we don't take
            broken = true;
            return;
        }
        note(type, length > 1 ? b[at + 1] : 0);
        broken |= !unit.begin(b[at]) || !unit.append(b, at + 1, length - 1);
        unit.end();
    }

    /** STAP-A (5.7.1): after the indicator, each NAL unit behind its size in 16 bits. */
    private void appendAggregate(byte[] b, int from, int end) {
        int at = from;
        while (at + 2 < end) {
            int size = Bytes.uint16(b, at);
            at += 2;
            if (size == 0 || at + size > end) {
                broken = true;
                return;
            }
            appendWhole(b, at, size);
            at += size;
        }
    }

    /**
     * FU-A (5.8): the indicator has the NAL unit's F and NRI bits, the header its type.
     *
     * <pre>
     * |F|NRI|  28   |S|E|R|  Type   |  payload …
     * </pre>
     */
    private void appendFragment(byte[] b, int at, int length) {
        if (length < 3) {
            broken = true;
            return;
        }
        int header = b[at + 1];
        if ((header & FU_START) != 0) {
            note(header & TYPE, b[at + 2]);
            broken |= unit.open() || !unit.begin((byte) ((b[at] & 0xE0) | (header & TYPE)));
        } else if (!unit.open()) {
            broken = true;
            return;
        }
        broken |= !unit.append(b, at + 2, length - 2);
        if ((header & FU_END) != 0) {
            unit.end();
        }
    }

    /**
     * @param first the byte behind the NAL unit's header; in a slice its top bit says
     *     first_mb_in_slice is 0
     */
    private void note(int type, int first) {
        if ((type == SLICE || type == IDR) && !slices) {
            slices = true;
            broken |= (first & 0x80) == 0; // the picture's first slice is missing
        }
        idr |= type == IDR;
        parameterSets |= type == SPS || type == PPS;
    }

    private @Nullable Frame finish(long arrival) {
        knowsParameterSets |= parameterSets && !broken;
        boolean whole = !broken && !unit.open() && unit.length() > 0;
        boolean key = whole && idr && knowsParameterSets;
        if (!whole) {
            awaitingKey = true;
        } else if (key) {
            awaitingKey = false;
        }
        Frame frame = null;
        if (whole && (!awaitingKey || parameterSets)) {
            frame = unit.frame(Codec.H264, key, timestamp, arrival);
        }
        unit.clear();
        started = false;
        broken = false;
        slices = false;
        idr = false;
        parameterSets = false;
        return frame;
    }

    @Override
    public boolean needsKeyFrame() {
        return awaitingKey;
    }
}
