package dev.rillcast.media;

/** Reads bits, the highest of each byte first, within a window of an array. */
final class Bits {
    private final byte[] array;
    private final int end;
    private final String name;
    private int position;
    private int left = 8; // bits of the byte at the position

    /**
     * @param name of what is read, for errors
     */
    Bits(byte[] array, int offset, int length, String name) {
        this.array = array;
        this.position = offset;
        this.end = offset + length;
        this.name = name;
    }

    boolean flag() {
        return bits(1) == 1;
    }

    /** Up to 31 bits, without a sign. */
    int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    void skip(int count) {
        for (int i = 0; i < count; i++) {
            int _ = bit();
        }
    }

    private int bit() {
        if (position >= end) {
            throw new IllegalArgumentException(name + ": cut off");
        }
        left--;
        int bit = array[position] >> left & 1;
        if (left == 0) {
            left = 8;
            position++;
        }
        return bit;
    }
}
