package dev.rillcast.payload;

import static dev.rillcast.payload.PacketFeed.assertFrame;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.rtp.Hex;
import dev.rillcast.rtp.Packets;
import dev.rillcast.rtp.RtpPacket;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Vp8DepacketizerTest {
    /** A key frame's tag, start code and size (RFC 6386 9.1), and a byte of its partition. */
    private static final String KEY = "500600 9d012a 4001b400 11";

    private static final String INTER = "b10200 22";

    private final PacketFeed feed = new PacketFeed(new Vp8Depacketizer());

    @Test
    void aFrameInOnePacketIsGivenOutWithoutItsDescriptor() {
        assertFrame(KEY, true, feed.pushLast(1, "10" + KEY));
        assertFrame(INTER, false, feed.pushLast(2, "10" + INTER));
    }

    @Test
    void everyFormOfTheDescriptorIsSkipped() { // RFC 7741 4.2
        feed.pushLast(1, "10" + KEY);
        String[] descriptors = {
            "10", // none but the required byte
            "30", // not a reference
            "90 00",
            "90 80 11", // PictureID in 7 bits
            "90 80 8011", // in 15
            "90 40 05", // TL0PICIDX
            "90 20 60", // TID
            "90 10 03", // KEYIDX
            "90 30 63", // both in one byte
            "90 f0 8011 05 63",
            "90 e0 11 05 a0"
        };
        for (String descriptor : descriptors) {
            assertFrame(INTER, false, feed.pushLast(2, descriptor + INTER));
        }
    }

    @Test
    void everyPieceMayHaveADescriptorOfItsOwnAndReservedBitsSayNothing() {
        feed.pushLast(1, "10" + KEY);
        String[] pieces = {
            "00",
            "20", // not a reference
            "80 00",
            "80 80 11",
            "80 c0 8011 05",
            "80 f0 8011 05 63",
            "48", // both reserved bits
            "80 0f",
            "80 8f 11",
            "11", // a partition's beginning
            "97 f0 8011 05 63" // the last one's
        };
        for (String piece : pieces) {
            assertNull(feed.push(2, "90 f0 8011 05 63" + INTER));
            assertFrame(INTER + "7788", false, feed.pushLast(2, piece + "7788"));
        }
        assertFrame(INTER, false, feed.pushLast(3, "58" + INTER));
        assertFrame(INTER, false, feed.pushLast(4, "90 0f" + INTER));
    }

    /** Of three, as Chromium sends them when it is asked to; a relay may leave out the upper. */
    @Test
    void temporalLayersPassAndNoneNeedsToBeThere() {
        assertFrame(KEY, true, feed.pushLast(1, "90 e0 8001 01 00" + KEY));
        assertFrame(INTER, false, feed.pushLast(2, "b0 e0 8002 01 a0" + INTER));
        assertFrame(INTER, false, feed.pushLast(3, "90 e0 8005 02 20" + INTER));
        assertFrame(INTER, false, feed.pushLast(4, "90 e0 8007 02 60" + INTER));
        assertFrame(INTER, false, feed.pushLast(5, "90 e0 8000 03 20" + INTER)); // begins anew
    }

    @Test
    void piecesAndPartitionsAreJoined() {
        assertNull(feed.push(1, "10" + KEY));
        assertNull(feed.push(1, "00 3344")); // goes on
        assertNull(feed.push(1, "11 55")); // partition 1
        assertFrame(KEY + "3344 55 66", true, feed.pushLast(1, "01 66"));
    }

    @Test
    void withoutMarkersTheNextTimeStampEndsAFrame() {
        feed.push(1, "10" + KEY);
        assertFrame(KEY, true, feed.push(2, "10" + INTER));
        assertFrame(INTER, false, feed.push(3, "10" + INTER));
    }

    @Test
    void nothingIsGivenOutBeforeTheFirstKeyFrame() {
        assertNull(feed.pushLast(1, "10" + INTER));
        assertTrue(feed.depacketizer.needsKeyFrame());
        assertFrame(KEY, true, feed.pushLast(2, "10" + KEY));
        assertFalse(feed.depacketizer.needsKeyFrame());
    }

    @Test
    void aHoleEndsEverythingUntilTheNextKeyFrame() {
        feed.pushLast(1, "10" + KEY);
        feed.push(2, "10" + INTER);
        assertNull(feed.push(2, true, true, "00 33"));
        assertNull(feed.pushLast(3, "10" + INTER));
        assertFrame(KEY, true, feed.pushLast(4, "10" + KEY));
        assertNull(feed.push(6, true, true, "10" + INTER), "what was lost may be its reference");
        assertFrame(KEY, true, feed.push(7, true, true, "10" + KEY));
    }

    @Test
    void malformedPayloadsBreakTheirFrame() {
        feed.assertBreak(
                "10" + KEY,
                "10" + INTER,
                "00", // a descriptor and nothing behind it
                "80",
                "80 80",
                "80 80 80",
                "80 80 8011",
                "80 f0 8011 05",
                "80 f0 8011 05 63",
                "10" + INTER); // begins again
        feed.pushLast(30, "10" + KEY);
        assertNull(feed.pushLast(40, "00" + INTER), "its beginning is missing");
        assertTrue(feed.depacketizer.needsKeyFrame());
    }

    @Test
    void whatHasNoFrameHeaderIsNoFrame() {
        assertNull(feed.pushLast(1, "10 500600 9d012b 4001b400"), "another start code");
        assertNull(feed.pushLast(2, "10 500600 9d012a 4001b4"), "no size");
        feed.pushLast(3, "10" + KEY);
        assertNull(feed.pushLast(4, "10 b102"));
        assertTrue(feed.depacketizer.needsKeyFrame());
    }

    @Test
    void paddingOnlyPacketsChangeNothing() {
        feed.pushLast(1, "10" + KEY);
        feed.push(2, "10" + INTER);
        assertNull(feed.push(1, ""));
        assertFrame(INTER + "33", false, feed.pushLast(2, "00 33"));
    }

    @Test
    void aFrameWithoutEndIsGivenUp() {
        feed.pushLast(1, "10" + KEY);
        feed.push(2, "10" + INTER);
        String piece = "00" + "11".repeat(1_400);
        for (int i = 0; i < 3_100; i++) {
            assertNull(feed.push(2, piece));
        }
        assertNull(feed.pushLast(2, piece));
        assertFrame(KEY, true, feed.pushLast(3, "10" + KEY));
    }

    @Test
    void randomPayloadsGiveOnlyFramesWithAHeader() {
        Random random = new Random(8);
        int given = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] payload = new byte[random.nextInt(24)];
            random.nextBytes(payload);
            if (payload.length > 8 && random.nextInt(4) > 0) {
                byte[] start = Hex.bytes(random.nextBoolean() ? "10" + KEY : "10" + INTER);
                System.arraycopy(start, 0, payload, 0, Math.min(start.length, payload.length));
            }
            RtpPacket packet =
                    Packets.of(i, i / (1 + random.nextInt(3)), random.nextBoolean(), i, payload);
            Packets.afterLoss(packet, random.nextInt(20) == 0);
            Frame frame = feed.depacketizer.push(packet);
            if (frame != null) {
                given++;
                assertEquals(Codec.VP8, frame.codec());
                assertTrue(frame.length() >= (frame.key() ? 10 : 3));
                assertEquals(frame.key() ? 0 : 1, frame.array()[frame.offset()] & 1);
            }
        }
        assertTrue(given > 1_000, given + " frames");
    }
}
