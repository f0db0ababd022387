package dev.rillcast.media;

/** Reads the bits of a NAL unit, leaving out emulation prevention bytes (H.264 7.4.1, 7.2, 9.1). */
final class NalBits {
    private final byte[] nal;
    private int position;
    private int zeros;
    private int current;
    private int left;

    NalBits(byte[] nal, int offset) {
        this.nal = nal;
        this.position = offset;
    }

    boolean flag() {
        return bit() == 1;
    }

    /** Up to 32 bits, without a sign. */
    long bits(int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    void skip(int count) {
        for (int i = 0; i < count; i++) {
            bit();
        }
    }

    /** ue(v) of 9.1, at most 2^31 - 1. */
    int unsigned() {
        int zeroBits = 0;
        while (bit() == 0) {
            if (++zeroBits > 30) {
                throw new IllegalArgumentException("SPS: a number is larger than H.264 has");
            }
        }
        return (int) ((1L << zeroBits) - 1 + bits(zeroBits));
    }

    int unsigned(int max, String name) {
        int value = unsigned();
        if (value > max) {
            throw new IllegalArgumentException(
                    "SPS: %s is %d, at most %d is taken".formatted(name, value, max));
        }
        return value;
    }

    /** se(v) of 9.1.1. */
    int signed() {
        int code = unsigned();
        return (code & 1) == 1 ? (code >>> 1) + 1 : -(code >>> 1);
    }

    private int bit() {
        if (left == 0) {
            current = nextByte();
            left = 8;
        }
        left--;
        return current >> left & 1;
    }

    private int nextByte() {
        // 00 00 03: the third byte only keeps a start code from appearing.
        if (zeros >= 2 && position < nal.length && nal[position] == 3) {
            position++;
            zeros = 0;
        }
        if (position >= nal.length) {
            throw new IllegalArgumentException("SPS: cut off");
        }
        int value = nal[position++] & 0xFF;
        zeros = value == 0 ? zeros + 1 : 0;
        return value;
    }
}
