package dev.rillcast.srtp;

/**
 * One session key at work on packets of one protocol. A packet is an array with, from the left:
 * {@code offset}, where it begins; {@code body}, the first enciphered byte; {@code end}, behind the
 * last one. Whatever follows (tag, index) is the transform's own. The SSRC is in the packet.
 */
sealed interface Transform permits GcmTransform, CounterModeTransform {
    /** Bytes of the SRTCP index with its E bit. */
    int INDEX_LENGTH = 4;

    int tagLength();

    /** Where in an SRTCP packet the E bit and the index are: the transforms differ in it. */
    int indexOffset(int end);

    /**
     * Checks the tag and deciphers into another array. When it answers false, nothing in that is of
     * use.
     *
     * @param index roll-over counter and sequence number, 48 bits
     * @param clear for the RTP packet, from its start on
     */
    boolean openRtp(byte[] packet, int offset, int body, int end, long index, byte[] clear);

    /**
     * The same for SRTCP, in place. When it answers false, the body's bytes are of no more use.
     *
     * @param index E bit and SRTCP index as they stand in the packet
     */
    boolean openRtcp(byte[] packet, int offset, int body, int end, int index);

    /** Enciphers in place and writes the tag behind {@code end}. */
    void sealRtp(byte[] packet, int offset, int body, int end, long index);

    /** Enciphers in place; the index must have been written to {@link #indexOffset} before. */
    void sealRtcp(byte[] packet, int offset, int body, int end, int index);
}
