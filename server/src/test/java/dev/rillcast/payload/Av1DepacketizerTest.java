package dev.rillcast.payload;

import static dev.rillcast.payload.PacketFeed.assertFrame;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.rtp.Hex;
import dev.rillcast.rtp.Packets;
import dev.rillcast.rtp.RtpPacket;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Av1DepacketizerTest {
    /** A sequence header and a key frame that is shown, in one packet. */
    private static final String KEY = "28 04 08 000a01 30 10 1122";

    private static final String SEQUENCE_OUT = "0a 03 000a01";
    private static final String KEY_OUT = SEQUENCE_OUT + "32 03 10 1122";

    private static final String INTER = "10 30 30 44";
    private static final String INTER_OUT = "32 02 30 44";

    private final PacketFeed feed = new PacketFeed(new Av1Depacketizer());

    @Test
    void eachObuGetsItsSize() {
        assertFrame(KEY_OUT, true, feed.pushLast(1, KEY));
        assertFrame(INTER_OUT, false, feed.pushLast(2, INTER));
    }

    @Test
    void elementsAreCountedOrHaveTheirLength() { // 4.4
        feed.pushLast(1, KEY);
        String[] payloads = {
            "00 02 2811 03 30 3044", // W = 0: each has its length
            "20 02 2811 30 3044",
            "20 8200 2811 30 3044", // a length with leading zeros
            "00 02 2811 8300 30 3044"
        };
        for (String payload : payloads) {
            assertFrame("2a 01 11" + INTER_OUT, false, feed.pushLast(2, payload));
        }
        assertFrame(
                "2a0111 2a0122" + INTER_OUT, false, feed.pushLast(2, "30 02 2811 02 2822 30 3044"));
        assertFrame(
                "2a0111 2a0122 2a0133" + INTER_OUT,
                false,
                feed.pushLast(2, "00 02 2811 02 2822 02 2833 03 303044"));
    }

    @Test
    void piecesAreJoinedBehindASizeOfFourBytes() { // 4.10.5: leading zeros are allowed
        assertNull(feed.push(1, "68 04 08 000a01 30 10 11"));
        assertNull(feed.push(1, "d0 2233"));
        assertFrame(
                SEQUENCE_OUT + "32 86808000 10 11 2233 4455 2a 01 77",
                true,
                feed.pushLast(1, "a0 02 4455 2877"));
    }

    @Test
    void aSizeOfSeveralBytesIsLowestFirst() {
        feed.push(1, "68 04 08 000a01 30 10");
        feed.push(1, "d0" + "33".repeat(299));
        assertFrame(
                SEQUENCE_OUT + "32 ad828000 10" + "33".repeat(300),
                true,
                feed.pushLast(1, "90 33"));
        assertFrame(
                "32 ac02 30" + "44".repeat(299),
                false,
                feed.pushLast(2, "10 30 30" + "44".repeat(299)));
    }

    @Test
    void theExtensionStaysInFrontOfTheSize() {
        feed.pushLast(1, KEY);
        assertFrame("36 08 02 30 44", false, feed.pushLast(2, "10 34 08 30 44"));
        feed.push(3, "50 34 08 30");
        assertFrame("36 08 82808000 30 44", false, feed.pushLast(3, "90 44"));
        feed.push(4, "50 34"); // cut behind the first byte
        assertFrame("36 08 82808000 30 44", false, feed.pushLast(4, "90 08 30 44"));
    }

    @Test
    void sizesThatComeAlongStay() {
        feed.pushLast(1, KEY);
        assertFrame("32 02 30 44", false, feed.pushLast(2, "10 32 02 30 44"));
        assertFrame("36 08 8200 30 44", false, feed.pushLast(2, "10 36 08 8200 30 44"));
        feed.push(3, "50 36");
        feed.push(3, "d0 08");
        feed.push(3, "d0 03");
        assertFrame("36 08 03 30 4455", false, feed.pushLast(3, "90 30 4455"));
    }

    @Test
    void delimitersTileListsAndPaddingAreLeftOut() { // 5
        feed.pushLast(1, KEY);
        assertFrame(INTER_OUT, false, feed.pushLast(2, "30 01 10 02 1200 30 3044"));
        assertFrame(INTER_OUT, false, feed.pushLast(3, "30 03 401122 03 7c0811 30 3044"));
        feed.push(4, "60 03 30 3044 78 11");
        feed.push(4, "d0 22");
        assertFrame(INTER_OUT + "2a 01 55", false, feed.pushLast(4, "a0 01 33 28 55"));
    }

    @Test
    void whatDecodersSkipIsNotInTheWay() {
        feed.pushLast(1, KEY);
        String[] payloads = {
            "17 30 3044", // the aggregation header's reserved bits
            "18 30 3044", // N without a sequence header
            "20 01 10 30 3044", // a delimiter, which a sender should have left out
            "30 01 10 02 7811 30 3044", // and padding
        };
        for (String payload : payloads) {
            assertFrame(INTER_OUT, false, feed.pushLast(2, payload));
        }
        String[][] passing = {
            {"00", "02"}, // types that are reserved
            {"48", "4a"},
            {"70", "72"},
            {"28", "2a"}, // metadata
            {"38", "3a"} // a frame's header once more
        };
        for (String[] header : passing) {
            assertFrame(
                    header[1] + "01 11" + INTER_OUT,
                    false,
                    feed.pushLast(3, "20 02" + header[0] + "11 30 3044"));
        }
    }

    @Test
    void upperLayersMayBeLeftOut() {
        feed.push(1, "28 04 08 000a01 34 00 10 11");
        assertFrame(
                SEQUENCE_OUT + "36 00 02 1011 36 08 02 3022",
                true,
                feed.pushLast(1, "10 3408 3022"));
        assertFrame("36 00 02 3044", false, feed.pushLast(2, "10 3400 3044"));
        assertFrame("36 20 02 3044", false, feed.pushLast(3, "10 3420 3044")); // temporal layer 1
        feed.push(4, "10 3400 3044");
        assertFrame("36 00 02 3044 36 08 02 3055", false, feed.pushLast(4, "10 3408 3055"));
    }

    @Test
    void aKeyFrameIsOneThatIsShownBehindASequenceHeader() { // AV1 7.5
        String[] others = {
            "10 30 10 11", // without the sequence header
            "20 04 08 000a01 30 0011", // hidden
            "20 04 08 000a01 30 9011", // show_existing_frame
            "20 04 08 000a01 30 5011", // intra-only
            "20 04 08 000a01 28 10" // metadata
        };
        for (String other : others) {
            assertNull(feed.pushLast(1, other), other);
            assertTrue(feed.depacketizer.needsKeyFrame(), other);
        }
        assertFrame(KEY_OUT, true, new PacketFeed(new Av1Depacketizer()).pushLast(2, KEY));
        PacketFeed split = new PacketFeed(new Av1Depacketizer());
        String headerAndTiles = "38 04 08 000a01 03 18 10ff 20 77";
        assertFrame(SEQUENCE_OUT + "1a 02 10ff 22 01 77", true, split.pushLast(3, headerAndTiles));
    }

    @Test
    void theLowestLayerSaysWhatATemporalUnitIs() {
        feed.push(1, "28 04 08 000a01 34 00 10 11");
        assertFrame(
                SEQUENCE_OUT + "36 00 02 1011 36 08 02 3022",
                true,
                feed.pushLast(1, "10 3408 3022"));
        feed.push(2, "28 04 08 000a01 34 00 30 11");
        assertFrame(
                SEQUENCE_OUT + "36 00 02 3011 36 08 02 1022",
                false,
                feed.pushLast(2, "10 3408 1022"));
    }

    @Test
    void aSequenceHeaderUnderItsOwnMarkerJoinsTheNextFrame() {
        assertNull(feed.pushLast(1, "18 08 000a01"));
        assertFrame(KEY_OUT, true, feed.pushLast(2, "10 30 10 1122"));
    }

    @Test
    void withoutMarkersTheNextTimeStampEndsATemporalUnit() {
        feed.push(1, KEY);
        assertFrame(KEY_OUT, true, feed.push(2, INTER));
        assertFrame(INTER_OUT, false, feed.push(3, INTER));
    }

    @Test
    void aHoleEndsEverythingUntilTheNextKeyFrame() {
        feed.pushLast(1, KEY);
        assertFalse(feed.depacketizer.needsKeyFrame());
        feed.push(2, INTER);
        assertNull(feed.push(2, true, true, "10 20 33"));
        assertNull(feed.pushLast(3, INTER));
        assertFrame(KEY_OUT, true, feed.pushLast(4, KEY));
        assertNull(feed.push(6, true, true, INTER), "what was lost may be its reference");
        assertFrame(KEY_OUT, true, feed.push(7, true, true, KEY));
    }

    @Test
    void malformedPayloadsBreakTheirTemporalUnit() {
        feed.assertBreak(
                KEY,
                INTER,
                "10", // an aggregation header and nothing behind it
                "00",
                "00 03 3030",
                "00 00 30",
                "00 80",
                "00 8080808001 30",
                "20 02 3030", // one of two
                "30 02 3030 3030",
                "20 00 3030",
                "10 b0 3030", // the forbidden bit
                "10 30", // a frame of nothing
                "10 34", // without its extension
                "10 34 08",
                "10 32", // without its size
                "10 32 03 3030",
                "10 32 01 3030",
                "10 32 80",
                "90 3030", // a piece of nothing
                "50 30 3030"); // without an end
        feed.pushLast(30, KEY);
        feed.push(40, "50 30 30");
        assertNull(feed.pushLast(40, INTER), "the one before has not ended");
        assertTrue(feed.depacketizer.needsKeyFrame());
    }

    @Test
    void aTemporalUnitWithoutEndIsGivenUp() {
        feed.pushLast(1, KEY);
        feed.push(2, "50 30 30");
        String piece = "d0" + "11".repeat(1_400);
        for (int i = 0; i < 3_100; i++) {
            assertNull(feed.push(2, piece));
        }
        assertNull(feed.pushLast(2, "90 11"));
        assertFrame(KEY_OUT, true, feed.pushLast(3, KEY));
    }

    @Test
    void randomPayloadsGiveOnlyWellFormedTemporalUnits() {
        Random random = new Random(10);
        byte[] types = {0x08, 0x30, 0x30, 0x32, 0x34, 0x10, 0x28, 0x78};
        int given = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] payload = new byte[random.nextInt(24)];
            random.nextBytes(payload);
            if (payload.length > 4 && random.nextInt(4) > 0) {
                boolean key = random.nextBoolean();
                byte[] start = Hex.bytes(key ? "20 04 08 000a01 30 10" : "10 30 30");
                System.arraycopy(start, 0, payload, 0, Math.min(start.length, payload.length));
                if (random.nextInt(4) == 0) {
                    payload[0] ^= (byte) (random.nextInt(4) << 6);
                    payload[1] = types[random.nextInt(types.length)];
                }
            }
            RtpPacket packet =
                    Packets.of(i, i / (1 + random.nextInt(3)), random.nextBoolean(), i, payload);
            Packets.afterLoss(packet, random.nextInt(20) == 0);
            Frame frame = feed.depacketizer.push(packet);
            if (frame != null) {
                given++;
                assertWellFormed(frame);
            }
        }
        assertTrue(given > 1_000, given + " frames");
    }

    /** OBUs one behind the other, each with its size, a frame among them and no delimiter. */
    static void assertWellFormed(Frame frame) {
        assertEquals(Codec.AV1, frame.codec());
        byte[] b = frame.array();
        int at = frame.offset();
        int end = at + frame.length();
        boolean frames = false;
        while (at < end) {
            int header = b[at];
            assertEquals(0x02, header & 0x82);
            int type = (header >> 3) & 0x0F;
            assertNotEquals(2, type);
            frames |= type == 3 || type == 6;
            int size = at + ((header & 0x04) != 0 ? 2 : 1);
            int payload = Leb128.end(b, size, end);
            assertTrue(payload > 0);
            at = payload + Leb128.value(b, size, payload);
        }
        assertEquals(end, at);
        assertTrue(frames);
    }
}
