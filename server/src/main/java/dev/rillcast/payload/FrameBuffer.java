package dev.rillcast.payload;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import java.util.Arrays;

/**
 * The bytes of a frame of video in the making.
 *
 * <p>Its array becomes the frame's, so that each byte is copied once, from the packet to here. What
 * would make it larger than a frame may be is left out, and {@link #overflown} tells of it.
 */
final class FrameBuffer {
    /** No frame is larger: at 20 Mbit/s a key frame has about a tenth of it. */
    private static final int LIMIT = 4 << 20;

    private byte[] bytes = new byte[4_096];
    private int length;
    private int usual = 4_096;
    private boolean overflown;

    void append(int value) {
        if (reserve(1)) {
            bytes[length++] = (byte) value;
        }
    }

    void append(byte[] from, int offset, int count) {
        if (reserve(count)) {
            System.arraycopy(from, offset, bytes, length, count);
            length += count;
        }
    }

    /** Leaves room for a number that is {@link #set} when it is known. */
    void skip(int count) {
        if (reserve(count)) {
            length += count;
        }
    }

    void set(int at, int value) {
        bytes[at] = (byte) value;
    }

    int get(int at) {
        return bytes[at] & 0xFF;
    }

    int length() {
        return length;
    }

    boolean overflown() {
        return overflown;
    }

    /** Its array, as long as nothing is appended: for reading. */
    byte[] array() {
        return bytes;
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
        overflown = false;
    }

    private boolean reserve(int more) {
        overflown |= length + more > LIMIT;
        if (!overflown && length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
        return !overflown;
    }
}
