package dev.rillcast.rtmp;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.LockSupport;

/** What comes through a line of so many bytes a second. */
final class PacedInput extends FilterInputStream {
    private long rate = Long.MAX_VALUE;
    private long free; // when the line has carried what was read

    PacedInput(InputStream in) {
        super(in);
    }

    /** From now on. */
    void limit(int bytesPerSecond) {
        rate = bytesPerSecond;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        long now = System.nanoTime();
        free = Math.max(free, now) + count * 1_000_000_000L / rate;
        for (long left = free - now; left > 0; left = free - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return count;
    }
}
