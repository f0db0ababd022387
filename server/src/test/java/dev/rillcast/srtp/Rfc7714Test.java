package dev.rillcast.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The vectors of RFC 7714 for AEAD_AES_128_GCM: section 16 (SRTP) and 17 (SRTCP). */
class Rfc7714Test {
    private static final byte[] RTP =
            hex(
                    "8040f17b8041f8d35501a0b2"
                            + "47616c6c696120657374206f6d6e697320646976697361"
                            + "20696e207061727465732074726573");
    private static final byte[] SRTP =
            hex(
                    "8040f17b8041f8d35501a0b2"
                            + "f24de3a3fb34de6cacba861c9d7e4bcabe633bd5"
                            + "0d294e6f42a5f47a51c7d19b36de3adf8833"
                            + "899d7f27beb16a9152cf765ee4390cce");
    private static final byte[] RTCP =
            hex(
                    "81c8000d4d617273"
                            + "4e5450314e545032525450200000042a0000e930"
                            + "4c756e61deadbeefdeadbeefdeadbeefdeadbeefdeadbeef");
    private static final byte[] SRTCP =
            hex(
                    "81c8000d4d617273"
                            + "63e94885dcdab67ca727d7662f6b7e997ff5c0f7"
                            + "6c06f32dc676a5f1730d6fda4ce09b4686303ded0bb9275b"
                            + "c84aa45896cf4d2fc5abf87245d9eade800005d4");
    private static final byte[] TAGGED_RTCP =
            hex(
                    "81c8000d4d617273"
                            + "4e5450314e545032525450200000042a0000e930"
                            + "4c756e61deadbeefdeadbeefdeadbeefdeadbeefdeadbeef"
                            + "841dd9683dd78ec92ae58790125f62b3000005d4");

    private final SrtpSender sender = new SrtpSender(transform(), transform(), 0x5d4);
    private final SrtpReceiver receiver = new SrtpReceiver(transform(), transform());

    @Test
    void section16EncryptRtp() {
        byte[] packet = Arrays.copyOf(RTP, SRTP.length);
        assertEquals(SRTP.length, sender.protectRtp(packet, 0, RTP.length));
        assertArrayEquals(SRTP, packet);
    }

    @Test
    void section16DecryptRtp() {
        byte[] clear = new byte[SRTP.length];
        assertEquals(RTP.length, receiver.unprotectRtp(SRTP, 0, SRTP.length, clear));
        assertArrayEquals(RTP, Arrays.copyOf(clear, RTP.length));
    }

    @Test
    void section17EncryptRtcp() {
        byte[] packet = Arrays.copyOf(RTCP, SRTCP.length);
        assertEquals(SRTCP.length, sender.protectRtcp(packet, 0, RTCP.length));
        assertArrayEquals(SRTCP, packet);
    }

    @Test
    void section17DecryptRtcp() {
        byte[] packet = SRTCP.clone();
        assertEquals(RTCP.length, receiver.unprotectRtcp(packet, 0, packet.length));
        assertArrayEquals(RTCP, Arrays.copyOf(packet, RTCP.length));
    }

    @Test
    void section17VerifyTaggedRtcp() {
        byte[] packet = TAGGED_RTCP.clone();
        assertEquals(RTCP.length, receiver.unprotectRtcp(packet, 0, packet.length));
        assertArrayEquals(RTCP, Arrays.copyOf(packet, RTCP.length));
    }

    private static Transform transform() {
        return new GcmTransform(
                hex("000102030405060708090a0b0c0d0e0f"), hex("517569642070726f2071756f"));
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
