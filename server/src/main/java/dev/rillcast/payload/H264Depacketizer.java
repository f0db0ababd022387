package dev.rillcast.payload;

import dev.rillcast.media.Codec;
import dev.rillcast.rtp.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;

/**
 * H.264 over RTP (RFC 6184) in packetization modes 0 and 1: single NAL units, STAP-A and FU-A. A
 * picture is an access unit. Parameter sets that came out of band are put in front of key pictures
 * as long as none come with the media.
 */
public final class H264Depacketizer extends VideoDepacketizer {
    private static final int FORBIDDEN_ZERO = 0x80;
    private static final int FORBIDDEN_ZERO_AND_NRI = 0xE0;
    private static final int TYPE = 0x1F;
    private static final int SLICE = 1;
    private static final int IDR = 5;
    private static final int SPS = 7;
    private static final int PPS = 8;
    private static final int LAST_NAL_UNIT = 23;
    private static final int FIRST_RESERVED = 30;
    private static final int STAP_A = 24;
    private static final int FU_A = 28;
    private static final int FU_START = 0x80;
    private static final int FU_END = 0x40;

    private static final int LENGTH_FIELD = 4;
    private static final int NONE = -1;

    private final byte[] outOfBand;
    private boolean inBand; // parameter sets have come with the media

    private int nalUnit = NONE; // where the one that is not ended yet has its length
    private boolean slices;
    private boolean idr;
    private boolean sps;
    private boolean pps;
    private boolean parameterSetsGiven;

    public H264Depacketizer() {
        this(List.of());
    }

    /**
     * @param parameterSets that came out of band, in base64; they count if both kinds are there
     */
    H264Depacketizer(List<String> parameterSets) {
        super(Codec.H264);
        boolean sequence = false;
        boolean picture = false;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String each : parameterSets) {
            byte[] nal = Base64.getDecoder().decode(each);
            sequence |= (nal[0] & TYPE) == SPS;
            picture |= (nal[0] & TYPE) == PPS;
            out.writeBytes(ByteBuffer.allocate(LENGTH_FIELD).putInt(nal.length).array());
            out.writeBytes(nal);
        }
        outOfBand = sequence && picture ? out.toByteArray() : new byte[0];
    }

    @Override
    boolean append(byte[] b, int at, int length) {
        return switch (b[at] & TYPE) {
            case STAP_A -> appendAggregate(b, at + 1, at + length);
            case FU_A -> appendFragment(b, at, length);
            case 0, FIRST_RESERVED, FIRST_RESERVED + 1 -> true; // to be ignored (5.4)
            default -> appendWhole(b, at, length);
        };
    }

    private boolean appendWhole(byte[] b, int at, int length) {
        boolean begun = begin(b[at], length > 1 ? b[at + 1] : 0);
        bytes.append(b, at + 1, length - 1);
        endNalUnit();
        return begun;
    }

    /** STAP-A (5.7.1): after the indicator, each NAL unit behind its size in 16 bits. */
    private boolean appendAggregate(byte[] b, int from, int end) {
        int at = from;
        do {
            int size = at + 2 <= end ? Bytes.uint16(b, at) : 0;
            at += 2;
            if (size == 0 || at + size > end || !appendWhole(b, at, size)) {
                return false;
            }
            at += size;
        } while (at < end);
        return true;
    }

    /**
     * FU-A (5.8): the indicator has the NAL unit's F and NRI bits, the header its type.
     *
     * <pre>
     * |F|NRI|  28   |S|E|R|  Type   |  payload …
     * </pre>
     */
    private boolean appendFragment(byte[] b, int at, int length) {
        if (length < 2) {
            return false;
        }
        int header = b[at + 1];
        if ((header & FU_START) != 0) {
            int first = (b[at] & FORBIDDEN_ZERO_AND_NRI) | (header & TYPE);
            if (!begin((byte) first, length > 2 ? b[at + 2] : 0)) {
                return false;
            }
        } else if (nalUnit == NONE) {
            return false;
        }
        bytes.append(b, at + 2, length - 2);
        if ((header & FU_END) != 0) {
            endNalUnit();
        }
        return true;
    }

    /**
     * Begins a NAL unit. Types above 23 are packets (mode 2 has more of them, which we don't take),
     * and a NAL unit whose F bit is set is damaged (1.3).
     *
     * @param first the byte behind the header; in a slice its top bit says first_mb_in_slice is 0
     */
    private boolean begin(byte header, int first) {
        int type = header & TYPE;
        if (nalUnit != NONE
                || type == 0
                || type > LAST_NAL_UNIT
                || (header & FORBIDDEN_ZERO) != 0) {
            return false;
        }
        boolean slice = type >= SLICE && type <= IDR;
        boolean firstMissing = slice && !slices && (first & 0x80) == 0;
        if (type == IDR && !sps && !pps && !inBand && outOfBand.length > 0) {
            bytes.append(outOfBand, 0, outOfBand.length);
            sps = true;
            pps = true;
        }
        inBand |= type == SPS;
        slices |= slice;
        idr |= type == IDR;
        sps |= type == SPS;
        pps |= type == PPS;
        nalUnit = bytes.length();
        bytes.skip(LENGTH_FIELD);
        bytes.append(header);
        return !firstMissing;
    }

    private void endNalUnit() {
        if (nalUnit != NONE && !bytes.overflown()) {
            Bytes.put32(bytes.array(), nalUnit, bytes.length() - nalUnit - LENGTH_FIELD);
        }
        nalUnit = NONE;
    }

    @Override
    Picture end() {
        if (nalUnit != NONE) {
            return Picture.BROKEN;
        }
        if (!slices) {
            return Picture.NOT_YET; // parameter sets under a marker of their own
        }
        boolean decodable = (sps && pps) || (parameterSetsGiven && !headLost());
        boolean key = idr && decodable;
        parameterSetsGiven |= sps && pps && (key || !needsKeyFrame());
        return key ? Picture.KEY : Picture.OTHER;
    }

    @Override
    void reset() {
        nalUnit = NONE;
        slices = false;
        idr = false;
        sps = false;
        pps = false;
    }
}
