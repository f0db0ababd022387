package dev.rillcast.payload;

import dev.rillcast.media.Codec;

/**
 * AV1 over RTP (AV1 RTP payload specification 1.0). A picture is a temporal unit, with all of its
 * layers.
 *
 * <p>The aggregation header (4.4) in front of the OBU elements, each an OBU or a piece of one:
 *
 * <pre>
 * |Z|Y| W |N|-|-|-|
 * </pre>
 *
 * Z: the first one goes on from the packet before. Y: the last one goes on in the next packet. W:
 * how many they are, the last one then without its length; or 0, and each has its length. N says
 * that a coded video sequence begins, which the OBUs say as well.
 */
public final class Av1Depacketizer extends VideoDepacketizer {
    private static final int CONTINUED = 0x80;
    private static final int CONTINUES = 0x40;
    private static final int COUNT_SHIFT = 4;
    private static final int COUNT = 0x03;

    private final ObuWriter obus = new ObuWriter(bytes);

    public Av1Depacketizer() {
        super(Codec.AV1);
    }

    @Override
    boolean append(byte[] b, int start, int length) {
        int header = b[start];
        int count = (header >> COUNT_SHIFT) & COUNT;
        int end = start + length;
        int at = start + 1;
        if (at == end || ((header & CONTINUED) != 0) != obus.open()) {
            return false;
        }
        for (int element = 1; at < end || element <= count; element++) {
            int from = at;
            at = end;
            if (element != count) { // there is a length
                int data = Leb128.end(b, from, end);
                if (data < 0) {
                    return false;
                }
                at = data + Leb128.value(b, from, data);
                from = data;
            }
            boolean goesOn = at == end && (header & CONTINUES) != 0;
            if (at <= from || at > end || !element(b, from, at - from, goesOn)) {
                return false;
            }
        }
        return true;
    }

    private boolean element(byte[] b, int at, int length, boolean goesOn) {
        if (obus.open()) { // only ever at a packet's beginning
            obus.append(b, at, length);
        } else if (obus.begin(b[at], goesOn ? ObuWriter.UNKNOWN : length - 1)) {
            obus.append(b, at + 1, length - 1);
        } else {
            return false;
        }
        return goesOn || obus.end();
    }

    @Override
    Picture end() {
        if (obus.open()) {
            return Picture.BROKEN;
        }
        if (!obus.hasFrame()) {
            return Picture.NOT_YET;
        }
        return obus.isKey() ? Picture.KEY : Picture.OTHER;
    }

    @Override
    void reset() {
        obus.reset();
    }
}
