package dev.rillcast.rtp;

import java.util.Arrays;

/**
 * One RTP packet in a buffer of its own, parsed in place.
 *
 * <p>Packets are pooled: {@link #parse} may be called again and again. Owned by the thread of the
 * UDP door.
 */
public final class RtpPacket {
    /**
     * Larger than any packet that fits an Ethernet frame; what is longer is cut by the socket and
     * fails.
     */
    public static final int CAPACITY = 1_600;

    private static final int FIXED_HEADER = 12;
    private static final int ONE_BYTE_PROFILE = 0xBEDE;
    private static final int TWO_BYTE_PROFILE = 0x1000;

    private final byte[] buffer = new byte[CAPACITY];
    private int headerLength;
    private int end;
    private int extensionStart;
    private int extensionEnd;
    private boolean twoByteExtensions;

    /** When the datagram came in, in nanoseconds of {@link System#nanoTime()}. */
    long arrival;

    /** The unwrapped time stamp; set by {@link RtpReceiver}. */
    long time;

    /** Whether packets just before this one are lost for good; set by {@link ReorderBuffer}. */
    boolean afterLoss;

    /** Whether it never came, but a later one repeated it; set by {@link Redundancy}. */
    boolean repeated;

    /** The array to write a packet into. */
    public byte[] buffer() {
        return buffer;
    }

    /**
     * Reads the header of the datagram in the first {@code length} bytes (RFC 3550 5.1, RFC 8285
     * 4.2, 4.3).
     *
     * <pre>
     *  0                   1                   2                   3
     *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
     * |V=2|P|X|  CC   |M|     PT      |       sequence number         |
     * |                           timestamp                           |
     * |                             SSRC                              |
     * |                         CSRC, CC times                        |
     * |   extension profile           |  length in 32-bit words       |
     * </pre>
     *
     * @return false if the bytes are no well-formed RTP packet; it must not be used then
     */
    public boolean parse(int length, long arrival) {
        if (length < FIXED_HEADER || length > CAPACITY || (buffer[0] & 0xC0) != 0x80) {
            return false;
        }
        this.arrival = arrival;
        afterLoss = false;
        repeated = false;
        end = length;
        extensionStart = 0;
        extensionEnd = 0;
        headerLength = FIXED_HEADER + 4 * (buffer[0] & 0x0F);
        boolean extended = (buffer[0] & 0x10) != 0;
        boolean padded = (buffer[0] & 0x20) != 0;
        return headerLength <= end && (!extended || parseExtension()) && (!padded || cutPadding());
    }

    private boolean parseExtension() {
        if (headerLength + 4 > end) {
            return false;
        }
        int profile = Bytes.uint16(buffer, headerLength);
        extensionStart = headerLength + 4;
        extensionEnd = extensionStart + 4 * Bytes.uint16(buffer, headerLength + 2);
        headerLength = extensionEnd;
        twoByteExtensions = (profile & 0xFFF0) == TWO_BYTE_PROFILE;
        if (profile != ONE_BYTE_PROFILE && !twoByteExtensions) {
            extensionEnd = extensionStart;
        }
        return headerLength <= end;
    }

    private boolean cutPadding() {
        int padding = buffer[end - 1] & 0xFF;
        end -= padding;
        return padding > 0 && end >= headerLength;
    }

    /** Cuts so many bytes off the payload's start, after which it is of another type. */
    void strip(int bytes, int payloadType) {
        headerLength += bytes;
        buffer[1] = (byte) ((buffer[1] & 0x80) | payloadType);
    }

    /** Becomes an earlier packet of a stream, whose payload is part of the given one. */
    void become(RtpPacket later, int sequenceNumber, long timestamp, int offset, int length) {
        System.arraycopy(later.buffer, 0, buffer, 0, FIXED_HEADER);
        System.arraycopy(later.buffer, offset, buffer, FIXED_HEADER, length);
        buffer[0] = (byte) 0x80; // no padding, extension, CSRC
        buffer[1] &= 0x7F;
        Bytes.put16(buffer, 2, sequenceNumber);
        Bytes.put32(buffer, 4, (int) timestamp);
        boolean _ = parse(FIXED_HEADER + length, later.arrival);
        repeated = true;
    }

    /**
     * Makes of a retransmission what was lost (RFC 4588 4): in front of the payload stands the
     * number that it had.
     *
     * @return false if it holds nothing, as those do not that only probe
     */
    public boolean unwrapRetransmission(int payloadType, int ssrc) {
        if (payloadLength() < 2) {
            return false;
        }
        buffer[1] = (byte) ((buffer[1] & 0x80) | payloadType);
        buffer[2] = buffer[headerLength];
        buffer[3] = buffer[headerLength + 1];
        Bytes.put32(buffer, 8, ssrc);
        headerLength += 2;
        return true;
    }

    public boolean marker() {
        return (buffer[1] & 0x80) != 0;
    }

    public int payloadType() {
        return buffer[1] & 0x7F;
    }

    public int sequenceNumber() {
        return Bytes.uint16(buffer, 2);
    }

    public long timestamp() {
        return Bytes.uint32(buffer, 4);
    }

    public int ssrc() {
        return Bytes.int32(buffer, 8);
    }

    /** Of the whole packet but its padding, which is sent to probe only. */
    public int length() {
        return end;
    }

    public int payloadOffset() {
        return headerLength;
    }

    /** Zero for a packet of padding only, as congestion control sends them to probe. */
    public int payloadLength() {
        return end - headerLength;
    }

    public long arrival() {
        return arrival;
    }

    /** The time stamp, unwrapped: it does not begin anew. */
    public long time() {
        return time;
    }

    /** Whether packets just before this one are lost for good. */
    public boolean afterLoss() {
        return afterLoss;
    }

    /**
     * Where the header extension element {@code id} starts in the buffer.
     *
     * @return the offset of its data, or -1 if the packet has no such element of at least {@code
     *     size} bytes
     */
    public int extension(int id, int size) {
        int at = extensionStart;
        while (at < extensionEnd) {
            int first = buffer[at] & 0xFF;
            if (first == 0) { // padding between elements
                at++;
                continue;
            }
            int element = twoByteExtensions ? first : first >> 4;
            if (!twoByteExtensions && (element == 0 || element == 15)) {
                return -1; // padding with a length, or reserved: nothing behind counts (RFC 8285
                // 4.2)
            }
            if (twoByteExtensions && at + 1 >= extensionEnd) {
                return -1;
            }
            int data = at + (twoByteExtensions ? 2 : 1);
            int length = twoByteExtensions ? buffer[at + 1] & 0xFF : (first & 0x0F) + 1;
            if (data + length > extensionEnd) {
                return -1;
            }
            if (element == id && length >= size) {
                return data;
            }
            at = data + length;
        }
        return -1;
    }

    /** Whether the header extension element {@code id} is there and is these bytes. */
    public boolean carries(int id, byte[] value) {
        int at = extension(id, value.length);
        if (at < 0) {
            return false;
        }
        // In both forms the length is in the byte before, in the short one less 1 (RFC 8285 4.2).
        int length = twoByteExtensions ? buffer[at - 1] & 0xFF : (buffer[at - 1] & 0x0F) + 1;
        return length == value.length && Arrays.equals(buffer, at, at + length, value, 0, length);
    }
}
