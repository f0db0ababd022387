package dev.rillcast.media;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The sequence header of an AV1 stream as an AV1CodecConfigurationRecord (AV1 Codec ISO Media File
 * Format Binding 2.3), and what it says about the picture. Two are equal when their bytes are.
 */
public final class Av1Config implements VideoConfig {
    private static final int SEQUENCE_HEADER = 1;
    private static final int MAX_OBU = 4_096; // of a sequence header, which needs some twenty bytes

    private final byte[] record;
    private final Av1SequenceHeader header;

    private Av1Config(byte[] record, Av1SequenceHeader header) {
        this.record = record;
        this.header = header;
    }

    /**
     * The record of the first sequence header of a temporal unit; null when there is none.
     *
     * <pre>
     *  forbidden = 0 (1) | type (4) | extension (1) | has size = 1 (1) | reserved (1)
     *  extension: temporal id (3) | spatial id (2) | reserved (3)
     *  size (leb128)
     * </pre>
     *
     * @throws IllegalArgumentException when the OBUs (AV1 5.3) do not fit, or it can't be read
     */
    static @Nullable Av1Config of(byte[] array, int offset, int length) {
        int end = offset + length;
        for (int at = offset; at < end; ) {
            int head = array[at] & 0xFF;
            int extension = head >> 2 & 1;
            if ((head & 0x82) != 2) {
                throw new IllegalArgumentException("AV1: an OBU without its size");
            }
            int from = at + 1 + extension;
            long size = 0;
            int more = 1;
            for (int i = 0; more == 1; i++, from++) {
                if (from >= end || i == 5) { // 2^35 is more than any frame has
                    throw new IllegalArgumentException("AV1: the sizes do not fit the frame");
                }
                size |= (array[from] & 0x7FL) << (7 * i);
                more = array[from] >> 7 & 1;
            }
            if (size > end - from) {
                throw new IllegalArgumentException("AV1: the sizes do not fit the frame");
            }
            int next = from + (int) size;
            if ((head >> 3 & 0xF) == SEQUENCE_HEADER) {
                Av1SequenceHeader header = Av1SequenceHeader.parse(array, from, (int) size);
                return new Av1Config(write(header, array, at, next), header);
            }
            at = next;
        }
        return null;
    }

    /**
     * Writes the record.
     *
     * <pre>
     *  1 (1) | version = 1 (7)
     *  seq_profile (3) | seq_level_idx_0 (5)
     *  seq_tier_0 (1) | high_bitdepth (1) | twelve_bit (1) | monochrome (1)
     *      | chroma_subsampling_x (1) | chroma_subsampling_y (1) | chroma_sample_position (2)
     *  reserved = 0 (3) | initial_presentation_delay_present = 0 (1) | reserved = 0 (4)
     *  the sequence header OBU
     * </pre>
     */
    private static byte[] write(Av1SequenceHeader header, byte[] array, int from, int to) {
        if (to - from > MAX_OBU) {
            throw new IllegalArgumentException("AV1: the sequence header is too large");
        }
        byte[] record = new byte[4 + to - from];
        record[0] = (byte) 0x81;
        record[1] = (byte) (header.profile() << 5 | header.level());
        record[2] = (byte) (header.tier() << 7 | header.format());
        System.arraycopy(array, from, record, 4, to - from);
        return record;
    }

    @Override
    public byte[] record() {
        return record.clone();
    }

    @Override
    public int width() {
        return header.width();
    }

    @Override
    public int height() {
        return header.height();
    }

    /** Browsers say nothing about it. */
    @Override
    public double frameRate() {
        return 0;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Av1Config config && Arrays.equals(record, config.record);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(record);
    }

    @Override
    public String toString() {
        return "AV1 profile %d %dx%d".formatted(header.profile(), width(), height());
    }
}
