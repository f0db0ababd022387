package dev.rillcast.payload;

import dev.rillcast.media.Codec;

/**
 * VP9 over RTP (RFC 9628), in flexible and non-flexible mode. A picture's layer frames, one for
 * each spatial layer, become one superframe; temporal layers pass as they come.
 *
 * <p>The payload descriptor (4.2) in front of each payload:
 *
 * <pre>
 *       0 1 2 3 4 5 6 7
 *      |I|P|L|F|B|E|V|Z|
 * I:   |M| PICTURE ID  |
 * M:   |EXTENDED PID   |
 * L:   |TID  |U| SID |D|
 *      |   TL0PICIDX   |  not in flexible mode
 * P,F: |   P_DIFF    |N|  up to three, as long as N is set
 * V:   |scalability structure …
 * </pre>
 */
public final class Vp9Depacketizer extends VideoDepacketizer {
    private static final int PICTURE_ID = 0x80;
    private static final int PREDICTED = 0x40;
    private static final int LAYERS = 0x20;
    private static final int FLEXIBLE = 0x10;
    private static final int BEGIN = 0x08;
    private static final int END = 0x04;
    private static final int STRUCTURE = 0x02;
    private static final int LONG_PICTURE_ID = 0x80;
    private static final int MORE_REFERENCES = 0x01;
    private static final int MAX_REFERENCES = 3;

    /** So many frames a superframe may have (VP9 specification, Annex B). */
    private static final int MAX_FRAMES = 8;

    private static final int SUPERFRAME = 0xC0;

    private final int[] starts = new int[MAX_FRAMES];
    private int frames;
    private boolean open;

    public Vp9Depacketizer() {
        super(Codec.VP9);
    }

    @Override
    boolean append(byte[] b, int at, int length) {
        int end = at + length;
        int payload = descriptorEnd(b, at, end);
        boolean begins = (b[at] & BEGIN) != 0;
        if (payload >= end || begins == open || (begins && frames == MAX_FRAMES)) {
            return false;
        }
        if (begins) {
            starts[frames++] = bytes.length();
        }
        bytes.append(b, payload, end - payload);
        open = (b[at] & END) == 0;
        return true;
    }

    /** Where the descriptor ends, if it is not cut off before; a bound else. */
    private static int descriptorEnd(byte[] b, int from, int end) {
        int first = b[from];
        int at = from + 1;
        if ((first & PICTURE_ID) != 0) {
            at += at < end && (b[at] & LONG_PICTURE_ID) != 0 ? 2 : 1;
        }
        if ((first & LAYERS) != 0) {
            at += (first & FLEXIBLE) != 0 ? 1 : 2;
        }
        if ((first & FLEXIBLE) != 0 && (first & PREDICTED) != 0) {
            int references = 1;
            while (at < end && (b[at++] & MORE_REFERENCES) != 0) {
                if (references++ == MAX_REFERENCES) {
                    return end;
                }
            }
        }
        return (first & STRUCTURE) != 0 ? structureEnd(b, at, end) : at;
    }

    /**
     * The scalability structure (4.2.1): sizes of N_S + 1 layers, and the pictures of a group.
     *
     * <pre>
     *      |N_S  |Y|G|-|-|-|
     * Y:   |WIDTH          |  two bytes, and two for HEIGHT, N_S + 1 times
     * G:   |N_G            |
     * N_G: |TID  |U|R  |-|-|  N_G times, each with
     *      |P_DIFF         |  R of these
     * </pre>
     */
    private static int structureEnd(byte[] b, int from, int end) {
        if (from >= end) {
            return end;
        }
        int header = b[from] & 0xFF;
        int at = from + 1;
        if ((header & 0x10) != 0) {
            at += 4 * ((header >> 5) + 1);
        }
        if ((header & 0x08) != 0 && at < end) {
            int pictures = b[at++] & 0xFF;
            for (int i = 0; i < pictures && at < end; i++) {
                at += 1 + ((b[at] >> 2) & 0x03);
            }
        }
        return at;
    }

    @Override
    Picture end() {
        if (open) {
            return Picture.BROKEN;
        }
        boolean key = key(bytes.get(0));
        if (frames > 1) {
            appendIndex();
        }
        if (bytes.overflown()) {
            return Picture.BROKEN;
        }
        return key ? Picture.KEY : Picture.OTHER;
    }

    /**
     * Whether the uncompressed header (VP9 specification, 6.2) is of a key frame. The descriptor
     * does not say it: P is clear for any frame that refers to none before.
     *
     * <pre>
     * |1 0|profile|(0)|show_existing_frame|frame_type|…
     * </pre>
     */
    private static boolean key(int first) {
        boolean profile3 = (first & 0x30) == 0x30; // a reserved bit follows
        int header = profile3 ? first << 1 : first;
        return (first & 0xC0) == 0x80 && (header & 0x0C) == 0;
    }

    /**
     * The index behind a superframe's frames (VP9 specification, Annex B): the sizes of them all,
     * little-endian, between two copies of its header.
     */
    private void appendIndex() {
        int end = bytes.length();
        int largest = 0;
        for (int i = 0; i < frames; i++) {
            largest = Math.max(largest, size(i, end));
        }
        int width = largest < 1 << 8 ? 1 : largest < 1 << 16 ? 2 : 3;
        int header = SUPERFRAME | ((width - 1) << 3) | (frames - 1);
        bytes.append(header);
        for (int i = 0; i < frames; i++) {
            int size = size(i, end);
            for (int k = 0; k < width; k++) {
                bytes.append(size >> (8 * k));
            }
        }
        bytes.append(header);
    }

    private int size(int frame, int end) {
        return (frame + 1 < frames ? starts[frame + 1] : end) - starts[frame];
    }

    @Override
    void reset() {
        frames = 0;
        open = false;
    }
}
