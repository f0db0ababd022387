package dev.rillcast.payload;

/**
 * Puts OBUs into a temporal unit, each with its size (AV1 5.3), and looks at what they are.
 * Temporal delimiters and tile lists, which a receiver must ignore, and padding are left out.
 *
 * <pre>
 * |F| type  |X|S|-|  forbidden, extension flag, has size field
 * |TID  |SID|-|-|-|  if X is set
 * |size (leb128) …|  if S is set
 * </pre>
 */
final class ObuWriter {
    /** An OBU's length where only its first piece is there. */
    static final int UNKNOWN = -1;

    private static final int FORBIDDEN = 0x80;
    private static final int EXTENSION = 0x04;
    private static final int HAS_SIZE = 0x02;
    private static final int SEQUENCE_HEADER = 1;
    private static final int TEMPORAL_DELIMITER = 2;
    private static final int FRAME_HEADER = 3;
    private static final int FRAME = 6;
    private static final int TILE_LIST = 8;
    private static final int PADDING = 15;

    /** show_existing_frame, two bits of frame_type, show_frame (AV1 5.9.2). */
    private static final int FRAME_KIND = 0xF0;

    private static final int SHOWN_KEY_FRAME = 0x10;

    private final FrameBuffer bytes;
    private boolean open;
    private int header;
    private int length;
    private boolean extensionMissing;
    private int payload; // where it begins, or the size in front of it if that came along
    private boolean sequenceHeader;
    private boolean frame;
    private boolean keyFrame;

    ObuWriter(FrameBuffer bytes) {
        this.bytes = bytes;
    }

    /**
     * Begins an OBU.
     *
     * @param length of all that follows its first byte, or {@link #UNKNOWN}
     * @return false if it is none
     */
    boolean begin(byte first, int length) {
        header = first;
        this.length = length;
        open = true;
        extensionMissing = (first & EXTENSION) != 0;
        if (!leftOut()) {
            bytes.append(first | HAS_SIZE);
            beginPayload();
        }
        return (first & FORBIDDEN) == 0;
    }

    private boolean leftOut() {
        int type = type();
        return type == TEMPORAL_DELIMITER || type == TILE_LIST || type == PADDING;
    }

    private int type() {
        return (header >> 3) & 0x0F;
    }

    /** The size stands between the header and the rest; it may not be known yet. */
    private void beginPayload() {
        if (!extensionMissing && (header & HAS_SIZE) == 0) {
            if (length == UNKNOWN) {
                Leb128.skip(bytes);
            } else {
                Leb128.append(bytes, length);
            }
        }
        payload = bytes.length();
    }

    /** Adds the next bytes of the OBU that was begun. */
    void append(byte[] b, int from, int count) {
        if (count == 0 || leftOut()) {
            return;
        }
        int skipped = 0;
        if (extensionMissing) {
            bytes.append(b[from]);
            extensionMissing = false;
            length -= length == UNKNOWN ? 0 : 1;
            beginPayload();
            skipped = 1;
        }
        bytes.append(b, from + skipped, count - skipped);
    }

    /** Ends the OBU; false if it is malformed. */
    boolean end() {
        open = false;
        if (leftOut()) {
            return true;
        }
        if (extensionMissing || bytes.overflown()) {
            return false;
        }
        int end = bytes.length();
        if ((header & HAS_SIZE) != 0) {
            int sizeEnd = Leb128.end(bytes.array(), payload, end);
            if (sizeEnd < 0 || Leb128.value(bytes.array(), payload, sizeEnd) != end - sizeEnd) {
                return false;
            }
            payload = sizeEnd;
        } else if (length == UNKNOWN) {
            Leb128.setSkipped(bytes, payload, end - payload);
        }
        return look(end);
    }

    private boolean look(int end) {
        sequenceHeader |= type() == SEQUENCE_HEADER;
        if (type() == FRAME || type() == FRAME_HEADER) {
            if (payload == end) {
                return false;
            }
            // What spatial layers lie above a key frame refers to it: the first frame counts.
            keyFrame |= !frame && (bytes.get(payload) & FRAME_KIND) == SHOWN_KEY_FRAME;
            frame = true;
        }
        return true;
    }

    /** Whether an OBU was begun and not ended. */
    boolean open() {
        return open;
    }

    /** Whether there is a frame, or the header of one. */
    boolean hasFrame() {
        return frame;
    }

    /** Whether decoding can start here (AV1 7.5): with a sequence header and a key frame. */
    boolean isKey() {
        return sequenceHeader && keyFrame;
    }

    void reset() {
        open = false;
        sequenceHeader = false;
        frame = false;
        keyFrame = false;
    }
}
