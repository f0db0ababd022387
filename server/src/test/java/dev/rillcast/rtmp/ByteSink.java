package dev.rillcast.rtmp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.HexFormat;

/** A channel that keeps what is written to it. */
final class ByteSink implements GatheringByteChannel {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int most;

    ByteSink() {
        this(Integer.MAX_VALUE);
    }

    /** A sink that takes only so many bytes at once, as a full socket does. */
    ByteSink(int most) {
        this.most = most;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    /** What was written since the last call. */
    byte[] take() {
        byte[] taken = bytes();
        bytes.reset();
        return taken;
    }

    String hex() {
        return HexFormat.of().formatHex(bytes());
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        long taken = 0;
        for (int i = offset; i < offset + length; i++) {
            while (sources[i].hasRemaining() && taken < most) {
                bytes.write(sources[i].get());
                taken++;
            }
        }
        return taken;
    }

    @Override
    public long write(ByteBuffer[] sources) {
        return write(sources, 0, sources.length);
    }

    @Override
    public int write(ByteBuffer source) {
        return (int) write(new ByteBuffer[] {source}, 0, 1);
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {}
}
