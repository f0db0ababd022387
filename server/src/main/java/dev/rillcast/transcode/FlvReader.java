package dev.rillcast.transcode;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the H.264 of an FLV stream (Adobe FLV 10.1, Annex E) as access units. Used by one thread.
 */
final class FlvReader {
    private static final int VIDEO = 9;
    private static final int AVC = 7;
    private static final int CONFIGURATION = 0;
    private static final int NAL_UNITS = 1;
    private static final int VIDEO_HEADER = 5;
    private static final int MAX_TAG = 8 << 20;
    private static final int TIMES = 31; // bits that FFmpeg writes
    private static final int BUFFER = 64 << 10;

    /**
     * One picture.
     *
     * @param millis time since the stream's zero
     * @param array each NAL unit behind its length in four bytes; a key frame's begin with SPS and
     *     PPS
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Picture(boolean key, long millis, byte[] array, int offset, int length) {}

    private final DataInputStream in;
    private byte[] parameterSets = {};
    private boolean begun;
    private long millis;

    FlvReader(InputStream in) {
        this.in = new DataInputStream(new BufferedInputStream(in, BUFFER));
    }

    /**
     * Waits for the next picture.
     *
     * @return null at the end
     * @throws IOException of the stream, or when it is no such FLV
     */
    @Nullable Picture next() throws IOException {
        if (!begun) {
            header();
            begun = true;
        }
        for (int type; (type = in.read()) >= 0; ) {
            int size = in.readUnsignedShort() << 8 | in.readUnsignedByte();
            int low = in.readUnsignedShort() << 8 | in.readUnsignedByte();
            long time = low | (long) (in.readUnsignedByte() & 0x7F) << 24;
            in.skipNBytes(3);
            if (size > MAX_TAG) {
                throw new ProtocolException("a tag of " + size + " bytes");
            }
            byte[] payload = in.readNBytes(size);
            if (payload.length < size) {
                return null;
            }
            in.skipNBytes(4);
            if (type == VIDEO && size > VIDEO_HEADER) {
                Picture picture = video(payload, time);
                if (picture != null) {
                    return picture;
                }
            }
        }
        return null;
    }

    /** "FLV" | version (8) | tracks (8) | header size = 9 (32), and the size of no tag (32). */
    private void header() throws IOException {
        byte[] header = in.readNBytes(13);
        if (header.length < 13) {
            throw new EOFException("no FLV header");
        }
        if (header[0] != 'F' || header[1] != 'L' || header[2] != 'V' || header[8] != 9) {
            throw new ProtocolException("not FLV");
        }
    }

    /** Frame type (4), 1: key | codec = 7 (4) | packet type (8) | composition time (24). */
    private @Nullable Picture video(byte[] payload, long time) throws IOException {
        if ((payload[0] & 0x0F) != AVC) {
            throw new ProtocolException("not H.264");
        }
        if (payload[1] == CONFIGURATION) {
            parameterSets = parameterSets(payload);
        }
        if (payload[1] != NAL_UNITS) {
            return null;
        }
        unwrap(time);
        boolean key = payload[0] >> 4 == 1;
        int length = payload.length - VIDEO_HEADER;
        if (!key || parameterSets.length == 0) {
            return new Picture(key, millis, payload, VIDEO_HEADER, length);
        }
        byte[] whole = new byte[parameterSets.length + length];
        System.arraycopy(parameterSets, 0, whole, 0, parameterSets.length);
        System.arraycopy(payload, VIDEO_HEADER, whole, parameterSets.length, length);
        return new Picture(true, millis, whole, 0, whole.length);
    }

    /** The time nearest to the last one that ends like this. */
    private void unwrap(long time) {
        int unused = Long.SIZE - TIMES;
        millis += ((time - millis) << unused) >> unused;
    }

    /**
     * SPS and PPS, each behind its length in four bytes, of an AVCDecoderConfigurationRecord
     * (ISO/IEC 14496-15 5.3.3.1), which has a length in two bytes before each.
     */
    private static byte[] parameterSets(byte[] payload) throws IOException {
        int at = VIDEO_HEADER + 4;
        if (payload.length < at + 3 || (payload[at] & 3) != 3) {
            throw new ProtocolException("lengths of NAL units must have four bytes");
        }
        ByteArrayOutputStream sets = new ByteArrayOutputStream();
        at = sets(payload, at + 1, 0x1F, sets);
        sets(payload, at, 0xFF, sets);
        return sets.toByteArray();
    }

    private static int sets(byte[] payload, int from, int mask, ByteArrayOutputStream sets)
            throws IOException {
        int at = from + 1;
        for (int left = from < payload.length ? payload[from] & mask : 0; left > 0; left--) {
            int length =
                    at + 2 > payload.length
                            ? payload.length
                            : ((payload[at] & 0xFF) << 8) | (payload[at + 1] & 0xFF);
            if (length > payload.length - at - 2) {
                throw new ProtocolException("parameter sets are cut off");
            }
            sets.write(0);
            sets.write(0);
            sets.write(payload, at, 2 + length);
            at += 2 + length;
        }
        return at;
    }
}
