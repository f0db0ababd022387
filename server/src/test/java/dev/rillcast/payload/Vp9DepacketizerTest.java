package dev.rillcast.payload;

import static dev.rillcast.payload.PacketFeed.assertFrame;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.rtp.Packets;
import dev.rillcast.rtp.RtpPacket;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Vp9DepacketizerTest {
    /** The beginning of a key frame of profile 0: marker, profile, type, sync code. */
    private static final String KEY = "82 498342 11";

    private static final String INTER = "86 22";

    private final PacketFeed feed = new PacketFeed(new Vp9Depacketizer());

    @Test
    void aFrameInOnePacketIsGivenOutWithoutItsDescriptor() {
        assertFrame(KEY, true, feed.pushLast(1, "0c" + KEY));
        assertFrame(INTER, false, feed.pushLast(2, "4c" + INTER));
    }

    @Test
    void everyFormOfTheDescriptorIsSkipped() { // RFC 9628 4.2
        feed.pushLast(1, "0c" + KEY);
        String[] descriptors = {
            "4c",
            "cc 11", // picture ID in 7 bits
            "cc 8011", // in 15
            "6c 00 07", // layer indices and TL0PICIDX
            "ec 8011 30 07", // temporal layer 1
            "dc 11 02", // flexible: one reference
            "dc 8011 03 05 06", // three
            "fc 8011 30 03 04", // flexible, so without TL0PICIDX
            "0e 00", // a structure of nothing
            "0e 10 0140 00b4", // one layer's size
            "0e 30 0140 00b4 0280 0168", // two layers'
            "0e 08 00", // a group of no pictures
            "0e 08 03 04 01 34 02 18 01 02", // three pictures with 1, 1 and 2 references
            "2e 00 07 18 0140 00b4 01 04 01"
        };
        for (String descriptor : descriptors) {
            assertFrame(INTER, false, feed.pushLast(2, descriptor + INTER));
        }
    }

    @Test
    void nonFlexibleModeHasItsStructureWithTheKeyFrame() {
        assertFrame(KEY, true, feed.pushLast(1, "ae 8e12 00 5a 18 0280 01e0 01 04 01" + KEY));
        assertFrame(INTER, false, feed.pushLast(2, "ec 8e13 40 5a" + INTER)); // temporal layer 2
        assertFrame(
                INTER, false, feed.pushLast(3, "ec 8e14 30 5a" + INTER)); // 1, a switching point
        assertNull(feed.push(4, "e8 8e15 00 5b" + INTER));
        assertNull(feed.push(4, "e0 8e15 00 5b 33")); // each piece has the descriptor
        assertFrame(INTER + "33 44", false, feed.pushLast(4, "e4 8e15 00 5b 44"));
    }

    @Test
    void flexibleModeHasReferencesInstead() {
        assertFrame(KEY, true, feed.pushLast(1, "9e 8e12 18 0280 01e0 01 04 01" + KEY));
        assertFrame(INTER, false, feed.pushLast(2, "dc 8e13 02" + INTER));
        assertFrame(INTER, false, feed.pushLast(3, "fc 8e14 20 03 04" + INTER));
        assertNull(feed.push(4, "d8 8e15 03 05 08" + INTER));
        assertFrame(INTER + "33", false, feed.pushLast(4, "d4 8e15 03 05 08 33"));
        assertFrame(INTER, false, feed.pushLast(5, "9d 8e16" + INTER)); // no reference for others
    }

    @Test
    void upperLayersMayBeLeftOutAndComeBack() {
        String two = "c1 04 02 c1";
        feed.push(1, "ae 01 00 07 30 0140 00b4 0280 0168" + "82498342");
        assertFrame("82498342" + INTER + two, true, feed.pushLast(1, "ac 01 03 07" + INTER));
        assertFrame(
                INTER, false, feed.pushLast(2, "ec 02 00 08" + INTER)); // as one layer, no index
        assertFrame(INTER, false, feed.pushLast(3, "ec 03 00 09" + INTER));
        feed.push(4, "ec 04 00 0a" + INTER);
        assertFrame(INTER + INTER + "c1 02 02 c1", false, feed.pushLast(4, "ec 04 03 0a" + INTER));
    }

    @Test
    void piecesAreJoined() {
        assertNull(feed.push(1, "08" + KEY));
        assertNull(feed.push(1, "00 3344"));
        assertFrame(KEY + "3344 55", true, feed.pushLast(1, "04 55"));
    }

    @Test
    void theLayersOfAPictureBecomeASuperframe() {
        assertNull(feed.push(1, "ac 11 00 07" + KEY));
        assertNull(feed.push(1, "a8 11 03 07" + INTER));
        String sizes = "c1 05 03 c1";
        assertFrame(KEY + INTER + "33" + sizes, true, feed.pushLast(1, "a4 11 03 07 33"));
        assertNull(feed.push(2, "fc 12 00 02" + INTER));
        assertNull(feed.push(2, "fc 12 02 02" + INTER));
        String three = INTER + INTER + INTER + "c2 02 02 02 c2";
        assertFrame(three, false, feed.pushLast(2, "fc 12 04 02" + INTER));
    }

    @Test
    void aSuperframesSizesHaveAsManyBytesAsTheLargestNeeds() {
        String large = KEY + "00".repeat(295);
        feed.push(1, "0c" + large);
        assertFrame(large + INTER + "c9 2c01 0200 c9", true, feed.pushLast(1, "2c 02 00" + INTER));
        feed.push(2, "08" + KEY);
        for (int i = 0; i < 70; i++) {
            feed.push(2, "00" + "00".repeat(1_000));
        }
        feed.push(2, "04 77");
        assertFrame(
                KEY + "00".repeat(70_000) + "77" + INTER + "d1 761101 020000 d1",
                true,
                feed.pushLast(2, "2c 02 00" + INTER));
    }

    @Test
    void nineFramesAreNoPicture() {
        for (int i = 0; i < 8; i++) {
            assertNull(feed.push(1, "0c" + KEY));
        }
        assertNull(feed.pushLast(1, "0c" + KEY));
        assertTrue(feed.depacketizer.needsKeyFrame());
    }

    @Test
    void theFrameHeaderSaysWhatIsAKeyFrame() { // VP9 specification, 6.2
        String[] keys = {"82", "80", "a2", "92", "b0", "b1"};
        for (String key : keys) {
            assertFrame(key, true, feed.pushLast(1, "0c" + key));
        }
        String[] others = {"86", "88", "8a", "b2", "b4", "96", "42"};
        for (String other : others) {
            assertFrame(other, false, feed.pushLast(2, "0c" + other));
        }
    }

    @Test
    void aFrameThatShowsAnotherOnePasses() { // show_existing_frame
        assertNull(feed.pushLast(1, "4c 89"));
        feed.pushLast(2, "0c" + KEY);
        assertFrame("89", false, feed.pushLast(3, "4c 89"));
    }

    @Test
    void withoutMarkersTheNextTimeStampEndsAPicture() {
        feed.push(1, "0c" + KEY);
        assertFrame(KEY, true, feed.push(2, "4c" + INTER));
        assertFrame(INTER, false, feed.push(3, "4c" + INTER));
    }

    @Test
    void nothingIsGivenOutBeforeTheFirstKeyFrame() {
        assertNull(feed.pushLast(1, "0c" + INTER)); // P is clear, and yet it is none
        assertTrue(feed.depacketizer.needsKeyFrame());
        assertFrame(KEY, true, feed.pushLast(2, "0c" + KEY));
        assertFalse(feed.depacketizer.needsKeyFrame());
    }

    @Test
    void aHoleEndsEverythingUntilTheNextKeyFrame() {
        feed.pushLast(1, "0c" + KEY);
        feed.push(2, "48" + INTER);
        assertNull(feed.push(2, true, true, "44 33"));
        assertNull(feed.pushLast(3, "4c" + INTER));
        assertFrame(KEY, true, feed.pushLast(4, "0c" + KEY));
        assertNull(feed.push(6, true, true, "4c" + INTER), "what was lost may be its reference");
        assertFrame(KEY, true, feed.push(7, true, true, "0c" + KEY));
    }

    @Test
    void malformedPayloadsBreakTheirPicture() {
        feed.assertBreak(
                "0c" + KEY,
                "4c" + INTER,
                "0c", // a descriptor and nothing behind it
                "8c",
                "8c 11",
                "8c 80",
                "8c 8011",
                "2c 00",
                "2c 00 07",
                "3c 00",
                "5c",
                "5c 03 05",
                "5c 03 05 07 22", // a fourth reference
                "0e",
                "0e 10 0140 00",
                "0e f0 0140 00b4 0140 00b4",
                "0e 08",
                "0e 08 ff 0c",
                "0e 08 02 0c 01 02 03 04",
                "04 22", // a piece of nothing
                "00 22",
                "08 22"); // without an end
        feed.pushLast(30, "0c" + KEY);
        feed.push(40, "48" + INTER);
        assertNull(feed.pushLast(40, "4c" + INTER), "the one before has not ended");
        assertTrue(feed.depacketizer.needsKeyFrame());
    }

    @Test
    void randomPayloadsGiveOnlyWellFormedFrames() {
        Random random = new Random(9);
        int given = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] payload = new byte[random.nextInt(24)];
            random.nextBytes(payload);
            if (payload.length > 2 && random.nextInt(4) > 0) {
                payload[0] = (byte) (random.nextInt(4) == 0 ? 0x08 : 0x0C);
                payload[1] = (byte) (random.nextBoolean() ? 0x82 : 0x86);
            }
            RtpPacket packet =
                    Packets.of(i, i / (1 + random.nextInt(3)), random.nextBoolean(), i, payload);
            Packets.afterLoss(packet, random.nextInt(20) == 0);
            Frame frame = feed.depacketizer.push(packet);
            if (frame != null) {
                given++;
                assertEquals(Codec.VP9, frame.codec());
                assertTrue(frame.length() > 0);
            }
        }
        assertTrue(given > 1_000, given + " frames");
    }
}
