package dev.rillcast.srtp;

import dev.rillcast.srtp.KeyDerivation.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * Opens what one peer sends: SRTP and SRTCP under one master key. Belongs to one thread.
 *
 * <p>A packet that is no good (malformed, forged, seen before, too late, of one SSRC too many) is
 * answered with {@link #REFUSED} or {@link #REPLAYED} and changes no state; what was written is
 * then of no use.
 */
public final class SrtpReceiver {
    /** What the methods answer for a packet to be dropped. */
    public static final int REFUSED = -1;

    /** The same for one that came before, or is so old that it might have. */
    public static final int REPLAYED = -2;

    private final Transform rtp;
    private final Transform rtcp;
    private final StreamTable rtpStreams = new StreamTable();
    private final StreamTable rtcpStreams = new StreamTable();

    /**
     * @throws IllegalArgumentException when key or salt have not the profile's length
     */
    public SrtpReceiver(ProtectionProfile profile, byte[] masterKey, byte[] masterSalt) {
        this(
                profile.transform(masterKey, masterSalt, Protocol.RTP),
                profile.transform(masterKey, masterSalt, Protocol.RTCP));
    }

    SrtpReceiver(Transform rtp, Transform rtcp) {
        this.rtp = rtp;
        this.rtcp = rtcp;
    }

    /**
     * Turns an SRTP packet into RTP.
     *
     * @param clear for the RTP packet, from its start on; with room for {@code length} bytes, and
     *     not the array that the packet is in
     * @return the length of the RTP packet, or {@link #REFUSED} or {@link #REPLAYED}
     */
    public int unprotectRtp(byte[] packet, int offset, int length, byte[] clear) {
        int plainLength = length - rtp.tagLength();
        int headerLength = RtpHeader.length(packet, offset, plainLength);
        if (headerLength < 0) {
            return REFUSED;
        }
        int ssrc = RtpHeader.ssrc(packet, offset);
        int sequenceNumber = RtpHeader.sequenceNumber(packet, offset);
        ReplayWindow window = rtpStreams.find(ssrc);
        long index = window == null ? sequenceNumber : window.guess(sequenceNumber);
        if (!admits(rtpStreams, window, index)) {
            return window == null ? REFUSED : REPLAYED;
        }
        int body = offset + headerLength;
        if (!rtp.openRtp(packet, offset, body, offset + plainLength, index, clear)) {
            return REFUSED;
        }
        note(rtpStreams, window, ssrc, index);
        return plainLength;
    }

    /**
     * Turns an SRTCP packet into (compound) RTCP, in place.
     *
     * @return the length of the RTCP packet, {@link #REFUSED} or {@link #REPLAYED}
     */
    public int unprotectRtcp(byte[] packet, int offset, int length) {
        int plainLength = length - rtcp.tagLength() - Transform.INDEX_LENGTH;
        if (plainLength < RtcpHeader.LENGTH || !RtpHeader.isVersion2(packet, offset)) {
            return REFUSED;
        }
        int end = offset + plainLength;
        int index = BigEndian.readInt(packet, rtcp.indexOffset(end));
        int ssrc = RtcpHeader.ssrc(packet, offset);
        ReplayWindow window = rtcpStreams.find(ssrc);
        if (!admits(rtcpStreams, window, index & RtcpHeader.INDEX_MASK)) {
            return window == null ? REFUSED : REPLAYED;
        }
        boolean encrypted = (index & RtcpHeader.ENCRYPTED) != 0;
        int body = encrypted ? offset + RtcpHeader.LENGTH : end;
        if (!rtcp.openRtcp(packet, offset, body, end, index)) {
            return REFUSED;
        }
        note(rtcpStreams, window, ssrc, index & RtcpHeader.INDEX_MASK);
        return plainLength;
    }

    private static boolean admits(StreamTable streams, @Nullable ReplayWindow window, long index) {
        return window == null ? !streams.isFull() : window.admits(index);
    }

    /** Only now, behind the tag, does a new SSRC get a place: a forger could fill the table. */
    private static void note(
            StreamTable streams, @Nullable ReplayWindow window, int ssrc, long index) {
        (window == null ? streams.add(ssrc) : window).note(index);
    }
}
