package dev.rillcast.sdp;

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
}
