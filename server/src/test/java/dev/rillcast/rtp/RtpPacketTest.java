package dev.rillcast.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtpPacketTest {
    /** Version 2, marker, type 96, number 0x1234, time 0x89ABCDEF, SSRC 0xCAFEBABE. */
    private static final String FIELDS = "e0 1234 89abcdef cafebabe";

    @Test
    void fieldsOfTheFixedHeaderAreRead() {
        RtpPacket packet = Packets.ofHex("80", FIELDS, "aabbcc");
        assertTrue(packet.marker());
        assertEquals(96, packet.payloadType());
        assertEquals(0x1234, packet.sequenceNumber());
        assertEquals(0x89ABCDEFL, packet.timestamp());
        assertEquals(0xCAFEBABE, packet.ssrc());
        assertEquals(12, packet.payloadOffset());
        assertEquals(3, packet.payloadLength());
    }

    @Test
    void contributingSourcesAreSkipped() {
        RtpPacket packet = Packets.ofHex("82", FIELDS, "00000001 00000002", "aa");
        assertEquals(20, packet.payloadOffset());
        assertEquals(1, packet.payloadLength());
        assertMalformed("82", FIELDS, "00000001 000000");
    }

    @Test
    void oneByteExtensionsAreFoundById() {
        RtpPacket packet =
                Packets.ofHex("90", FIELDS, "bede 0003", "10aa 00 31bbcc 00 22 010203 00", "ff");
        assertEquals(28, packet.payloadOffset());
        assertEquals(17, packet.extension(1, 1));
        assertEquals(20, packet.extension(3, 2));
        assertEquals(24, packet.extension(2, 3));
        assertEquals(-1, packet.extension(4, 1));
    }

    @Test
    void anExtensionShorterThanWantedIsNone() {
        RtpPacket packet = Packets.ofHex("90", FIELDS, "bede 0001", "30aa 0000");
        assertEquals(17, packet.extension(3, 1));
        assertEquals(-1, packet.extension(3, 2));
    }

    @Test
    void nothingBehindTheReservedIdIsRead() {
        RtpPacket packet = Packets.ofHex("90", FIELDS, "bede 0002", "10aa f0bb 31cc dd00");
        assertEquals(17, packet.extension(1, 1));
        assertEquals(-1, packet.extension(15, 1));
        assertEquals(-1, packet.extension(3, 2));
    }

    @Test
    void nothingBehindPaddingWithALengthIsRead() {
        RtpPacket packet = Packets.ofHex("90", FIELDS, "bede 0002", "10aa 01bb cc20 dd00");
        assertEquals(17, packet.extension(1, 1));
        assertEquals(-1, packet.extension(0, 1));
        assertEquals(-1, packet.extension(2, 1));
    }

    @Test
    void twoByteExtensionsAreFoundById() {
        // The low bits of the profile are the application's; an empty element has no data.
        RtpPacket packet =
                Packets.ofHex("90", FIELDS, "100f 0003", "0f00 00 ff02aabb 0301cc 00 00");
        assertEquals(16 + 2, packet.extension(15, 0));
        assertEquals(-1, packet.extension(15, 1));
        assertEquals(16 + 5, packet.extension(255, 2));
        assertEquals(16 + 9, packet.extension(3, 1));
    }

    @Test
    void elementsThatRunPastTheEndAreNone() {
        assertEquals(-1, Packets.ofHex("90", FIELDS, "bede 0001", "3faabbcc").extension(3, 1));
        assertEquals(-1, Packets.ofHex("90", FIELDS, "bede 0001", "0000 0031").extension(3, 1));
        assertEquals(-1, Packets.ofHex("90", FIELDS, "1000 0001", "0303aabb").extension(3, 1));
        assertEquals(-1, Packets.ofHex("90", FIELDS, "1000 0001", "00000003").extension(3, 1));
    }

    @Test
    void extensionsOfAnotherProfileAreSkipped() {
        RtpPacket packet = Packets.ofHex("90", FIELDS, "abcd 0001", "31aabb00", "cc");
        assertEquals(-1, packet.extension(3, 1));
        assertEquals(1, packet.payloadLength());
    }

    @Test
    void anExtensionPastTheEndOfThePacketIsMalformed() {
        assertMalformed("90", FIELDS, "bede 0002", "31aabb00");
        assertMalformed("90", FIELDS, "bede ffff");
        assertMalformed("90", FIELDS, "bede 00");
    }

    @Test
    void paddingIsCut() {
        assertEquals(2, Packets.ofHex("a0", FIELDS, "aabb 000003").payloadLength());
    }

    @Test
    void aPacketOfPaddingOnlyHasNoPayload() {
        assertEquals(0, Packets.ofHex("a0", FIELDS, "00000004").payloadLength());
    }

    @Test
    void paddingOfZeroOrOfMoreThanThePayloadIsMalformed() {
        assertMalformed("a0", FIELDS, "aabb00");
        assertMalformed("a0", FIELDS, "aabb04");
        assertMalformed("a0", FIELDS, "aabbff");
        assertMalformed("a0", "e0 1234 89abcdef cafeba01"); // would be a byte of the header
    }

    @Test
    void otherVersionsAreMalformed() {
        assertMalformed("00", FIELDS, "aa");
        assertMalformed("40", FIELDS, "aa");
        assertMalformed("c0", FIELDS, "aa");
    }

    @Test
    void everyCutIsEitherMalformedOrWithinItsBounds() {
        byte[] whole = Hex.bytes("b1", FIELDS, "00000001", "bede 0001 31aabb00", "aabbcc 000003");
        for (int length = 0; length < whole.length; length++) {
            readAll(new RtpPacket(), Arrays.copyOf(whole, length));
        }
    }

    @Test
    void anyBytesAreEitherMalformedOrWithinTheirBounds() {
        Random random = new Random(1);
        RtpPacket packet = new RtpPacket();
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && random.nextInt(8) > 0) {
                bytes[0] = (byte) (0x80 | (bytes[0] & 0x33));
            }
            if (bytes.length > 16 && random.nextBoolean()) {
                Bytes.put32(bytes, 12, random.nextBoolean() ? 0xBEDE0003 : 0x10000003);
            }
            readAll(packet, bytes);
        }
    }

    @Test
    void aLengthAboveTheCapacityIsMalformed() {
        RtpPacket packet = Packets.ofHex("80", FIELDS);
        assertFalse(packet.parse(RtpPacket.CAPACITY + 1, 0));
        assertTrue(packet.parse(RtpPacket.CAPACITY, 0));
    }

    private static void readAll(RtpPacket packet, byte[] bytes) {
        if (!Packets.parse(packet, bytes)) {
            return;
        }
        assertTrue(packet.payloadOffset() >= 12);
        assertTrue(packet.payloadLength() >= 0);
        assertTrue(packet.payloadOffset() + packet.payloadLength() <= bytes.length);
        for (int id = 0; id < 256; id++) {
            assertTrue(packet.extension(id, 2) + 2 <= bytes.length);
        }
    }

    private static void assertMalformed(String... hex) {
        assertFalse(Packets.parse(new RtpPacket(), Hex.bytes(hex)));
    }
}
