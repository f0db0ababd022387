package dev.rillcast.payload;

import dev.rillcast.media.Codec;

/**
 * VP8 over RTP (RFC 7741). Temporal layers pass as they come: each picture is one frame.
 *
 * <p>The payload descriptor (4.2) in front of each payload:
 *
 * <pre>
 *      0 1 2 3 4 5 6 7
 *     |X|R|N|S|R| PID |
 * X:  |I|L|T|K|  RSV  |
 * I:  |M| PictureID   |
 * M:  |   PictureID   |
 * L:  |   TL0PICIDX   |
 * T/K:|TID|Y| KEYIDX  |
 * </pre>
 */
public final class Vp8Depacketizer extends VideoDepacketizer {
    private static final int EXTENDED = 0x80;
    private static final int PARTITION_START = 0x10;
    private static final int PARTITION = 0x07;
    private static final int PICTURE_ID = 0x80;
    private static final int TL0PICIDX = 0x40;
    private static final int TID_OR_KEYIDX = 0x30;
    private static final int LONG_PICTURE_ID = 0x80;

    /** Clear in the first byte of a key frame (RFC 6386 9.1). */
    private static final int INTER_FRAME = 0x01;

    private static final int FRAME_TAG = 3;
    private static final int KEY_FRAME_HEADER = 10;

    public Vp8Depacketizer() {
        super(Codec.VP8);
    }

    @Override
    boolean append(byte[] b, int at, int length) {
        int end = at + length;
        int payload = descriptorEnd(b, at, end);
        boolean begins = (b[at] & PARTITION_START) != 0 && (b[at] & PARTITION) == 0;
        if (payload >= end || begins != (bytes.length() == 0)) {
            return false;
        }
        bytes.append(b, payload, end - payload);
        return true;
    }

    /** Where the descriptor ends, if it is not cut off before; a bound else. */
    private static int descriptorEnd(byte[] b, int from, int end) {
        if ((b[from] & EXTENDED) == 0) {
            return from + 1;
        }
        int at = from + 2;
        if (at > end) {
            return end;
        }
        int extension = b[from + 1];
        if ((extension & PICTURE_ID) != 0) {
            at += at < end && (b[at] & LONG_PICTURE_ID) != 0 ? 2 : 1;
        }
        at += (extension & TL0PICIDX) != 0 ? 1 : 0;
        at += (extension & TID_OR_KEYIDX) != 0 ? 1 : 0;
        return at;
    }

    @Override
    Picture end() {
        if (bytes.length() < FRAME_TAG) {
            return Picture.BROKEN;
        }
        if ((bytes.get(0) & INTER_FRAME) != 0) {
            return Picture.OTHER;
        }
        boolean startCode =
                bytes.length() >= KEY_FRAME_HEADER
                        && bytes.get(3) == 0x9D
                        && bytes.get(4) == 0x01
                        && bytes.get(5) == 0x2A;
        return startCode ? Picture.KEY : Picture.BROKEN;
    }

    @Override
    void reset() {}
}
