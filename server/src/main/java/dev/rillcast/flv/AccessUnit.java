package dev.rillcast.flv;

import dev.rillcast.media.AvcConfig;
import dev.rillcast.media.Frame;
import dev.rillcast.media.VideoConfig;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes apart the access units of one stream: what FLV carries in each frame, and the parameter
 * sets, which FLV carries in a header of their own. Used by one thread.
 */
final class AccessUnit {
    private static final int LENGTH = 4;
    private static final int SPS = 7;
    private static final int PPS = 8;
    private static final int DELIMITER = 9; // FLV tags are delimiters enough

    private List<byte[]> sps = List.of();
    private List<byte[]> pps = List.of();
    private boolean changed;

    /**
     * Adds windows over the NAL units that are to be written; neighbours share one.
     *
     * @throws IllegalArgumentException when the lengths do not add up to the frame's
     */
    void read(Frame frame, List<ByteBuffer> windows) {
        byte[] array = frame.array();
        int end = frame.offset() + frame.length();
        int from = frame.offset();
        boolean freshSps = true;
        boolean freshPps = true;
        for (int at = from; at < end; ) {
            int next = next(array, at, end);
            int type = array[at + LENGTH] & 0x1F;
            if (type >= SPS && type <= DELIMITER) {
                window(windows, array, from, at);
                from = next;
            }
            if (type == SPS) {
                sps = with(freshSps ? List.of() : sps, array, at + LENGTH, next);
                freshSps = false;
            } else if (type == PPS) {
                pps = with(freshPps ? List.of() : pps, array, at + LENGTH, next);
                freshPps = false;
            }
            at = next;
        }
        window(windows, array, from, end);
        changed |= !freshSps || !freshPps;
    }

    /**
     * The configuration that the stream has now; the given one when no parameter set came since.
     *
     * @throws IllegalArgumentException when the parameter sets can't be read
     */
    @Nullable VideoConfig config(@Nullable VideoConfig last) {
        if (!changed || sps.isEmpty() || pps.isEmpty()) {
            return last;
        }
        changed = false;
        AvcConfig config = AvcConfig.of(sps, pps);
        return last != null && config.equals(last) ? last : config;
    }

    /** Where the NAL unit at a place ends. Each is length (32), then so many bytes. */
    private static int next(byte[] array, int at, int end) {
        long length =
                end - at <= LENGTH ? 0 : ByteBuffer.wrap(array, at, LENGTH).getInt() & 0xFFFFFFFFL;
        if (length == 0 || length > end - at - LENGTH) {
            throw new IllegalArgumentException("H.264: the lengths do not fit the access unit");
        }
        return at + LENGTH + (int) length;
    }

    private static void window(List<ByteBuffer> windows, byte[] array, int from, int to) {
        if (to > from) {
            windows.add(ByteBuffer.wrap(array, from, to - from));
        }
    }

    private static List<byte[]> with(List<byte[]> list, byte[] array, int from, int to) {
        byte[] nal = Arrays.copyOfRange(array, from, to);
        if (list.isEmpty()) {
            return List.of(nal);
        }
        List<byte[]> longer = new ArrayList<>(list);
        longer.add(nal);
        return longer;
    }
}
