package dev.rillcast.media;

/**
 * A sequence header OBU (AV1 5.5), as far as it is told to others.
 *
 * @param level seq_level_idx of the first operating point
 * @param tier seq_tier of the first operating point
 * @param format of color_config(), as av1C has it: high_bitdepth (1), twelve_bit (1), mono_chrome
 *     (1), subsampling_x (1), subsampling_y (1), chroma_sample_position (2)
 * @param width max_frame_width_minus_1 + 1
 * @param height max_frame_height_minus_1 + 1
 */
record Av1SequenceHeader(int profile, int level, int tier, int format, int width, int height) {

    /**
     * Reads what follows the OBU's header.
     *
     * @throws IllegalArgumentException when it is cut off
     */
    static Av1SequenceHeader parse(byte[] array, int offset, int length) {
        return new Parser(new Bits(array, offset, length, "AV1 sequence header")).parse();
    }

    /** Reads the fields in the order of 5.5.1; those that nobody asks for are skipped. */
    private static final class Parser {
        private final Bits bits;
        private int level;
        private int tier;

        Parser(Bits bits) {
            this.bits = bits;
        }

        Av1SequenceHeader parse() {
            int profile = bits.bits(3);
            bits.skip(1); // still_picture
            boolean reduced = bits.flag(); // reduced_still_picture_header
            if (reduced) {
                level = bits.bits(5);
            } else {
                operatingPoints();
            }
            int widthBits = bits.bits(4) + 1;
            int heightBits = bits.bits(4) + 1;
            int width = bits.bits(widthBits) + 1;
            int height = bits.bits(heightBits) + 1;
            if (!reduced && bits.flag()) { // frame_id_numbers_present_flag
                bits.skip(7);
            }
            bits.skip(3); // superblocks, filter_intra, intra_edge_filter
            if (!reduced) {
                tools();
            }
            bits.skip(3); // superres, cdef, restoration
            return new Av1SequenceHeader(profile, level, tier, colour(profile), width, height);
        }

        /** timing_info(), decoder_model_info() and one entry for each operating point. */
        private void operatingPoints() {
            int delayBits = 0;
            if (bits.flag()) { // timing_info_present_flag
                bits.skip(64);
                if (bits.flag()) { // equal_picture_interval
                    uvlc(); // num_ticks_per_picture_minus_1
                }
                if (bits.flag()) { // decoder_model_info_present_flag
                    delayBits = bits.bits(5) + 1;
                    bits.skip(42);
                }
            }
            boolean displayDelay = bits.flag(); // initial_display_delay_present_flag
            int count = bits.bits(5) + 1;
            for (int i = 0; i < count; i++) {
                bits.skip(12); // operating_point_idc
                int pointLevel = bits.bits(5);
                int pointTier = pointLevel > 7 ? bits.bits(1) : 0;
                if (delayBits > 0 && bits.flag()) {
                    bits.skip(2 * delayBits + 1);
                }
                if (displayDelay && bits.flag()) {
                    bits.skip(4);
                }
                if (i == 0) {
                    level = pointLevel;
                    tier = pointTier;
                }
            }
        }

        private void uvlc() {
            int zeros = 0;
            while (!bits.flag()) {
                zeros++;
            }
            bits.skip(zeros < 32 ? zeros : 0);
        }

        private void tools() {
            bits.skip(4); // interintra, masked compound, warped motion, dual filter
            boolean orderHint = bits.flag();
            if (orderHint) {
                bits.skip(2); // jnt_comp, ref_frame_mvs
            }
            boolean chosenByFrame = bits.flag(); // seq_choose_screen_content_tools
            boolean screenContent = chosenByFrame || bits.flag();
            if (screenContent && !bits.flag()) { // seq_choose_integer_mv
                bits.skip(1);
            }
            if (orderHint) {
                bits.skip(3);
            }
        }

        /** color_config() (5.5.2). */
        private int colour(int profile) {
            int high = bits.bits(1);
            int twelve = profile == 2 && high == 1 ? bits.bits(1) : 0;
            int mono = profile == 1 ? 0 : bits.bits(1);
            int description = bits.flag() ? bits.bits(24) : 0x020202; // color_description
            int depths = high << 6 | twelve << 5 | mono << 4;
            if (mono == 1) {
                return depths | 0xC;
            }
            if (description == 0x010D00) { // sRGB
                return depths;
            }
            bits.skip(1); // color_range
            int halfWidth = twelve == 1 ? bits.bits(1) : profile == 1 ? 0 : 1;
            int halfHeight = twelve == 1 ? bits.bits(halfWidth) : profile == 0 ? 1 : 0;
            int position = halfWidth == 1 && halfHeight == 1 ? bits.bits(2) : 0;
            return depths | halfWidth << 3 | halfHeight << 2 | position;
        }
    }
}
