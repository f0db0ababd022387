package dev.rillcast.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a receiver takes and refuses, with either profile. */
@ParameterizedClass
@EnumSource(ProtectionProfile.class)
class SrtpTest {
    /** Where packets begin in the arrays of these tests; behind it 0x55 must stay. */
    private static final int OFFSET = 3;

    private static final String RTP = "8060%04x0000000a%08xcafebabe0102030405";
    private static final String RTCP = "80c90001%08x81ca0002%1$08x010170";

    private final ProtectionProfile profile;

    SrtpTest(ProtectionProfile profile) {
        this.profile = profile;
    }

    private SrtpSender sender() {
        return new SrtpSender(profile, key(), salt());
    }

    private SrtpReceiver receiver() {
        return new SrtpReceiver(profile, key(), salt());
    }

    private byte[] key() {
        return filled(profile.keyLength(), 1);
    }

    private byte[] salt() {
        return filled(profile.saltLength(), 100);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "806000010000000a11223344",
                "806000010000000a11223344cafe",
                "826000010000000a1122334400000001000000020102030405",
                "906000010000000a11223344bede000110aa00000102030405",
                "916000010000000a1122334400000001bede0000" + "01"
            })
    void whatWasProtectedComesBack(String rtp) {
        byte[] packet = sealed(sender(), rtp);
        int sealedLength = lengthOf(rtp) + profile.tagLength();
        byte[] clear = new byte[sealedLength];
        int length = receiver().unprotectRtp(packet, OFFSET, sealedLength, clear);
        assertEquals(rtp, HexFormat.of().formatHex(clear, 0, length));
        assertEquals(0x55, packet[OFFSET + lengthOf(rtp) + profile.tagLength()]);
    }

    @ParameterizedTest
    @CsvSource({"80c9000111223344", "80c900011122334481ca00021122334401017000"})
    void whatWasProtectedComesBackAsRtcp(String rtcp) {
        byte[] packet = sealedRtcp(sender(), rtcp);
        int sealedLength = lengthOf(rtcp) + profile.tagLength() + 4;
        int length = receiver().unprotectRtcp(packet, OFFSET, sealedLength);
        assertEquals(rtcp, hex(packet, length));
        assertEquals(0x55, packet[OFFSET + sealedLength]);
    }

    @Test
    void theRollOverCounterFollowsTheSequenceNumber() {
        SrtpSender sender = sender();
        SrtpReceiver receiver = receiver();
        for (int i = 65_000; i < 65_536 * 2 + 1_000; i += 400) {
            byte[] packet = sealed(sender, RTP.formatted(i & 0xffff, 1));
            assertEquals(21, open(receiver, packet), "packet " + i);
        }
    }

    @Test
    void packetsAroundTheWrapMayComeInAnyOrder() {
        SrtpSender sender = sender();
        List<byte[]> packets = new ArrayList<>();
        for (int i = 65_500; i < 65_600; i++) {
            packets.add(sealed(sender, RTP.formatted(i & 0xffff, 1)));
        }
        SrtpReceiver receiver = receiver();
        assertEquals(21, open(receiver, packets.get(0)));
        List<byte[]> rest = new ArrayList<>(packets.subList(1, packets.size()));
        Collections.shuffle(rest, new Random(7));
        for (byte[] packet : rest) {
            assertEquals(21, open(receiver, packet));
        }
    }

    @Test
    void aPacketFromBeforeTheFirstIsRefused() {
        SrtpReceiver receiver = receiver();
        assertEquals(21, open(receiver, sealed(sender(), RTP.formatted(3, 1))));
        assertEquals(
                SrtpReceiver.REPLAYED, open(receiver, sealed(sender(), RTP.formatted(65_535, 1))));
        assertEquals(21, open(receiver, sealed(sender(), RTP.formatted(2, 1))));
    }

    @Test
    void aPacketIsTakenOnceOnly() {
        byte[] packet = sealed(sender(), RTP.formatted(7, 1));
        SrtpReceiver receiver = receiver();
        assertEquals(21, open(receiver, packet.clone()));
        assertEquals(SrtpReceiver.REPLAYED, open(receiver, packet.clone()));

        byte[] report = sealedRtcp(sender(), RTCP.formatted(1));
        assertEquals(19, openRtcp(receiver, report.clone()));
        assertEquals(SrtpReceiver.REPLAYED, openRtcp(receiver, report.clone()));
    }

    @Test
    void aPacketMayBeLateByAThousand() {
        SrtpSender sender = sender();
        byte[] late = sealed(sender, RTP.formatted(100, 1));
        byte[] tooLate = sealed(sender, RTP.formatted(99, 1));
        byte[] last = sealed(sender, RTP.formatted(100 + ReplayWindow.SIZE - 1, 1));
        SrtpReceiver receiver = receiver();
        assertEquals(21, open(receiver, last));
        assertEquals(21, open(receiver, late.clone()));
        assertEquals(SrtpReceiver.REPLAYED, open(receiver, late));
        assertEquals(SrtpReceiver.REPLAYED, open(receiver, tooLate));
    }

    @Test
    void aForgedPacketChangesNothing() {
        byte[] good = sealed(sender(), RTP.formatted(7, 1));
        SrtpReceiver receiver = receiver();
        for (int at = 0; at < 21 + profile.tagLength(); at++) {
            byte[] forged = good.clone();
            forged[OFFSET + at] ^= 0x04;
            assertEquals(-1, open(receiver, forged), "byte " + at);
        }
        assertEquals(21, open(receiver, good));
    }

    @Test
    void aForgedReportChangesNothing() {
        byte[] good = sealedRtcp(sender(), RTCP.formatted(1));
        SrtpReceiver receiver = receiver();
        for (int at = 0; at < 19 + 4 + profile.tagLength(); at++) {
            byte[] forged = good.clone();
            forged[OFFSET + at] ^= (byte) 0x80;
            assertEquals(-1, openRtcp(receiver, forged), "byte " + at);
        }
        assertEquals(19, openRtcp(receiver, good));
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] rtp = sealed(sender(), "926000010000000a112233440000000100000002bede000110aa000005");
        byte[] rtcp = sealedRtcp(sender(), RTCP.formatted(1));
        SrtpReceiver receiver = receiver();
        for (int length = 0; length < rtp.length - OFFSET - 1; length++) {
            byte[] cut = Arrays.copyOf(rtp, OFFSET + length);
            assertEquals(-1, receiver.unprotectRtp(cut, OFFSET, length, new byte[cut.length]));
        }
        for (int length = 0; length < rtcp.length - OFFSET - 1; length++) {
            byte[] cut = Arrays.copyOf(rtcp, OFFSET + length);
            assertEquals(-1, receiver.unprotectRtcp(cut, OFFSET, length));
        }
    }

    @Test
    void randomBytesAreRefused() {
        Random random = new Random(1);
        SrtpReceiver receiver = receiver();
        for (int i = 0; i < 5_000; i++) {
            byte[] packet = new byte[random.nextInt(80)];
            random.nextBytes(packet);
            int length = packet.length;
            assertEquals(-1, receiver.unprotectRtp(packet, 0, length, new byte[length]));
            assertEquals(-1, receiver.unprotectRtcp(packet, 0, length));
        }
    }

    @Test
    void oneSsrcTooManyIsRefusedAndTheOthersGoOn() {
        SrtpReceiver receiver = receiver();
        for (int ssrc = 0; ssrc < StreamTable.CAPACITY; ssrc++) {
            assertEquals(21, open(receiver, sealed(sender(), RTP.formatted(1, ssrc))));
        }
        assertEquals(-1, open(receiver, sealed(sender(), RTP.formatted(1, 1000))));
        assertEquals(21, open(receiver, sealed(sender(), RTP.formatted(2, 5))));
    }

    @Test
    void aReportThatWasNotEncipheredIsStillAuthenticated() {
        Transform transform = profile.transform(key(), salt(), KeyDerivation.Protocol.RTCP);
        byte[] packet = padded(RTCP.formatted(1), 4 + profile.tagLength());
        int end = OFFSET + 19;
        BigEndian.writeInt(packet, transform.indexOffset(end), 5);
        transform.sealRtcp(packet, OFFSET, end, end, 5);
        byte[] forged = packet.clone();
        forged[OFFSET + 10] ^= 1;

        SrtpReceiver receiver = receiver();
        assertEquals(-1, openRtcp(receiver, forged));
        assertEquals(19, openRtcp(receiver, packet));
        assertEquals(RTCP.formatted(1), hex(packet, 19));
    }

    @Test
    void keysOfTheWrongLengthAreNamed() {
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new SrtpReceiver(profile, new byte[5], salt()));
        assertEquals(
                "%s takes a key of 16 and a salt of %d bytes, not 5 and %2$d"
                        .formatted(profile, profile.saltLength()),
                e.getMessage());
    }

    @Test
    void nothingButRtpIsSealed() {
        SrtpSender sender = sender();
        byte[] stun = new byte[60];
        assertThrows(IllegalArgumentException.class, () -> sender.protectRtp(stun, 0, 20));
        assertThrows(IllegalArgumentException.class, () -> sender.protectRtcp(stun, 0, 20));
    }

    @Test
    void sealingAgainGivesTheSameBytes() {
        SrtpSender sender = sender();
        byte[] first = sealed(sender, RTP.formatted(9, 1));
        sealed(sender, RTP.formatted(10, 1));
        assertArrayEquals(first, sealed(sender, RTP.formatted(9, 1)));
    }

    private int open(SrtpReceiver receiver, byte[] packet) {
        return receiver.unprotectRtp(
                packet, OFFSET, 21 + profile.tagLength(), new byte[packet.length]);
    }

    private int openRtcp(SrtpReceiver receiver, byte[] packet) {
        return receiver.unprotectRtcp(packet, OFFSET, 19 + 4 + profile.tagLength());
    }

    private byte[] sealed(SrtpSender sender, String rtp) {
        byte[] packet = padded(rtp, profile.tagLength());
        assertEquals(
                lengthOf(rtp) + profile.tagLength(),
                sender.protectRtp(packet, OFFSET, lengthOf(rtp)));
        return packet;
    }

    private byte[] sealedRtcp(SrtpSender sender, String rtcp) {
        byte[] packet = padded(rtcp, profile.tagLength() + 4);
        assertEquals(
                lengthOf(rtcp) + profile.tagLength() + 4,
                sender.protectRtcp(packet, OFFSET, lengthOf(rtcp)));
        return packet;
    }

    /** The bytes at OFFSET, then room for the trailer and one byte more. */
    private static byte[] padded(String digits, int room) {
        byte[] packet = new byte[OFFSET + lengthOf(digits) + room + 1];
        Arrays.fill(packet, (byte) 0x55);
        byte[] plain = HexFormat.of().parseHex(digits);
        System.arraycopy(plain, 0, packet, OFFSET, plain.length);
        return packet;
    }

    private static int lengthOf(String digits) {
        return digits.length() / 2;
    }

    private static String hex(byte[] packet, int length) {
        return HexFormat.of().formatHex(packet, OFFSET, OFFSET + length);
    }

    private static byte[] filled(int length, int first) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (first + i);
        }
        return bytes;
    }
}
