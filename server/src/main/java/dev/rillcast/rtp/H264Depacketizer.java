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
    private static final int FORBIDDEN_ZERO = 0x80;
    private static final int FORBIDDEN_ZERO_AND_NRI = 0xE0;
    private static final int TYPE = 0x1F;
    private static final int SLICE = 1;
    private static final int IDR = 5;
    private static final int SPS = 7;
    private static final int PPS = 8;
    private static final int LAST_NAL_UNIT = 23;
    private static final int STAP_A = 24;
    private static final int FU_A = 28;
    private static final int FU_START = 0x80;
    private static final int FU_END = 0x40;

    /** No access unit is larger: at 20 Mbit/s a key frame has about a tenth of it. */
    private static final int MAX_ACCESS_UNIT = 4 << 20;

    private final AccessUnit unit = new AccessUnit(MAX_ACCESS_UNIT);
    private boolean started;
    private long timestamp;
    private long begun;
    private long arrival;
    private boolean broken;
    private boolean headLost;
    private boolean slices;
    private boolean idr;
    private boolean sps;
    private boolean pps;
    private boolean parameterSetsGiven;
    private boolean awaitingKey = true;

    @Override
    public @Nullable Frame push(RtpPacket packet) {
        if (packet.afterLoss()) {
            noteLoss();
        }
        if (packet.payloadLength() == 0) {
            return null; // padding only: its number may have closed a gap, that is all
        }
        Frame withoutMarker = null;
        if (started && packet.time != timestamp) {
            // The sender sets no marker: a new time stamp ends the access unit too (5.1).
            withoutMarker = finish();
            headLost = packet.afterLoss();
        }
        if (!started) {
            begun = packet.arrival();
        }
        started = true;
        timestamp = packet.time;
        arrival = packet.arrival();
        if (!broken) {
            append(packet.buffer(), packet.payloadOffset(), packet.payloadLength());
        }
        // Two frames can't be given out at once: the second then ends with the next time stamp.
        return withoutMarker != null || !packet.marker() ? withoutMarker : finish();
    }

    /**
     * A loss within an access unit breaks it; one between two leaves what follows without its
     * reference, and perhaps without its parameter sets.
     */
    private void noteLoss() {
        awaitingKey = true;
        if (started) {
            broken = true;
        } else {
            clear();
            headLost = true;
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
        begin(b[at], length > 1 ? b[at + 1] : 0);
        broken |= !unit.append(b, at + 1, length - 1);
        unit.end();
    }

    /** STAP-A (5.7.1): after the indicator, each NAL unit behind its size in 16 bits. */
    private void appendAggregate(byte[] b, int from, int end) {
        int at = from;
        do {
            int size = at + 2 <= end ? Bytes.uint16(b, at) : 0;
            at += 2;
            if (size == 0 || at + size > end) {
                broken = true;
                return;
            }
            appendWhole(b, at, size);
            at += size;
        } while (at < end && !broken);
    }

    /**
     * FU-A (5.8): the indicator has the NAL unit's F and NRI bits, the header its type.
     *
     * <pre>
     * |F|NRI|  28   |S|E|R|  Type   |  payload …
     * </pre>
     */
    private void appendFragment(byte[] b, int at, int length) {
        if (length < 2) {
            broken = true;
            return;
        }
        int header = b[at + 1];
        if ((header & FU_START) != 0) {
            int nalUnit = (b[at] & FORBIDDEN_ZERO_AND_NRI) | (header & TYPE);
            begin((byte) nalUnit, length > 2 ? b[at + 2] : 0);
        }
        broken |= !unit.append(b, at + 2, length - 2);
        if ((header & FU_END) != 0) {
            unit.end();
        }
    }

    /**
     * Begins a NAL unit. Types above 23 are packets (mode 2 has more of them, which we don't take),
     * and a NAL unit whose F bit is set is damaged (1.3).
     *
     * @param first the byte behind the header; in a slice its top bit says first_mb_in_slice is 0
     */
    private void begin(byte header, int first) {
        int type = header & TYPE;
        broken |= type == 0 || type > LAST_NAL_UNIT || (header & FORBIDDEN_ZERO) != 0;
        broken |= unit.open() || !unit.begin(header);
        if (type >= SLICE && type <= IDR && !slices) {
            slices = true;
            broken |= (first & 0x80) == 0; // the picture's first slice is missing
        }
        idr |= type == IDR;
        sps |= type == SPS;
        pps |= type == PPS;
    }

    private @Nullable Frame finish() {
        started = false;
        boolean whole = !broken && !unit.open();
        if (whole && !slices) {
            return null; // parameter sets ahead of their picture, under a marker of their own
        }
        boolean decodable = (sps && pps) || (parameterSetsGiven && !headLost);
        boolean key = whole && idr && decodable;
        awaitingKey = !key && (awaitingKey || !whole);
        Frame frame = null;
        if (!awaitingKey) {
            parameterSetsGiven |= sps && pps;
            frame = unit.frame(Codec.H264, key, timestamp, begun, arrival);
        }
        clear();
        return frame;
    }

    private void clear() {
        unit.clear();
        broken = false;
        headLost = false;
        slices = false;
        idr = false;
        sps = false;
        pps = false;
    }

    @Override
    public boolean needsKeyFrame() {
        return awaitingKey;
    }
}
