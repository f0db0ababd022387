package dev.rillcast.ice;

import static dev.rillcast.ice.StunHeader.ATTRIBUTE_HEADER_LENGTH;
import static dev.rillcast.ice.StunHeader.padded;
import static dev.rillcast.ice.StunHeader.unsignedShort;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A parsed STUN message (RFC 8489). It is a view: the bytes stay where they are and must not
 * change. Whether it is genuine is another question, for {@link MessageIntegrity}.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |         Type                  |            Length             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                         Value (variable), padded to 4      ....
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class StunMessage {
    static final int BINDING_REQUEST = 0x0001;
    static final int BINDING_SUCCESS = 0x0101;
    static final int BINDING_ERROR = 0x0111;

    /** RFC 8489 14.7: tells a STUN fingerprint from other CRC-32s. */
    static final int FINGERPRINT_XOR = 0x5354554e;

    /** RFC 8489 14.3: a user name has fewer than 509 bytes. */
    private static final int MAX_USERNAME_LENGTH = 508;

    /** More than these an error response does not name. */
    private static final int MAX_UNKNOWN = 16;

    private static final int IPV4 = 1;
    private static final int IPV6 = 2;

    private final byte[] bytes;
    private final int offset;
    private final int length;
    private final List<Attribute> attributes;

    private StunMessage(byte[] bytes, int offset, int length, List<Attribute> attributes) {
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
        this.attributes = attributes;
    }

    /** An attribute's type and where its value is in the array. */
    private record Attribute(int type, int start, int length) {}

    /** Parses a datagram; null when it is not exactly one well-formed STUN message. */
    public static @Nullable StunMessage parse(byte[] bytes, int offset, int length) {
        if (!StunHeader.fits(bytes, offset, length)) {
            return null;
        }
        List<Attribute> attributes = new ArrayList<>(8);
        boolean sealed = false;
        int end = offset + length;
        for (int at = offset + StunHeader.LENGTH; at < end; ) {
            int type = unsignedShort(bytes, at);
            int valueLength = unsignedShort(bytes, at + 2);
            int start = at + ATTRIBUTE_HEADER_LENGTH;
            at = start + padded(valueLength);
            if (at > end || (type == StunAttribute.FINGERPRINT && at != end)) {
                return null;
            }
            // RFC 8489 14.5: what follows MESSAGE-INTEGRITY is not covered by it and is ignored.
            if (!sealed || type == StunAttribute.FINGERPRINT) {
                attributes.add(new Attribute(type, start, valueLength));
            }
            sealed |= type == StunAttribute.MESSAGE_INTEGRITY;
        }
        return new StunMessage(bytes, offset, length, attributes);
    }

    /**
     * Our user name fragment, as a binding request carries it in USERNAME before the colon. Finds
     * whose request this is before anything was verified.
     *
     * @return null when the bytes are no binding request with such a user name
     */
    public static @Nullable String localUfrag(byte[] bytes, int offset, int length) {
        if (!StunHeader.fits(bytes, offset, length)
                || unsignedShort(bytes, offset) != BINDING_REQUEST) {
            return null;
        }
        int end = offset + length;
        for (int at = offset + StunHeader.LENGTH; at < end; ) {
            int valueLength = unsignedShort(bytes, at + 2);
            int start = at + ATTRIBUTE_HEADER_LENGTH;
            if (unsignedShort(bytes, at) == StunAttribute.USERNAME) {
                return start + valueLength <= end
                        ? beforeColon(bytes, start, Math.min(valueLength, MAX_USERNAME_LENGTH))
                        : null;
            }
            at = start + padded(valueLength);
        }
        return null;
    }

    private static @Nullable String beforeColon(byte[] bytes, int start, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[start + i] == ':') {
                return new String(bytes, start, i, StandardCharsets.ISO_8859_1);
            }
        }
        return null;
    }

    /** Class and method, as the header holds them. */
    int type() {
        return unsignedShort(bytes, offset);
    }

    public boolean isBindingRequest() {
        return type() == BINDING_REQUEST;
    }

    byte[] transactionId() {
        int start = offset + StunHeader.TRANSACTION_ID_OFFSET;
        return Arrays.copyOfRange(bytes, start, start + StunHeader.TRANSACTION_ID_LENGTH);
    }

    public @Nullable String username() {
        return text(StunAttribute.USERNAME);
    }

    public @Nullable String software() {
        return text(StunAttribute.SOFTWARE);
    }

    /** The priority that the pair's candidate would have if it were peer reflexive. */
    public OptionalInt priority() {
        Attribute attribute = find(StunAttribute.PRIORITY);
        return attribute == null || attribute.length != 4
                ? OptionalInt.empty()
                : OptionalInt.of(value(attribute).getInt());
    }

    /** The code of an error response, such as 487. */
    public OptionalInt errorCode() {
        Attribute attribute = find(StunAttribute.ERROR_CODE);
        if (attribute == null || attribute.length < 4) {
            return OptionalInt.empty();
        }
        int word = value(attribute).getInt();
        return OptionalInt.of((word >>> 8 & 0x7) * 100 + (word & 0xff));
    }

    /** USE-CANDIDATE: the controlling side takes the pair that this request came by. */
    public boolean nominates() {
        return find(StunAttribute.USE_CANDIDATE) != null;
    }

    boolean isFromControlled() {
        return find(StunAttribute.ICE_CONTROLLED) != null;
    }

    /** Types that the sender insists on and that we do not know. */
    int[] unknownRequired() {
        return attributes.stream()
                .mapToInt(Attribute::type)
                .filter(StunAttribute::isUnknownAndRequired)
                .distinct()
                .limit(MAX_UNKNOWN)
                .toArray();
    }

    /** The address that the answering side saw; null when there is none or it is malformed. */
    public @Nullable InetSocketAddress xorMappedAddress() {
        Attribute attribute = find(StunAttribute.XOR_MAPPED_ADDRESS);
        if (attribute == null || attribute.length < 8) {
            return null;
        }
        ByteBuffer value = value(attribute);
        int family = value.getShort() & 0xff;
        int port = (value.getShort() ^ StunHeader.MAGIC_COOKIE >>> 16) & 0xffff;
        byte[] address = new byte[value.remaining()];
        value.get(address);
        for (int i = 0; i < address.length && i < 16; i++) {
            address[i] ^= bytes[offset + StunHeader.COOKIE_OFFSET + i];
        }
        if (address.length != (family == IPV4 ? 4 : family == IPV6 ? 16 : -1)) {
            return null;
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four or sixteen bytes are an address", e);
        }
    }

    /** Whether a FINGERPRINT is there and is the message's CRC-32. */
    public boolean hasValidFingerprint() {
        Attribute attribute = find(StunAttribute.FINGERPRINT);
        if (attribute == null || attribute.length != 4) {
            return false;
        }
        CRC32 crc = new CRC32();
        crc.update(bytes, offset, attribute.start - ATTRIBUTE_HEADER_LENGTH - offset);
        return value(attribute).getInt() == ((int) crc.getValue() ^ FINGERPRINT_XOR);
    }

    /** Where the value of MESSAGE-INTEGRITY is in the message; -1 without one of 20 bytes. */
    int integrityPosition() {
        Attribute attribute = find(StunAttribute.MESSAGE_INTEGRITY);
        return attribute == null || attribute.length != MessageIntegrity.LENGTH
                ? -1
                : attribute.start - offset;
    }

    /** The whole message, from position 0. */
    ByteBuffer bytes() {
        return ByteBuffer.wrap(bytes, offset, length).slice();
    }

    private @Nullable String text(int type) {
        Attribute attribute = find(type);
        return attribute == null
                ? null
                : new String(bytes, attribute.start, attribute.length, StandardCharsets.UTF_8);
    }

    private ByteBuffer value(Attribute attribute) {
        return ByteBuffer.wrap(bytes, attribute.start, attribute.length);
    }

    /** Of several of one type only the first counts (RFC 8489 14). */
    private @Nullable Attribute find(int type) {
        for (Attribute attribute : attributes) {
            if (attribute.type == type) {
                return attribute;
            }
        }
        return null;
    }
}
