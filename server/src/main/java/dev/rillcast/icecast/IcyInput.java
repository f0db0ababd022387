package dev.rillcast.icecast;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * The sound of a stream that has ICY metadata within it: after each {@code icy-metaint} bytes of
 * sound comes a byte that says how many times 16 bytes of metadata follow, mostly none.
 */
final class IcyInput extends InputStream {
    private static final int UNIT = 16;

    private final InputStream in;
    private final int interval;
    private final Consumer<String> titles;
    private int left; // of the sound before the next metadata

    /**
     * @param interval bytes of sound
     * @param titles hears each title within a read; blocks without one say nothing
     */
    IcyInput(InputStream in, int interval, Consumer<String> titles) {
        this.in = in;
        this.interval = interval;
        this.titles = titles;
        this.left = interval;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (left == 0) {
            int units = in.read();
            if (units < 0) {
                return -1;
            }
            byte[] block = in.readNBytes(units * UNIT);
            if (block.length == units * UNIT) {
                StreamTitle.parse(block).ifPresent(titles);
            }
            left = interval;
        }
        int count = in.read(bytes, offset, Math.min(length, left));
        left -= Math.max(0, count);
        return count;
    }
}
