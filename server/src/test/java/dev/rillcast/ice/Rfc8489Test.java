package dev.rillcast.ice;

import static dev.rillcast.ice.Checks.ID;
import static dev.rillcast.ice.Checks.KEY;
import static dev.rillcast.ice.Checks.SOURCE;
import static dev.rillcast.ice.Checks.answer;
import static dev.rillcast.ice.Checks.check;
import static dev.rillcast.ice.Checks.request;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of STUN that a server of ICE's checks is bound to, by section of RFC 8489. */
class Rfc8489Test {
    /** Two bytes of type, two of length, the cookie, the transaction's id. */
    private static final int HEADER = 20;

    private static final int FINGERPRINT = 8;
    private static final int INTEGRITY = 24;

    /** The message with other bytes in place of these, and its CRC-32 made right. */
    private static byte[] with(byte[] message, int at, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        byte[] changed = message.clone();
        System.arraycopy(bytes, 0, changed, at, bytes.length);
        CRC32 crc = new CRC32();
        crc.update(changed, 0, changed.length - FINGERPRINT);
        ByteBuffer.wrap(changed)
                .putInt(changed.length - 4, (int) crc.getValue() ^ StunMessage.FINGERPRINT_XOR);
        return changed;
    }

    /** With an attribute between MESSAGE-INTEGRITY and FINGERPRINT. */
    private static byte[] withBehindIntegrity(byte[] message, String hex) {
        int more = hex.length() / 2;
        byte[] longer = Arrays.copyOf(message, message.length + more);
        int at = message.length - FINGERPRINT;
        System.arraycopy(message, at, longer, at + more, FINGERPRINT);
        ByteBuffer.wrap(longer).putShort(2, (short) (longer.length - HEADER));
        return with(longer, at, hex);
    }

    @Test
    void section5TheFirstTwoBitsAreZeroAndTheCookieIsFixed() {
        byte[] request = request().finish(KEY);
        assertNotNull(check(request));
        for (String first : new String[] {"40", "80", "c0"}) {
            assertNull(check(with(request, 0, first)));
        }
        assertNull(check(with(request, 4, "2112a443")));
    }

    @Test
    void section5TheLengthIsOfWholeWordsAndWithoutTheHeader() {
        byte[] request = request().finish(KEY);
        int length = request.length - HEADER;
        for (int wrong : new int[] {length - 4, length + 4, length - 1, length + 1, 0}) {
            assertNull(check(with(request, 2, "%04x".formatted(wrong))));
        }
    }

    /** The class's two bits stand amid the method's twelve: Binding is 1, Allocate is 3. */
    @ParameterizedTest
    @CsvSource({"0011, an indication", "0101, a success", "0111, an error", "0003, Allocate"})
    void section5OnlyBindingRequestsAreAnswered(String type, String what) {
        byte[] other =
                new StunWriter(Integer.parseInt(type, 16), ID).username("LOCA:REMO").finish(KEY);
        assertNull(check(other), what);
    }

    @Test
    void section631TheAnswerHasTheRequestsMethodAndTransaction() {
        StunMessage answer = answer(request().finish(KEY));
        assertEquals(0x0101, answer.type());
        assertArrayEquals(ID, answer.transactionId());
    }

    /** A server that keeps nothing of a transaction answers each sending alike. */
    @Test
    void section631ARequestThatIsSentAgainIsAnsweredAlike() {
        IceLite agent = Checks.agent();
        byte[] request = request().finish(KEY);
        byte[] first = Objects.requireNonNull(check(agent, request, SOURCE)).response();
        for (int i = 0; i < 7; i++) { // Rc of section 6.2.1
            byte[] again = Objects.requireNonNull(check(agent, request, SOURCE)).response();
            assertArrayEquals(first, again);
        }
    }

    @Test
    void section63UnknownAttributesThatMustBeUnderstoodAreNamedWith420() {
        byte[] request = request().attribute(0x7001).attribute(0x0030, (byte) 1).finish(KEY);
        StunMessage answer = answer(request);
        assertEquals(0x0111, answer.type());
        assertEquals(OptionalInt.of(420), answer.errorCode());
        String hex = HexFormat.of().formatHex(Objects.requireNonNull(check(request)).response());
        assertTrue(hex.contains("000a0004" + "70010030"), hex);
    }

    /** MAPPED-ADDRESS, REALM, NONCE, SHA-256's integrity, PASSWORD-ALGORITHM, USERHASH. */
    @ParameterizedTest
    @ValueSource(ints = {0x0001, 0x0014, 0x0015, 0x001c, 0x001d, 0x001e, 0x0009, 0x0020})
    void section63KnownAttributesThatAreNotExpectedAreSkipped(int type) {
        assertEquals(0x0101, answer(request().attribute(type, new byte[32]).finish(KEY)).type());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 127, 128, 763})
    void section14AttributesOfAnyLengthThatNeedNotBeUnderstoodAreSkipped(int length) {
        byte[] request = request().attribute(0x8022, new byte[length]).finish(KEY); // SOFTWARE
        assertEquals(0x0101, answer(request).type());
    }

    @Test
    void section14PaddingMayBeAnything() {
        byte[] request = Checks.requestFrom("LOCA:REMO").finish(KEY);
        byte[] padded = request.clone();
        int padding = HEADER + 4 + 9;
        Arrays.fill(padded, padding, padding + 3, (byte) 0x20);
        byte[] hmac = KEY.compute(ByteBuffer.wrap(padded), HEADER + 16);
        padded = with(padded, HEADER + 16 + 4, HexFormat.of().formatHex(hmac));
        assertEquals(0x0101, answer(padded).type());
    }

    @Test
    void section14OfSeveralAttributesOfOneTypeTheFirstCounts() {
        StunWriter twice = Checks.requestFrom("LOCA:REMO").username("LOCA:XXXX");
        assertNotNull(check(twice.finish(KEY)));
        StunWriter wrongFirst = Checks.requestFrom("LOCA:XXXX").username("LOCA:REMO");
        assertNull(check(wrongFirst.finish(KEY)));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 32853, 0001a147e112a643", // RFC 5769 2.2
        "2001:db8:1234:5678:11:2233:4455:6677, 32853,"
                + " 0002a1470113a9fa1336557c0517253b4d5f6d7b",
    })
    void section142TheSourceIsTheMappedAddressAddedToTheCookieAndTheId(
            String address, int port, String value) {
        InetSocketAddress source = new InetSocketAddress(address, port);
        byte[] request = request().finish(KEY);
        IceCheck check = Objects.requireNonNull(check(Checks.agent(), request, source));
        byte[] bytes = check.response();
        StunMessage answer = Objects.requireNonNull(StunMessage.parse(bytes, 0, bytes.length));
        assertEquals(source, answer.xorMappedAddress());
        String hex = HexFormat.of().formatHex(bytes);
        assertTrue(hex.contains("0020%04x%s".formatted(value.length() / 2, value)), hex);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 508, 509, 763})
    void section143UserNamesOfAnyOtherLengthAreNotOurs(int length) {
        assertNull(check(Checks.requestFrom("x".repeat(length)).finish(KEY)));
    }

    @Test
    void section145TheLengthInTheHeaderIsTakenAsIfTheMessageEndedWithTheIntegrity() {
        byte[] request = request().finish(KEY);
        int at = request.length - FINGERPRINT - INTEGRITY;
        byte[] hmac = Arrays.copyOfRange(request, at + 4, at + INTEGRITY);
        ByteBuffer shorter = ByteBuffer.wrap(Arrays.copyOf(request, at + INTEGRITY));
        shorter.putShort(2, (short) (at + INTEGRITY - HEADER));
        assertArrayEquals(hmac, KEY.compute(shorter, at));
    }

    @Test
    void section145AnIntegrityOfAnotherLengthIsNone() {
        byte[] request = request().finish(KEY);
        int at = request.length - FINGERPRINT - INTEGRITY;
        assertNull(check(with(request, at + 2, "0013")));
        assertNull(check(with(request, at + 2, "0011")));
    }

    @Test
    void section145WhatFollowsTheIntegrityIsIgnored() {
        byte[] request = request().finish(KEY);
        byte[] nominating = withBehindIntegrity(request, "00250000");
        IceCheck check = Objects.requireNonNull(check(nominating));
        assertTrue(check.valid() && !check.nominated());
        assertEquals(0x0101, answer(withBehindIntegrity(request, "70010000")).type());
    }

    /** ICE keeps to SHA-1, and who offers both puts SHA-256 behind it (RFC 8445 7.1). */
    @Test
    void section146AnIntegrityOfSha256BesideThatOfSha1IsNoHindrance() {
        byte[] both = withBehindIntegrity(request().finish(KEY), "001c0020" + "ab".repeat(32));
        assertEquals(0x0101, answer(both).type());
    }

    @Test
    void section146AnIntegrityOfSha256AloneIsNone() {
        byte[] request = request().finish(KEY);
        assertNull(check(with(request, request.length - FINGERPRINT - INTEGRITY, "001c0014")));
    }

    @Test
    void section147TheFingerprintIsTheCrcOfAllBeforeItAndIsLast() {
        byte[] request = request().finish(KEY);
        byte[] wrong = request.clone();
        wrong[wrong.length - 1] ^= 1;
        assertNull(check(wrong));
        byte[] behind = Arrays.copyOf(request, request.length + 4);
        behind[request.length] = (byte) 0x80;
        ByteBuffer.wrap(behind).putShort(2, (short) (behind.length - HEADER));
        assertNull(check(behind));
    }
}
