package dev.rillcast.srtp;

import dev.rillcast.srtp.KeyDerivation.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * Seals what we send to one peer: SRTP and SRTCP under one master key. Packets are enciphered in
 * place; the array must have room behind them for {@link #RTP_TRAILER} or {@link #RTCP_TRAILER}
 * bytes. Belongs to one thread.
 */
public final class SrtpSender {
    /** The most bytes by which a packet grows. */
    public static final int RTP_TRAILER = 16;

    /** The most bytes by which an RTCP packet grows: tag and index. */
    public static final int RTCP_TRAILER = RTP_TRAILER + Transform.INDEX_LENGTH;

    private final Transform rtp;
    private final Transform rtcp;
    private final StreamTable rtpStreams = new StreamTable();
    private int nextRtcpIndex;

    /**
     * @throws IllegalArgumentException when key or salt have not the profile's length
     */
    public SrtpSender(ProtectionProfile profile, byte[] masterKey, byte[] masterSalt) {
        this(
                profile.transform(masterKey, masterSalt, Protocol.RTP),
                profile.transform(masterKey, masterSalt, Protocol.RTCP),
                0);
    }

    SrtpSender(Transform rtp, Transform rtcp, int firstRtcpIndex) {
        this.rtp = rtp;
        this.rtcp = rtcp;
        this.nextRtcpIndex = firstRtcpIndex;
    }

    /**
     * Turns an RTP packet into SRTP. A packet sent again must be the same, byte for byte.
     *
     * @return the length of the SRTP packet
     * @throws IllegalArgumentException when this is no RTP packet, or one of too many SSRCs
     */
    public int protectRtp(byte[] packet, int offset, int length) {
        int headerLength = RtpHeader.length(packet, offset, length);
        if (headerLength < 0) {
            throw new IllegalArgumentException("not an RTP packet");
        }
        ReplayWindow window = window(RtpHeader.ssrc(packet, offset));
        long index = window.guess(RtpHeader.sequenceNumber(packet, offset));
        if (index < 0) {
            throw new IllegalArgumentException("the packet is from before the first one");
        }
        window.note(index);
        rtp.sealRtp(packet, offset, offset + headerLength, offset + length, index);
        return length + rtp.tagLength();
    }

    private ReplayWindow window(int ssrc) {
        @Nullable ReplayWindow window = rtpStreams.find(ssrc);
        if (window == null) {
            if (rtpStreams.isFull()) {
                throw new IllegalArgumentException(
                        "more than " + StreamTable.CAPACITY + " SSRCs under one key");
            }
            window = rtpStreams.add(ssrc);
        }
        return window;
    }

    /**
     * Turns a (compound) RTCP packet into SRTCP. The index counts all packets under the key, not
     * those of one SSRC: receivers only look at it for replay, and gaps are no harm.
     *
     * @return the length of the SRTCP packet
     * @throws IllegalArgumentException when this is no RTCP packet
     */
    public int protectRtcp(byte[] packet, int offset, int length) {
        if (length < RtcpHeader.LENGTH || !RtpHeader.isVersion2(packet, offset)) {
            throw new IllegalArgumentException("not an RTCP packet");
        }
        int index = nextRtcpIndex | RtcpHeader.ENCRYPTED;
        nextRtcpIndex = nextRtcpIndex + 1 & RtcpHeader.INDEX_MASK;
        int end = offset + length;
        BigEndian.writeInt(packet, rtcp.indexOffset(end), index);
        rtcp.sealRtcp(packet, offset, offset + RtcpHeader.LENGTH, end, index);
        return length + rtcp.tagLength() + Transform.INDEX_LENGTH;
    }
}
