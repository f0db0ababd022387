package dev.rillcast.ice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StunMessageTest {
    private static final String HEADER = "2112a442b7e7a701bc34d686fa87dfae";
    private static final byte[] ID = HexFormat.of().parseHex("b7e7a701bc34d686fa87dfae");
    private static final MessageIntegrity KEY = new MessageIntegrity("a".repeat(22));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0001",
                "00010000" + "2112a443" + "b7e7a701bc34d686fa87dfae",
                "80010000" + HEADER,
                "00010004" + HEADER,
                "00010000" + HEADER + "00000000",
                "00010002" + HEADER + "0000",
                "00010004" + HEADER + "00060001",
                "00010004" + HEADER + "0006ffff",
                "00010008" + HEADER + "0006000541424344",
                "0001000c" + HEADER + "8028000400000000" + "00250000"
            })
    void whatIsNotOneWholeMessageIsRefused(String digits) {
        assertNull(parse(bytes(digits)));
    }

    @Test
    void whatTheWriterWritesTheParserReads() {
        for (String address : new String[] {"203.0.113.9", "2001:db8::9"}) {
            InetSocketAddress mapped = new InetSocketAddress(address, 54321);
            byte[] bytes =
                    new StunWriter(StunMessage.BINDING_SUCCESS, ID)
                            .xorMappedAddress(mapped)
                            .finish(KEY);
            StunMessage message = Objects.requireNonNull(parse(bytes));
            assertEquals(StunMessage.BINDING_SUCCESS, message.type());
            assertArrayEquals(ID, message.transactionId());
            assertEquals(mapped, message.xorMappedAddress());
            assertTrue(message.hasValidFingerprint());
            assertTrue(KEY.verify(message));
        }
    }

    @Test
    void anErrorHasACodeAndNamesTheUnknownTypes() {
        byte[] bytes =
                new StunWriter(StunMessage.BINDING_ERROR, ID)
                        .errorCode(420, "Unknown Attribute")
                        .unknownAttributes(0x7001, 0x7002)
                        .finish(KEY);
        assertEquals(
                "00090015"
                        + "00000414"
                        + "556e6b6e6f776e20417474726962757465000000"
                        + "000a0004"
                        + "70017002",
                HexFormat.of().formatHex(bytes, 20, 20 + 28 + 8));
        assertEquals(OptionalInt.of(420), Objects.requireNonNull(parse(bytes)).errorCode());
    }

    @Test
    void anotherByteAnywhereIsNoticed() {
        byte[] good = bytes(Rfc5769Test.REQUEST);
        MessageIntegrity integrity = new MessageIntegrity(Rfc5769Test.PASSWORD);
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 0x01;
            StunMessage message = parse(bad);
            assertTrue(
                    message == null || !message.hasValidFingerprint() || !integrity.verify(message),
                    "byte " + i);
        }
    }

    @Test
    void attributesBehindTheIntegrityAreIgnored() {
        byte[] sealed =
                new StunWriter(StunMessage.BINDING_REQUEST, ID).username("abcd:efgh").finish(KEY);
        ByteBuffer longer = ByteBuffer.allocate(sealed.length + 4);
        longer.put(sealed, 0, sealed.length - 8);
        longer.putShort((short) StunAttribute.USE_CANDIDATE).putShort((short) 0);
        longer.put(sealed, sealed.length - 8, 8);
        longer.putShort(2, (short) (longer.capacity() - 20));
        StunMessage message = Objects.requireNonNull(parse(longer.array()));
        assertFalse(message.nominates());
        assertTrue(KEY.verify(message));
    }

    @Test
    void aMessageMayStandAnywhereInTheArray() {
        byte[] request = bytes(Rfc5769Test.REQUEST);
        byte[] array = new byte[request.length + 11];
        Arrays.fill(array, (byte) 0xee);
        System.arraycopy(request, 0, array, 7, request.length);
        StunMessage message = Objects.requireNonNull(StunMessage.parse(array, 7, request.length));
        assertEquals("evtj:h6vY", message.username());
        assertTrue(message.hasValidFingerprint());
        assertTrue(new MessageIntegrity(Rfc5769Test.PASSWORD).verify(message));
        assertEquals("evtj", StunMessage.localUfrag(array, 7, request.length));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00010000" + HEADER,
                "0101000c" + HEADER + "00060005613a6263" + "64000000",
                "00010008" + HEADER + "0006000461626364",
                "00010008" + HEADER + "00060009613a6263",
                "00010008" + HEADER + "80220009613a6263",
                "00010004" + HEADER + "00060000"
            })
    void withoutALocalUfragThereIsNone(String digits) {
        byte[] bytes = bytes(digits);
        assertNull(StunMessage.localUfrag(bytes, 0, bytes.length));
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] request = bytes(Rfc5769Test.REQUEST);
        for (int length = 0; length < request.length; length++) {
            byte[] cut = Arrays.copyOf(request, length);
            assertNull(parse(cut));
            assertNull(StunMessage.localUfrag(cut, 0, length));
            if (length >= 20) {
                ByteBuffer.wrap(cut).putShort(2, (short) (length - 20));
                touchEverything(cut);
            }
        }
    }

    @Test
    void randomBytesDoNoHarm() {
        Random random = new Random(5);
        int parsed = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[20 + 4 * random.nextInt(12)];
            random.nextBytes(bytes);
            ByteBuffer.wrap(bytes)
                    .putShort(0, (short) StunMessage.BINDING_REQUEST)
                    .putShort(2, (short) (bytes.length - 20))
                    .putInt(4, StunHeader.MAGIC_COOKIE);
            for (int at = 20; at < bytes.length; at += 4 * (1 + random.nextInt(4))) {
                bytes[at] = (byte) (random.nextBoolean() ? 0x80 : 0);
                bytes[at + 1] = (byte) random.nextInt(0x30);
                bytes[at + 2] = 0;
                bytes[at + 3] = (byte) random.nextInt(13);
            }
            parsed += touchEverything(bytes) ? 1 : 0;
        }
        assertTrue(parsed > 1_000, "only " + parsed + " got through the parser");
    }

    private static boolean touchEverything(byte[] bytes) {
        StunMessage.localUfrag(bytes, 0, bytes.length);
        StunMessage message = parse(bytes);
        if (message == null) {
            return false;
        }
        message.username();
        message.software();
        message.priority();
        message.errorCode();
        message.xorMappedAddress();
        message.hasValidFingerprint();
        assertNotNull(message.unknownRequired());
        KEY.verify(message);
        return true;
    }

    private static @Nullable StunMessage parse(byte[] bytes) {
        return StunMessage.parse(bytes, 0, bytes.length);
    }

    private static byte[] bytes(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
