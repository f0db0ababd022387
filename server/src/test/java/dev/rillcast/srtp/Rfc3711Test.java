package dev.rillcast.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rillcast.srtp.KeyDerivation.Protocol;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The vectors of RFC 3711, appendix B. */
class Rfc3711Test {
    private static final byte[] MASTER_KEY = hex("E1F97A0D3E018BE0D64FA32C06DE4139");
    private static final byte[] MASTER_SALT = hex("0EC675AD498AFEEBB6960B3AABE6");

    @Test
    void b2KeyStreamOfAesCounterMode() {
        Transform transform =
                new CounterModeTransform(
                        hex("2B7E151628AED2A6ABF7158809CF4F3C"),
                        hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD"),
                        new byte[20]);
        int body = RtpHeader.FIXED_LENGTH;
        int blocks = 0xff02;
        byte[] packet = new byte[body + 16 * blocks + transform.tagLength()];

        transform.sealRtp(packet, 0, body, body + 16 * blocks, 0);

        assertEquals("E03EAD0935C95E80E166B16DD92B4EB4", block(packet, 0));
        assertEquals("D23513162B02D0F72A43A2FE4A5F97AB", block(packet, 1));
        assertEquals("41E95B3BB0A2E8DD477901E4FCA894C0", block(packet, 2));
        assertEquals("EC8CDF7398607CB0F2D21675EA9EA1E4", block(packet, 0xfeff));
        assertEquals("362B7C3C6773516318A077D7FC5073AE", block(packet, 0xff00));
        assertEquals("6A2CC3787889374FBEB4C81B17BA6C44", block(packet, 0xff01));
    }

    @Test
    void b3KeyDerivation() {
        KeyDerivation derivation = new KeyDerivation(MASTER_KEY, MASTER_SALT);

        assertArrayEquals(
                hex("C61E7A93744F39EE10734AFE3FF7A087"),
                derivation.encryptionKey(Protocol.RTP, 16));
        assertArrayEquals(hex("30CBBC08863D8C85D49DB34A9AE1"), derivation.salt(Protocol.RTP, 14));
        assertArrayEquals(
                hex("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4"),
                derivation.authenticationKey(Protocol.RTP));
        assertArrayEquals(
                hex(
                        "CEBE321F6FF7716B6FD4AB49AF256A156D38BAA48F0A0ACF3C34E2359E6CDBCE"
                                + "E049646C43D9327AD175578EF72270986371C10C9A369AC2F94A8C5FBCDDDC25"
                                + "6D6E919A48B610EF17C2041E474035766B68642C59BBFC2F34DB60DBDFB2"),
                derivation.derive(1, 94));
    }

    /** The RFC has no packet; this one under the keys of B.3 is what other libraries agree on. */
    @Test
    void wholePacketsUnderTheKeysOfB3() {
        SrtpSender sender =
                new SrtpSender(
                        profile().transform(MASTER_KEY, MASTER_SALT, Protocol.RTP),
                        profile().transform(MASTER_KEY, MASTER_SALT, Protocol.RTCP),
                        1);
        byte[] rtp = hex("800F1234DECAFBADCAFEBABE" + "AB".repeat(16));
        byte[] packet = Arrays.copyOf(rtp, rtp.length + 10);
        assertEquals(packet.length, sender.protectRtp(packet, 0, rtp.length));
        assertArrayEquals(
                hex(
                        "800F1234DECAFBADCAFEBABE"
                                + "4E55DC4CE79978D88CA4D215949D2402B78D6ACC99EA179B8DBB"),
                packet);

        byte[] rtcp = hex("81C8000BCAFEBABE" + "AB".repeat(16));
        packet = Arrays.copyOf(rtcp, rtcp.length + 14);
        assertEquals(packet.length, sender.protectRtcp(packet, 0, rtcp.length));
        assertArrayEquals(
                hex(
                        "81C8000BCAFEBABE7128035BE487B9BDBEF89041F977A5A8"
                                + "80000001993E08CD54D6C1230798"),
                packet);
    }

    private static ProtectionProfile profile() {
        return ProtectionProfile.AES128_CM_HMAC_SHA1_80;
    }

    private static String block(byte[] packet, int number) {
        int from = RtpHeader.FIXED_LENGTH + 16 * number;
        return HexFormat.of().withUpperCase().formatHex(packet, from, from + 16);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
