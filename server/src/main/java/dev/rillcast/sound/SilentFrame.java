package dev.rillcast.sound;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;

/** Silence that nobody need encode. */
public final class SilentFrame {
    /** Samples that it lasts. */
    public static final int SAMPLES = AacEncoder.FRAME;

    /**
     * A raw_data_block of one channel in which no band has a value (ISO/IEC 14496-3 4.4.2).
     *
     * <pre>
     *  element = single channel (3) | tag = 0 (4) | global_gain = 128 (8)
     *  reserved (1) | window_sequence = 0 (2) | window_shape (1) | max_sfb = 0 (6) | predictor (1)
     *  pulse, tns, gain control (3) | end (3) = 111
     * </pre>
     */
    private static final byte[] BLOCK = {0x01, 0x00, 0x00, 0x07};

    private SilentFrame() {}

    /**
     * A frame of mono AAC-LC at 48 kHz.
     *
     * @param timestamp in ticks of 48 kHz
     */
    public static Frame at(long timestamp, long arrival) {
        return new Frame(Codec.AAC, true, timestamp, arrival, BLOCK, 0, BLOCK.length);
    }
}
