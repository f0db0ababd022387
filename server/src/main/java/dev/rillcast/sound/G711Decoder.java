package dev.rillcast.sound;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;

/**
 * G.711: a byte is a sample at 8 kHz on a logarithmic scale, in mu-law (PCMU) or A-law (PCMA).
 * Raised to 48 kHz, by 2 ms later than it was.
 */
final class G711Decoder implements Decoder {
    /** 48 kHz against 8. */
    private static final int UP = 6;

    /** Of its samples, on each side of a new one. */
    private static final int HALF = 16;

    private static final int TAPS = 2 * HALF;

    /** As long as the longest of Opus. */
    private static final int MAX_BYTES = OpusPacket.MAX_SAMPLES / UP;

    /** Above 3.4 kHz there is nothing but images; by so much of the 8 kHz band it is cut. */
    private static final double CUT = 0.92;

    private static final float[][] FILTER = Sinc.phases(UP, HALF, CUT);

    private final float[] values = new float[256];
    private final float[] heard = new float[TAPS + MAX_BYTES];

    G711Decoder(Codec law) {
        for (int code = 0; code < values.length; code++) {
            values[code] = (law == Codec.PCMU ? mu(code) : a(code)) / 32_768f;
        }
    }

    /**
     * G.711 table 2: a sign, three bits of exponent, four of mantissa, all inverted.
     *
     * <pre>
     *  s eee mmmm   (2 m + 33) 2^e - 33, in 14 bits
     * </pre>
     */
    static int mu(int code) {
        int bits = ~code;
        int exponent = (bits >> 4) & 7;
        int mantissa = (bits & 0x0f) * 2 + 33;
        int value = ((mantissa << exponent) - 33) << 2;
        return (bits & 0x80) == 0 ? value : -value;
    }

    /**
     * G.711 table 1: the same with every second bit inverted, and the first two segments alike.
     *
     * <pre>
     *  s eee mmmm   2 m + 1 where e = 0, else (2 m + 33) 2^(e - 1), in 13 bits
     * </pre>
     */
    static int a(int code) {
        int bits = code ^ 0x55;
        int segment = (bits >> 4) & 7;
        int mantissa = (bits & 0x0f) * 2 + 1;
        int value = (segment == 0 ? mantissa : (mantissa + 32) << (segment - 1)) << 3;
        return (bits & 0x80) == 0 ? -value : value;
    }

    @Override
    public int samples(Frame packet) {
        int length = packet.length();
        return length == 0 || length > MAX_BYTES ? -1 : length * UP;
    }

    @Override
    public boolean silent(Frame packet) {
        return false;
    }

    @Override
    public boolean decode(Frame packet, Samples samples) {
        int length = packet.length();
        for (int i = 0; i < length; i++) {
            heard[TAPS + i] = values[packet.array()[packet.offset() + i] & 0xff];
        }
        samples.count(length * UP);
        float[] to = samples.plane(0);
        for (int i = 0; i < length; i++) {
            for (int phase = 0; phase < UP; phase++) {
                to[i * UP + phase] = Math.clamp(Sinc.dot(FILTER[phase], heard, i + 1), -1f, 1f);
            }
        }
        System.arraycopy(heard, length, heard, 0, TAPS);
        samples.spread();
        return true;
    }

    @Override
    public void close() {
        // Nothing native.
    }
}
