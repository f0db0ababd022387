package dev.rillcast.rtp;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import java.util.Arrays;

/**
 * An access unit in the making, each NAL unit behind its length in four bytes.
 *
 * <p>Its array becomes the frame's, so that each byte is copied once, from the packet to here.
 */
final class AccessUnit {
    private static final int LENGTH_FIELD = 4;

    private final int limit;
    private byte[] bytes = new byte[4_096];
    private int length;
    private int nalUnit = -1;
    private int usual = 4_096;

    AccessUnit(int limit) {
        this.limit = limit;
    }

    /** Begins a NAL unit with its header; false if the access unit has become too large. */
    boolean begin(byte header) {
        if (!reserve(LENGTH_FIELD + 1)) {
            return false;
        }
        nalUnit = length;
        length += LENGTH_FIELD;
        bytes[length++] = header;
        return true;
    }

    /** Appends to the NAL unit that was begun; false if the access unit has become too large. */
    boolean append(byte[] from, int offset, int count) {
        if (nalUnit < 0 || !reserve(count)) {
            return false;
        }
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
        return true;
    }

    void end() {
        if (nalUnit >= 0) {
            Bytes.put32(bytes, nalUnit, length - nalUnit - LENGTH_FIELD);
            nalUnit = -1;
        }
    }

    /** Whether a NAL unit was begun and not ended. */
    boolean open() {
        return nalUnit >= 0;
    }

    int length() {
        return length;
    }

    Frame frame(Codec codec, boolean key, long timestamp, long begun, long arrival) {
        Frame frame = new Frame(codec, key, timestamp, begun, arrival, bytes, 0, length);
        // A key frame is some ten times as large as the rest: grow for it anew rather than keep
        // room for it.
        usual = Math.max(1_024, key ? usual : (usual * 7 + length * 3 / 2) / 8);
        bytes = new byte[usual];
        return frame;
    }

    void clear() {
        length = 0;
        nalUnit = -1;
    }

    private boolean reserve(int more) {
        if (length + more > limit) {
            return false;
        }
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
        return true;
    }
}
