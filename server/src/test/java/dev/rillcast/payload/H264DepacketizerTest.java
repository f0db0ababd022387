package dev.rillcast.payload;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Frame;
import dev.rillcast.rtp.Bytes;
import dev.rillcast.rtp.Hex;
import dev.rillcast.rtp.Packets;
import dev.rillcast.rtp.RtpPacket;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class H264DepacketizerTest {
    private static final String SPS = "67 42e01f aa";
    private static final String PPS = "68 ce3c80";
    private static final String SETS = "78 0005" + SPS + "0004" + PPS;
    private static final String IDR = "65 88 8421";
    private static final String SLICE = "41 9a 0102";
    private static final String SETS_OUT = "00000005" + SPS + "00000004" + PPS;
    private static final String IDR_OUT = "00000004" + IDR;
    private static final String SLICE_OUT = "00000004" + SLICE;

    private final H264Depacketizer depacketizer = new H264Depacketizer();
    private int sequence;

    @Test
    void parameterSetsInAStapAAndAKeyPictureMakeOneFrame() {
        assertNull(push(1, false, SETS));
        assertFrame(SETS_OUT + IDR_OUT, true, push(1, true, IDR));
        assertFrame(SLICE_OUT, false, push(2, true, SLICE));
    }

    @Test
    void singleNalUnitsOfOneTimeStampMakeOneFrame() { // packetization mode 0
        assertNull(push(1, false, SPS));
        assertNull(push(1, false, PPS));
        assertNull(push(1, false, IDR));
        assertFrame(SETS_OUT + IDR_OUT + "00000003 65 1111", true, push(1, true, "65 1111"));
    }

    @Test
    void fragmentsAreJoinedUnderTheirOwnHeader() {
        push(1, false, SETS);
        assertNull(push(1, false, "7c 85 8800"));
        assertNull(push(1, false, "7c 05 1122"));
        assertNull(push(1, false, "7c 05")); // a fragment may be empty (5.8)
        assertFrame(SETS_OUT + "00000006 65 88001122 33", true, push(1, true, "7c 45 33"));
    }

    @Test
    void aFrameHasTheTimeAndTheArrivalOfItsLastPacket() {
        push(77, false, SETS);
        Frame frame = requireNonNull(push(77, true, IDR));
        assertEquals(77, frame.timestamp());
        assertEquals(2, frame.arrival());
    }

    @Test
    void withoutMarkersTheNextTimeStampEndsAFrame() {
        push(1, false, SETS);
        push(1, false, IDR);
        Frame key = requireNonNull(push(2, false, SLICE));
        assertFrame(SETS_OUT + IDR_OUT, true, key);
        assertEquals(2, key.arrival());
        assertFrame(SLICE_OUT, false, push(3, false, SLICE));
    }

    @Test
    void noFrameIsSkippedWhereAMarkerComesAfterOneIsMissing() {
        push(1, false, SETS);
        push(1, false, IDR);
        assertFrame(SETS_OUT + IDR_OUT, true, push(2, true, SLICE));
        assertFrame(SLICE_OUT, false, push(3, true, "41 9a 03"));
        assertFrame("00000003 41 9a 03", false, push(4, false, SLICE));
        assertNull(push(4, false, "41 22"));
        assertFrame(SLICE_OUT + "00000002 41 22 00000002 41 23", false, push(4, true, "41 23"));
    }

    @Test
    void nothingIsGivenOutBeforeTheFirstKeyFrame() {
        assertTrue(depacketizer.needsKeyFrame());
        assertNull(push(1, true, SLICE));
        pushKeyFrame(2);
        assertFalse(depacketizer.needsKeyFrame());
    }

    @Test
    void aKeyPictureWithoutParameterSetsIsNoStart() {
        assertNull(push(1, true, IDR));
        assertNull(push(2, false, SPS));
        assertNull(push(2, true, IDR));
        assertTrue(depacketizer.needsKeyFrame());
        pushKeyFrame(3);
        assertFrame(IDR_OUT, true, push(4, true, IDR)); // they hold until others come
    }

    @Test
    void parameterSetsUnderTheirOwnMarkerJoinTheNextPicture() {
        assertNull(push(1, true, SPS));
        assertNull(push(1, true, PPS));
        assertFrame(SETS_OUT + IDR_OUT, true, push(2, true, IDR));
    }

    @Test
    void parameterSetsAloneLetNoPictureOutThatIsNoKey() {
        assertNull(push(1, false, SETS));
        assertNull(push(1, true, SLICE));
        assertNull(push(2, true, IDR)); // nobody was given them
        assertTrue(depacketizer.needsKeyFrame());
    }

    @Test
    void aFrameWithAHoleEndsEverythingUntilTheNextKeyFrame() {
        pushKeyFrame(1);
        push(2, false, "5c 81 9a00");
        sequence++; // the middle
        push(2, false, "5c 01 22", true);
        assertNull(push(2, true, "5c 41 33"));
        assertTrue(depacketizer.needsKeyFrame());
        assertNull(push(3, true, SLICE));
        pushKeyFrame(4);
    }

    @Test
    void aLostMarkerEndsEverythingToo() {
        pushKeyFrame(1);
        push(2, false, "5c 81 9a00");
        assertNull(push(3, true, SLICE, true));
        pushKeyFrame(4);
    }

    @Test
    void aLossBetweenFramesMayHaveBeenAFrame() {
        pushKeyFrame(1);
        assertNull(push(3, true, SLICE, true));
        pushKeyFrame(4);
    }

    @Test
    void aKeyPictureRightAfterALossNeedsItsOwnParameterSets() {
        pushKeyFrame(1);
        assertNull(push(2, true, IDR, true)); // other ones may be among what was lost
        assertFrame(IDR_OUT, true, push(3, true, IDR));
        push(4, false, SLICE);
        assertNull(push(5, true, IDR, true));
        assertTrue(depacketizer.needsKeyFrame());
        push(6, false, SETS, true);
        assertFrame(SETS_OUT + IDR_OUT, true, push(6, true, IDR));
    }

    @Test
    void parameterSetsFromBeforeALossAreNotTakenForAKeyPictureBehindIt() {
        push(1, true, SETS);
        assertNull(push(2, true, IDR, true));
        assertTrue(depacketizer.needsKeyFrame());
    }

    @Test
    void aPictureWhoseFirstSliceIsMissingIsNotGivenOut() {
        pushKeyFrame(1);
        assertNull(push(2, true, "41 2233"));
        assertTrue(depacketizer.needsKeyFrame());
        pushKeyFrame(3);
        assertNull(push(4, true, "41"));
        assertTrue(depacketizer.needsKeyFrame());
    }

    @Test
    void paddingOnlyPacketsChangeNothing() {
        pushKeyFrame(1);
        assertNull(push(1, false, ""));
        push(2, false, "5c 81 9a00");
        assertNull(push(1, false, ""));
        assertFrame("00000004 41 9a00 33", false, push(2, true, "5c 41 33"));
    }

    @Test
    void aLossBeforePaddingStillCounts() {
        pushKeyFrame(1);
        assertNull(push(1, false, "", true));
        assertNull(push(2, true, SLICE));
        pushKeyFrame(3);
    }

    @Test
    void malformedPayloadsBreakTheirFrame() {
        assertBreaks("78"); // a STAP-A of nothing
        assertBreaks("78 0000" + SLICE);
        assertBreaks("78 0005" + SLICE);
        assertBreaks("78 ffff" + SLICE);
        assertBreaks("78 0004" + SLICE + "00");
        assertBreaks("78 0005 78 0002 4188"); // nested
        assertBreaks("5c");
        assertBreaks("5c 01 9a"); // never began
        assertBreaks("5c 41 9a");
        assertBreaks("5c 81 9a"); // never ends
        assertBreaks("5c dc 9a"); // a fragment of what is no NAL unit
        assertBreaks("5c c0 9a");
        assertBreaks("59 0000 0002 419a"); // STAP-B
        assertBreaks("5d 81 0000 9a"); // FU-B
        assertBreaks("c1 9a0102"); // the F bit
    }

    @Test
    void aNalUnitWithinAFragmentedOneBreaksTheFrame() {
        pushKeyFrame(1);
        push(2, false, "5c 81 9a");
        push(2, false, SLICE);
        assertNull(push(2, true, "5c 41 9a"));
        pushKeyFrame(3);
        push(4, false, "5c 81 9a");
        push(4, false, "5c 81 9a");
        assertNull(push(4, true, "5c 41 9a"));
    }

    @Test
    void anEndlessAccessUnitIsGivenUp() {
        pushKeyFrame(1);
        push(2, false, "5c 81 9a");
        String fragment = "5c 01" + "11".repeat(1_400);
        for (int i = 0; i < 3_100; i++) {
            assertNull(push(2, false, fragment));
        }
        assertNull(push(2, true, "5c 41 22"));
        pushKeyFrame(3);
    }

    @Test
    void randomPayloadsGiveOnlyWellFormedFrames() {
        Random random = new Random(4);
        byte[] types = {1, 5, 7, 8, 24, 28, 28, 28, 0, 31, 6};
        for (int i = 0; i < 200_000; i++) {
            byte[] payload = new byte[random.nextInt(24)];
            random.nextBytes(payload);
            if (payload.length > 4 && random.nextInt(10) > 0) {
                payload[0] = (byte) (0x60 | types[random.nextInt(types.length)]);
                payload[1] = (byte) ((payload[1] & 0xC0) | random.nextInt(9));
                payload[2] = (byte) random.nextInt(20);
            }
            RtpPacket packet =
                    Packets.of(i, i / (1 + random.nextInt(3)), random.nextBoolean(), i, payload);
            Packets.afterLoss(packet, random.nextInt(20) == 0);
            Frame frame = depacketizer.push(packet);
            if (frame != null) {
                assertWellFormed(frame);
            }
        }
    }

    static void assertWellFormed(Frame frame) {
        int at = frame.offset();
        int end = at + frame.length();
        assertTrue(at < end);
        while (at < end) {
            int size = Bytes.int32(frame.array(), at);
            assertTrue(size > 0 && size <= end - at - 4, "size " + size);
            int type = frame.array()[at + 4] & 0x9F;
            assertTrue(type > 0 && type < 24, "type " + type);
            at += 4 + size;
        }
    }

    private void assertBreaks(String hex) {
        pushKeyFrame(10);
        push(20, false, SLICE);
        assertNull(push(20, true, hex), hex);
        assertNull(push(30, true, SLICE), hex);
        assertTrue(depacketizer.needsKeyFrame(), hex);
    }

    private void pushKeyFrame(long time) {
        assertNull(push(time, false, SETS));
        assertFrame(SETS_OUT + IDR_OUT, true, push(time, true, IDR));
    }

    private @Nullable Frame push(long time, boolean marker, String hex) {
        return push(time, marker, hex, false);
    }

    private @Nullable Frame push(long time, boolean marker, String hex, boolean afterLoss) {
        sequence++;
        RtpPacket packet = Packets.of(sequence, time, marker, sequence, Hex.bytes(hex));
        Packets.afterLoss(packet, afterLoss);
        return depacketizer.push(packet);
    }

    private static void assertFrame(String hex, boolean key, @Nullable Frame frame) {
        requireNonNull(frame, "no frame");
        int end = frame.offset() + frame.length();
        assertEquals(Hex.plain(hex), Hex.text(frame.array(), frame.offset(), end));
        assertEquals(key, frame.key());
    }
}
