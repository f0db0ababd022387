package dev.rillcast.sound;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import io.github.jaredmdobson.concentus.OpusDecoder;
import io.github.jaredmdobson.concentus.OpusException;

/**
 * The reference decoder of Opus, in Java, always stereo: it gives out what packets repeat of those
 * before them, too. Owned by one thread at a time.
 */
final class ReferenceOpus {
    private static final float FULL_SCALE = 32_768f;

    private OpusDecoder decoder = create();
    private final short[] interleaved = new short[OpusPacket.MAX_SAMPLES * Samples.CHANNELS];

    /** Loads its tables, which takes 0.2 s. */
    static void warmUp() {
        byte[] speech = {0x48, 0x40, 0, 0};
        Frame packet = new Frame(Codec.OPUS, true, 0, 0, speech, 0, speech.length);
        boolean _ = new ReferenceOpus().decode(packet, new Samples());
    }

    private static OpusDecoder create() {
        try {
            return new OpusDecoder(48_000, Samples.CHANNELS);
        } catch (OpusException e) {
            throw new IllegalStateException("can't create a decoder of Opus", e);
        }
    }

    /** Decodes a packet, if it is one; else {@code samples} stay as they were. */
    boolean decode(Frame opus, Samples samples) {
        return decode(opus, OpusPacket.MAX_SAMPLES, false, samples);
    }

    /** The last so many samples before the packet, from what that repeats of them. */
    boolean decodeRepeated(Frame opus, int count, Samples samples) {
        return decode(opus, count, true, samples);
    }

    private boolean decode(Frame opus, int most, boolean repeated, Samples samples) {
        int count;
        try {
            byte[] array = opus.array();
            count =
                    decoder.decode(
                            array, opus.offset(), opus.length(), interleaved, 0, most, repeated);
        } catch (OpusException | RuntimeException | AssertionError _) {
            decoder = create(); // whatever state the old one was left in
            return false;
        }
        samples.count(count);
        for (int i = 0; i < count; i++) {
            samples.plane(0)[i] = interleaved[2 * i] / FULL_SCALE;
            samples.plane(1)[i] = interleaved[2 * i + 1] / FULL_SCALE;
        }
        return count > 0;
    }
}
