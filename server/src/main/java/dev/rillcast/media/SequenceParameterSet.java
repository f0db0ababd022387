package dev.rillcast.media;

/**
 * What a decoder must know before the first H.264 picture (ITU-T H.264 7.3.2.1.1), as far as it is
 * told to others.
 *
 * @param width of the picture in pixels, after cropping
 * @param height of the picture in pixels, after cropping
 * @param frameRate frames per second, or 0 when the stream does not say
 * @param chromaFormat chroma_format_idc, 1 for 4:2:0
 */
public record SequenceParameterSet(
        int width, int height, double frameRate, int chromaFormat, int lumaDepth, int chromaDepth) {
    private static final int MAX_SIDE = 16_384;

    /**
     * Reads one NAL unit.
     *
     * @param nal the NAL unit with its header byte and its emulation prevention bytes
     * @throws IllegalArgumentException when it is no SPS, is cut off, or names a size beyond reason
     */
    public static SequenceParameterSet parse(byte[] nal) {
        if (nal.length < 5 || (nal[0] & 0x1F) != 7) {
            throw new IllegalArgumentException("not a sequence parameter set");
        }
        return new Parser(new NalBits(nal, 1)).parse(nal[1] & 0xFF);
    }

    /** Whether profile_idc is one whose SPS has the chroma fields (7.3.2.1.1). */
    static boolean highProfile(int profile) {
        return switch (profile) {
            case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
            default -> false;
        };
    }

    /** Reads the fields in the order of 7.3.2.1.1; those that nobody asks for are skipped. */
    private static final class Parser {
        private final NalBits bits;
        private int chromaFormat = 1;
        private int lumaDepth = 8;
        private int chromaDepth = 8;
        private boolean separatePlanes;

        Parser(NalBits bits) {
            this.bits = bits;
        }

        SequenceParameterSet parse(int profile) {
            bits.skip(24); // profile, constraint flags, level
            bits.unsigned(); // seq_parameter_set_id
            if (highProfile(profile)) {
                chroma();
            }
            bits.unsigned(); // log2_max_frame_num_minus4
            pictureOrder();
            bits.unsigned(); // max_num_ref_frames
            bits.skip(1); // gaps_in_frame_num_value_allowed_flag
            int widthInBlocks = side(16);
            int heightInUnits = side(16);
            int fields = bits.flag() ? 1 : 2; // frame_mbs_only_flag
            if (fields == 2) {
                bits.skip(1); // mb_adaptive_frame_field_flag
            }
            bits.skip(1); // direct_8x8_inference_flag
            int width = widthInBlocks * 16;
            int height = heightInUnits * 16 * fields;
            if (bits.flag()) { // frame_cropping_flag
                int format = separatePlanes ? 0 : chromaFormat;
                int unitX = format == 1 || format == 2 ? 2 : 1;
                int unitY = (format == 1 ? 2 : 1) * fields;
                width = crop(width, unitX);
                height = crop(height, unitY);
            }
            return new SequenceParameterSet(
                    width, height, frameRate(), chromaFormat, lumaDepth, chromaDepth);
        }

        private void chroma() {
            chromaFormat = bits.unsigned(3, "chroma_format_idc");
            if (chromaFormat == 3) {
                separatePlanes = bits.flag();
            }
            lumaDepth = 8 + bits.unsigned(6, "bit_depth_luma_minus8");
            chromaDepth = 8 + bits.unsigned(6, "bit_depth_chroma_minus8");
            bits.skip(1); // qpprime_y_zero_transform_bypass_flag
            if (bits.flag()) { // seq_scaling_matrix_present_flag
                int lists = chromaFormat == 3 ? 12 : 8;
                for (int i = 0; i < lists; i++) {
                    if (bits.flag()) {
                        skipScalingList(i < 6 ? 16 : 64);
                    }
                }
            }
        }

        /** 7.3.2.1.1.1: a list ends early when the next scale becomes 0. */
        private void skipScalingList(int size) {
            int last = 8;
            int next = 8;
            for (int i = 0; i < size && next != 0; i++) {
                next = (last + bits.signed()) & 0xFF;
                last = next == 0 ? last : next;
            }
        }

        private void pictureOrder() {
            int type = bits.unsigned(2, "pic_order_cnt_type");
            if (type == 0) {
                bits.unsigned(); // log2_max_pic_order_cnt_lsb_minus4
            } else if (type == 1) {
                bits.skip(1); // delta_pic_order_always_zero_flag
                bits.signed(); // offset_for_non_ref_pic
                bits.signed(); // offset_for_top_to_bottom_field
                int count = bits.unsigned(255, "num_ref_frames_in_pic_order_cnt_cycle");
                for (int i = 0; i < count; i++) {
                    bits.signed();
                }
            }
        }

        private int side(int unit) {
            return bits.unsigned(MAX_SIDE / unit - 1, "the picture's size") + 1;
        }

        private int crop(int size, int unit) {
            int first = bits.unsigned(size, "the cropping");
            int last = bits.unsigned(size, "the cropping");
            int left = size - (first + last) * unit;
            if (left <= 0) {
                throw new IllegalArgumentException("SPS: the cropping leaves no picture");
            }
            return left;
        }

        /** Annex E.1.1. Encoders cut the VUI short at times; a rate is not worth a failure. */
        private double frameRate() {
            try {
                return bits.flag() ? timing() : 0;
            } catch (IllegalArgumentException _) {
                return 0;
            }
        }

        private double timing() {
            if (bits.flag() && bits.bits(8) == 255) { // aspect_ratio_idc: Extended_SAR
                bits.skip(32);
            }
            if (bits.flag()) { // overscan_info_present_flag
                bits.skip(1);
            }
            if (bits.flag()) { // video_signal_type_present_flag
                bits.skip(4);
                if (bits.flag()) { // colour_description_present_flag
                    bits.skip(24);
                }
            }
            if (bits.flag()) { // chroma_loc_info_present_flag
                bits.unsigned();
                bits.unsigned();
            }
            if (!bits.flag()) { // timing_info_present_flag
                return 0;
            }
            long ticks = bits.bits(32);
            long scale = bits.bits(32);
            // Two ticks, one per field, make a frame (E.2.1).
            return ticks == 0 ? 0 : scale / (2.0 * ticks);
        }
    }
}
