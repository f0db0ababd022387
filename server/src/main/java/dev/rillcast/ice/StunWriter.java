package dev.rillcast.ice;

import static dev.rillcast.ice.StunHeader.padded;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Writes one STUN message, attribute by attribute; MESSAGE-INTEGRITY comes last but one and
 * FINGERPRINT last (RFC 8489 14.5 and 14.7).
 */
final class StunWriter {
    /** Nothing that we write comes near it. */
    private static final int CAPACITY = 1024;

    private final ByteBuffer buffer = ByteBuffer.allocate(CAPACITY);

    StunWriter(int type, byte[] transactionId) {
        if (transactionId.length != StunHeader.TRANSACTION_ID_LENGTH) {
            throw new IllegalArgumentException("a transaction id has 12 bytes");
        }
        buffer.putShort((short) type);
        buffer.putShort((short) 0);
        buffer.putInt(StunHeader.MAGIC_COOKIE);
        buffer.put(transactionId);
    }

    StunWriter attribute(int type, byte... value) {
        buffer.putShort((short) type);
        buffer.putShort((short) value.length);
        buffer.put(value);
        buffer.put(new byte[padded(value.length) - value.length]);
        buffer.putShort(StunHeader.LENGTH_OFFSET, (short) (buffer.position() - StunHeader.LENGTH));
        return this;
    }

    StunWriter username(String username) {
        return attribute(StunAttribute.USERNAME, username.getBytes(StandardCharsets.UTF_8));
    }

    /** RFC 8489 14.2: port and address added to the cookie, and with IPv6 the transaction id. */
    StunWriter xorMappedAddress(InetSocketAddress address) {
        byte[] raw = address.getAddress().getAddress();
        ByteBuffer value = ByteBuffer.allocate(4 + raw.length);
        value.putShort((short) (raw.length == 4 ? 1 : 2));
        value.putShort((short) (address.getPort() ^ StunHeader.MAGIC_COOKIE >>> 16));
        for (int i = 0; i < raw.length; i++) {
            value.put((byte) (raw[i] ^ buffer.get(StunHeader.COOKIE_OFFSET + i)));
        }
        return attribute(StunAttribute.XOR_MAPPED_ADDRESS, value.array());
    }

    /** RFC 8489 14.8: the hundreds in three bits, then the rest, then the reason. */
    StunWriter errorCode(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        ByteBuffer value = ByteBuffer.allocate(4 + text.length);
        value.putShort((short) 0).put((byte) (code / 100)).put((byte) (code % 100)).put(text);
        return attribute(StunAttribute.ERROR_CODE, value.array());
    }

    StunWriter unknownAttributes(int... types) {
        ByteBuffer value = ByteBuffer.allocate(2 * types.length);
        for (int type : types) {
            value.putShort((short) type);
        }
        return attribute(StunAttribute.UNKNOWN_ATTRIBUTES, value.array());
    }

    /** Seals the message with MESSAGE-INTEGRITY and FINGERPRINT. */
    byte[] finish(MessageIntegrity integrity) {
        byte[] hmac = integrity.compute(buffer, buffer.position());
        attribute(StunAttribute.MESSAGE_INTEGRITY, hmac);
        int end = buffer.position();
        attribute(StunAttribute.FINGERPRINT, new byte[4]);
        CRC32 crc = new CRC32();
        crc.update(buffer.array(), 0, end);
        buffer.putInt(
                end + StunHeader.ATTRIBUTE_HEADER_LENGTH,
                (int) crc.getValue() ^ StunMessage.FINGERPRINT_XOR);
        return Arrays.copyOf(buffer.array(), buffer.position());
    }
}
