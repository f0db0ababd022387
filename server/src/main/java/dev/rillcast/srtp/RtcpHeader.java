package dev.rillcast.srtp;

/**
 * As much of an SRTCP packet as is not of the transform.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|    RC   |      PT       |             length            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                         SSRC of sender                        |
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * |                    the rest, enciphered when E=1              |
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * |E|                         SRTCP index                         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * The tag stands behind the index (RFC 3711 3.4), with GCM before it (RFC 7714 9.2).
 */
final class RtcpHeader {
    static final int LENGTH = 8;
    static final int ENCRYPTED = 0x8000_0000;
    static final int INDEX_MASK = 0x7fff_ffff;

    private RtcpHeader() {}

    static int ssrc(byte[] packet, int offset) {
        return BigEndian.readInt(packet, offset + 4);
    }
}
