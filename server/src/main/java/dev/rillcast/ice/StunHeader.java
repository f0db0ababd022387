package dev.rillcast.ice;

/**
 * Where things are in a STUN header, and its fixed values (RFC 8489 5).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |0 0|     STUN Message Type     |         Message Length        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                         Magic Cookie                          |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                     Transaction ID (96 bits)                  |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * The length is that of the attributes, padding and all, without the header.
 */
final class StunHeader {
    static final int LENGTH = 20;
    static final int LENGTH_OFFSET = 2;
    static final int COOKIE_OFFSET = 4;
    static final int TRANSACTION_ID_OFFSET = 8;
    static final int TRANSACTION_ID_LENGTH = 12;

    /** Type and length of an attribute, before its value (RFC 8489 14). */
    static final int ATTRIBUTE_HEADER_LENGTH = 4;

    static final int MAGIC_COOKIE = 0x2112a442;

    private StunHeader() {}

    /** Whether these bytes are one whole STUN message, as far as the header tells. */
    static boolean fits(byte[] bytes, int offset, int length) {
        if (length < LENGTH || (bytes[offset] & 0xc0) != 0) {
            return false;
        }
        int attributes = unsignedShort(bytes, offset + LENGTH_OFFSET);
        return attributes % 4 == 0
                && attributes == length - LENGTH
                && unsignedShort(bytes, offset + COOKIE_OFFSET) == MAGIC_COOKIE >>> 16
                && unsignedShort(bytes, offset + COOKIE_OFFSET + 2) == (MAGIC_COOKIE & 0xffff);
    }

    static int unsignedShort(byte[] bytes, int offset) {
        return (bytes[offset] & 0xff) << 8 | (bytes[offset + 1] & 0xff);
    }

    /** The value's length with the padding to a word of four bytes. */
    static int padded(int length) {
        return (length + 3) & ~3;
    }
}
