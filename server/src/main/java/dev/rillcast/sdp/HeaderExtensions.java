package dev.rillcast.sdp;

import java.util.ArrayList;
import java.util.List;

/**
 * The ids that an offer gives to the header extensions we read (RFC 8285), 0 for one that is not
 * agreed.
 *
 * @param transportCc transport-wide sequence numbers
 * @param mid which section a packet belongs to (RFC 9143 15)
 * @param rid which layer of a simulcast it is of (RFC 8852 3.1)
 * @param repairedRid which layer it repairs (RFC 8852 3.2)
 * @param absSendTime when it was sent
 */
public record HeaderExtensions(
        int transportCc, int mid, int rid, int repairedRid, int absSendTime) {
    /** None at all. */
    public static final HeaderExtensions NONE = new HeaderExtensions(0, 0, 0, 0, 0);

    static final String TRANSPORT_CC =
            "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
    private static final String MID = "urn:ietf:params:rtp-hdrext:sdes:mid";
    private static final String RID = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";
    private static final String REPAIRED_RID =
            "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id";
    private static final String ABS_SEND_TIME =
            "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";

    /**
     * Those of the offer's that are of use. Not video-orientation: without it the client turns the
     * picture itself (3GPP TS 26.114 7.4.5).
     */
    static HeaderExtensions of(
            MediaDescription media, boolean transportCc, boolean simulcast, boolean remb) {
        return new HeaderExtensions(
                transportCc ? media.extension(TRANSPORT_CC).orElse(0) : 0,
                media.extension(MID).orElse(0),
                simulcast ? media.extension(RID).orElse(0) : 0,
                simulcast ? media.extension(REPAIRED_RID).orElse(0) : 0,
                remb ? media.extension(ABS_SEND_TIME).orElse(0) : 0);
    }

    /** Whether the layers of a simulcast can be told apart. */
    static boolean hasRid(MediaDescription media) {
        return media.extension(RID).isPresent();
    }

    /** The values of the answer's {@code a=extmap} lines. */
    List<String> attributes() {
        List<String> all = new ArrayList<>();
        add(all, mid, MID);
        add(all, transportCc, TRANSPORT_CC);
        add(all, rid, RID);
        add(all, repairedRid, REPAIRED_RID);
        add(all, absSendTime, ABS_SEND_TIME);
        return all;
    }

    private static void add(List<String> all, int id, String uri) {
        if (id != 0) {
            all.add(id + " " + uri);
        }
    }
}
