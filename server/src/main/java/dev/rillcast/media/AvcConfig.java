package dev.rillcast.media;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameter sets of an H.264 stream as an AVCDecoderConfigurationRecord (ISO/IEC 14496-15
 * 5.3.3.1), and what they say about the picture. Two are equal when their bytes are.
 */
public final class AvcConfig implements VideoConfig {
    private static final int MAX_SPS = 31; // five bits
    private static final int MAX_PPS = 255;

    private final byte[] record;
    private final SequenceParameterSet sps;

    private AvcConfig(byte[] record, SequenceParameterSet sps) {
        this.record = record;
        this.sps = sps;
    }

    /**
     * The record of these parameter sets.
     *
     * @param sps NAL units of type 7, the first is the one that counts
     * @param pps NAL units of type 8
     * @throws IllegalArgumentException when one is missing, too many, or can't be read
     */
    public static AvcConfig of(List<byte[]> sps, List<byte[]> pps) {
        if (sps.isEmpty() || pps.isEmpty() || sps.size() > MAX_SPS || pps.size() > MAX_PPS) {
            throw new IllegalArgumentException(
                    "H.264 needs 1 to 31 SPS and 1 to 255 PPS, there are %d and %d"
                            .formatted(sps.size(), pps.size()));
        }
        SequenceParameterSet parsed = SequenceParameterSet.parse(sps.getFirst());
        return new AvcConfig(write(sps, pps, parsed), parsed);
    }

    /**
     * Writes the record.
     *
     * <pre>
     *  configurationVersion = 1 (8) | profile (8) | compatibility (8) | level (8)
     *  111111 | lengthSizeMinusOne = 3 (2)
     *  111    | numOfSequenceParameterSets (5), then for each: length (16), NAL unit
     *  numOfPictureParameterSets (8),           then for each: length (16), NAL unit
     *  high profiles only:
     *  111111 | chroma_format (2)
     *  11111  | bit_depth_luma_minus8 (3)
     *  11111  | bit_depth_chroma_minus8 (3)
     *  numOfSequenceParameterSetExt = 0 (8)
     * </pre>
     */
    private static byte[] write(
            List<byte[]> spsList, List<byte[]> ppsList, SequenceParameterSet parsed) {
        byte[] sps = spsList.getFirst();
        ByteArrayOutputStream out = new ByteArrayOutputStream(64);
        out.write(1);
        out.write(sps, 1, 3);
        out.write(0xFF);
        out.write(0xE0 | spsList.size());
        spsList.forEach(nal -> writeNal(out, nal));
        out.write(ppsList.size());
        ppsList.forEach(nal -> writeNal(out, nal));
        if (SequenceParameterSet.highProfile(sps[1] & 0xFF)) {
            out.write(0xFC | parsed.chromaFormat());
            out.write(0xF8 | parsed.lumaDepth() - 8);
            out.write(0xF8 | parsed.chromaDepth() - 8);
            out.write(0);
        }
        return out.toByteArray();
    }

    private static void writeNal(ByteArrayOutputStream out, byte[] nal) {
        if (nal.length == 0 || nal.length > 0xFFFF) {
            throw new IllegalArgumentException("a parameter set has 1 to 65535 bytes");
        }
        out.write(nal.length >> 8);
        out.write(nal.length);
        out.writeBytes(nal);
    }

    @Override
    public byte[] record() {
        return record.clone();
    }

    /** In pixels, after cropping. */
    @Override
    public int width() {
        return sps.width();
    }

    /** In pixels, after cropping. */
    @Override
    public int height() {
        return sps.height();
    }

    @Override
    public double frameRate() {
        return sps.frameRate();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AvcConfig config && Arrays.equals(record, config.record);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(record);
    }

    @Override
    public String toString() {
        return "H.264 %02x%02x%02x %dx%d"
                .formatted(record[1], record[2], record[3], width(), height());
    }
}
