package dev.rillcast.media;

/**
 * What a key frame of VP8 or VP9 tells a decoder, as a VPCodecConfigurationRecord (VP Codec ISO
 * Media File Format Binding 1.0, 2.2).
 *
 * @param profile of VP9, or the version of VP8
 * @param bitDepth 8, 10 or 12
 * @param subsampling of chroma as the record has it: 1 for 4:2:0, 2 for 4:2:2, 3 for 4:4:4
 * @param colourSpace color_space of VP9, 0 when it is not known
 */
public record VpConfig(
        int profile,
        int bitDepth,
        int subsampling,
        boolean fullRange,
        int colourSpace,
        int width,
        int height)
        implements VideoConfig {
    private static final int VP8_HEADER = 10;
    private static final int VP8_START_CODE = 0x9D012A;
    private static final int VP9_SYNC_CODE = 0x498342;
    private static final int RGB = 7;

    /** Level, luma samples per second, luma samples and longest side (VP9 levels, Annex A). */
    private static final long[][] LEVELS = {
        {10, 829_440, 36_864, 512},
        {11, 2_764_800, 73_728, 768},
        {20, 4_608_000, 122_880, 960},
        {21, 9_216_000, 245_760, 1_344},
        {30, 20_736_000, 552_960, 2_048},
        {31, 36_864_000, 983_040, 2_752},
        {40, 83_558_400, 2_228_224, 4_160},
        {41, 160_432_128, 2_228_224, 4_160},
        {50, 311_951_360, 8_912_896, 8_384},
        {51, 588_251_136, 8_912_896, 8_384},
        {60, 1_176_502_272, 35_651_584, 16_832},
    };

    private static final int HIGHEST_LEVEL = 62;
    private static final int USUAL_RATE = 30; // a frame does not tell

    /** Primaries, transfer and matrix (ISO/IEC 23091-2) of each color_space (VP9, 7.2.2). */
    private static final byte[][] COLOURS = {
        {2, 2, 2}, {5, 6, 5}, {1, 1, 1}, {6, 6, 6}, {7, 7, 7}, {9, 14, 9}, {2, 2, 2}, {1, 13, 0},
    };

    /**
     * Reads a VP8 key frame (RFC 6386 9.1).
     *
     * <pre>
     *  first partition size (19) | show frame (1) | version (3) | 0: key frame (1), little endian
     *  start code 9D 01 2A
     *  scale (2) | width (14),  little endian
     *  scale (2) | height (14), little endian
     * </pre>
     */
    static VpConfig vp8(byte[] array, int offset, int length) {
        if (length < VP8_HEADER || (array[offset] & 1) != 0) {
            throw new IllegalArgumentException("VP8: not a key frame");
        }
        if (new Bits(array, offset + 3, 3, "VP8").bits(24) != VP8_START_CODE) {
            throw new IllegalArgumentException("VP8: no start code");
        }
        int version = array[offset] >> 1 & 7;
        int width = side(array, offset + 6);
        int height = side(array, offset + 8);
        if (width == 0 || height == 0) {
            throw new IllegalArgumentException("VP8: there is no picture");
        }
        return new VpConfig(version, 8, 1, false, 0, width, height);
    }

    private static int side(byte[] array, int at) {
        return (array[at] & 0xFF) | (array[at + 1] & 0x3F) << 8;
    }

    /**
     * Reads the uncompressed header of a VP9 key frame; of a superframe, that of its first frame.
     *
     * <pre>
     *  2 (2) | profile, low bit (1), high bit (1) | profile 3: reserved (1)
     *  show existing frame (1) | 0: key frame (1) | show frame (1) | error resilient (1)
     *  sync code 49 83 42
     *  color_config()
     *  width - 1 (16) | height - 1 (16)
     * </pre>
     */
    static VpConfig vp9(byte[] array, int offset, int length) {
        Bits bits = new Bits(array, offset, length, "VP9");
        int marker = bits.bits(2);
        int profile = bits.bits(1) | bits.bits(1) << 1;
        if (profile == 3) {
            bits.skip(1);
        }
        boolean existing = bits.flag();
        if (marker != 2 || existing || bits.flag()) {
            throw new IllegalArgumentException("VP9: not a key frame");
        }
        bits.skip(2);
        if (bits.bits(24) != VP9_SYNC_CODE) {
            throw new IllegalArgumentException("VP9: no sync code");
        }
        int bitDepth = profile < 2 ? 8 : bits.flag() ? 12 : 10;
        int colourSpace = bits.bits(3);
        boolean fullRange = colourSpace == RGB || bits.flag();
        int subsampling = subsampling(bits, profile, colourSpace);
        int width = bits.bits(16) + 1;
        int height = bits.bits(16) + 1;
        return new VpConfig(profile, bitDepth, subsampling, fullRange, colourSpace, width, height);
    }

    /** The end of color_config() (VP9, 6.2.2): only the odd profiles have a choice. */
    private static int subsampling(Bits bits, int profile, int colourSpace) {
        if ((profile & 1) == 0) {
            return 1;
        }
        boolean halfWidth = colourSpace != RGB && bits.flag();
        boolean halfHeight = colourSpace != RGB && bits.flag();
        bits.skip(1);
        if (halfHeight) {
            throw new IllegalArgumentException("VP9: 4:4:0 can't be carried");
        }
        return halfWidth ? 2 : 3;
    }

    /**
     * Writes the record.
     *
     * <pre>
     *  profile (8) | level (8) | bit depth (4), chroma subsampling (3), full range (1)
     *  colour primaries (8) | transfer characteristics (8) | matrix coefficients (8)
     *  size of codec initialization data = 0 (16)
     * </pre>
     */
    @Override
    public byte[] record() {
        byte[] colours = COLOURS[colourSpace];
        int format = bitDepth << 4 | subsampling << 1 | (fullRange ? 1 : 0);
        return new byte[] {
            (byte) profile, (byte) level(), (byte) format, colours[0], colours[1], colours[2], 0, 0
        };
    }

    /** The lowest level that has room for the picture. */
    private int level() {
        long samples = (long) width * height;
        for (long[] level : LEVELS) {
            if (samples * USUAL_RATE <= level[1]
                    && samples <= level[2]
                    && Math.max(width, height) <= level[3]) {
                return (int) level[0];
            }
        }
        return HIGHEST_LEVEL;
    }

    @Override
    public double frameRate() {
        return 0;
    }
}
