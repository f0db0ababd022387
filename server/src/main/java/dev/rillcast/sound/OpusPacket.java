package dev.rillcast.sound;

/**
 * The first bytes of an Opus packet, which tell how long it lasts (RFC 6716 3.1 and 3.2).
 *
 * <pre>
 *  0
 *  0 1 2 3 4 5 6 7
 * +-+-+-+-+-+-+-+-+
 * | config  |s| c |   c = 3: the next byte holds the number of frames in its low six bits
 * +-+-+-+-+-+-+-+-+
 * </pre>
 */
final class OpusPacket {
    /** The longest packet, 120 ms, in samples at 48 kHz. */
    static final int MAX_SAMPLES = 5_760;

    /** The longest packet in bytes: 48 frames of 1,275 bytes with their lengths, and padding. */
    static final int MAX_BYTES = 65_536;

    private static final int CONFIG_SHIFT = 3;
    private static final int CODE_MASK = 0x03;
    private static final int COUNT_MASK = 0x3f;

    private static final int STEREO = 0x04;
    private static final int PADDED = 0x40;
    private static final int VARIABLE = 0x80;

    private static final int FIRST_HYBRID = 12;
    private static final int FIRST_CELT = 16;

    /** Frame lengths in samples; a mode's configurations go through its lengths in turn. */
    private static final int[] SILK = {480, 960, 1_920, 2_880};

    private static final int[] HYBRID = {480, 960};
    private static final int[] CELT = {120, 240, 480, 960};

    private OpusPacket() {}

    /** Samples at 48 kHz that the packet lasts, or -1 if it is none. */
    static int samples(byte[] array, int offset, int length) {
        if (length < 1 || length > MAX_BYTES) {
            return -1;
        }
        int toc = array[offset] & 0xff;
        int frames =
                switch (toc & CODE_MASK) {
                    case 0 -> 1;
                    case 1, 2 -> 2;
                    default -> length < 2 ? 0 : array[offset + 1] & COUNT_MASK;
                };
        int samples = frames * frameSamples(toc >> CONFIG_SHIFT);
        return samples == 0 || samples > MAX_SAMPLES ? -1 : samples;
    }

    /**
     * Whether the packet holds no sound. Chromium sends one of these when it falls silent (DTX) and
     * then nothing for 400 ms.
     */
    static boolean silent(int length) {
        return length <= 2;
    }

    /** Whether it has two channels. */
    static boolean stereo(byte[] array, int offset) {
        return (array[offset] & STEREO) != 0;
    }

    /**
     * How many samples its first frame repeats of the one before it (in-band FEC), as the first
     * bits of the SILK layer say: for each channel whether the parts of the frame hold a voice, and
     * then this (RFC 6716 4.2.3 and 4.2.4). They are coded with even odds, and so stand there as
     * they are.
     */
    static int repeated(byte[] array, int offset, int length) {
        int toc = array[offset] & 0xff;
        int start = frameStart(array, offset, length);
        if (toc >> CONFIG_SHIFT >= FIRST_CELT || start >= length) {
            return 0;
        }
        int samples = frameSamples(toc >> CONFIG_SHIFT);
        int parts = Math.max(1, samples / SILK[1]);
        int bits = array[offset + start];
        boolean middle = ((bits << parts) & 0x80) != 0;
        boolean side = ((bits << (2 * parts + 1)) & 0x80) != 0;
        return middle || ((toc & STEREO) != 0 && side) ? samples : 0;
    }

    /** Where the first frame begins (RFC 6716 3.2.2 to 3.2.5). */
    private static int frameStart(byte[] array, int offset, int length) {
        int code = array[offset] & CODE_MASK;
        if (code < 3 || length < 2) {
            return code == 2 ? lengthEnd(array, offset, length, 1) : 1;
        }
        int head = array[offset + 1];
        int start = 2;
        if ((head & PADDED) != 0) {
            while (start < length && array[offset + start] == -1) {
                start++;
            }
            start++;
        }
        for (int i = 1; i < (head & COUNT_MASK) && (head & VARIABLE) != 0; i++) {
            start = lengthEnd(array, offset, length, start);
        }
        return start;
    }

    /** Behind a frame's length, which is one byte or two (RFC 6716 3.2.1). */
    private static int lengthEnd(byte[] array, int offset, int length, int start) {
        return start < length && (array[offset + start] & 0xff) >= 252 ? start + 2 : start + 1;
    }

    private static int frameSamples(int config) {
        if (config < FIRST_HYBRID) {
            return SILK[config & 3];
        }
        return config < FIRST_CELT ? HYBRID[config & 1] : CELT[config & 3];
    }
}
