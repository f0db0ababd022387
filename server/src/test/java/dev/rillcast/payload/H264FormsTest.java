package dev.rillcast.payload;

import static dev.rillcast.payload.PacketFeed.assertFrame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.rtp.Hex;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What senders of H.264 may do, and what none does in mode 0 or 1 (RFC 6184 5.4, table 3). */
class H264FormsTest {
    private static final String SPS = "6742e01faa";
    private static final String PPS = "68ce3c80";
    private static final String SETS = "78 0005" + SPS + "0004" + PPS;
    private static final String SETS_OUT = "00000005" + SPS + "00000004" + PPS;
    private static final String IDR = "65888421";
    private static final String IDR_OUT = "00000004" + IDR;
    private static final String SLICE = "419a0102";
    private static final String SLICE_OUT = "00000004" + SLICE;

    private final PacketFeed feed = new PacketFeed(new H264Depacketizer());

    @Test
    void aKeyPictureComesInManyForms() {
        String[][] forms = {
            {SPS, PPS, IDR}, // mode 0
            {SETS, IDR},
            {"78 0005" + SPS + "0004" + PPS + "0004" + IDR}, // all in one
            {"67" + SPS.substring(2), "78 0004" + PPS + "0004" + IDR},
            {"18 0005" + SPS + "0004" + PPS, IDR}, // an aggregate's NRI is of no account
            {SETS, "7c85 88", "7c45 8421"},
            {SETS, "7c85 88", "7c05 84", "7c45 21"},
            {SETS, "7ca5 88", "7c65 8421"}, // with the reserved bit of the header
            {"7c87 42e0", "7c47 1faa", PPS, IDR}, // parameter sets in pieces, too
        };
        long time = 0;
        for (String[] form : forms) {
            time++;
            for (int i = 0; i < form.length - 1; i++) {
                assertNull(feed.push(time, form[i]), form[i]);
            }
            assertFrame(SETS_OUT + IDR_OUT, true, feed.pushLast(time, form[form.length - 1]));
        }
    }

    @Test
    void whatStandsBesideThePictureStaysInItsPlace() {
        String delimiter = "0910";
        String sei = "0605 0411";
        String filler = "0cff80";
        feed.push(1, "78 0002" + delimiter + "0005" + SPS + "0004" + PPS + "0004" + sei);
        feed.push(1, IDR);
        String before = "00000002" + delimiter + SETS_OUT + "00000004" + sei;
        assertFrame(before + IDR_OUT + "00000003" + filler, true, feed.pushLast(1, filler));
    }

    @Test
    void reservedTypesAreIgnored() {
        pushKey(1);
        for (String reserved : List.of("40 9a00", "60", "5e 11", "5f 112233", "00")) {
            feed.push(2, SLICE);
            assertFrame(SLICE_OUT, false, feed.pushLast(2, reserved));
        }
        feed.push(3, "5c81 9a");
        feed.push(3, "5f 11");
        assertFrame(SLICE_OUT, false, feed.pushLast(3, "5c41 0102"));
    }

    @Test
    void whatBelongsToTheInterleavedModeBreaksItsPicture() {
        String[] interleaved = {
            "59 0000 0004" + SLICE, // STAP-B
            "5a 0000 0006 00 0000" + SLICE, // MTAP16
            "5b 0000 0007 00 000000" + SLICE, // MTAP24
            "5d 81 0000 9a", // FU-B
        };
        for (String payload : interleaved) {
            pushKey(10);
            feed.push(20, SLICE);
            assertNull(feed.pushLast(20, payload), payload);
            assertNull(feed.pushLast(30, SLICE), payload);
            assertTrue(feed.depacketizer.needsKeyFrame(), payload);
        }
    }

    @Test
    void parameterSetsThatCameOutOfBandStandBeforeEachKeyPicture() {
        PacketFeed bare = new PacketFeed(new H264Depacketizer(outOfBand(SPS, PPS)));
        assertNull(bare.pushLast(1, SLICE));
        assertFrame(SETS_OUT + IDR_OUT, true, bare.pushLast(2, IDR));
        assertFrame(SLICE_OUT, false, bare.pushLast(3, SLICE));
        bare.push(4, IDR);
        assertFrame(
                SETS_OUT + IDR_OUT + "00000002 6511", true, bare.pushLast(4, "6511")); // two slices
        assertNull(bare.push(5, true, true, SLICE));
        assertFrame(SETS_OUT + IDR_OUT, true, bare.pushLast(6, IDR));
    }

    @Test
    void thoseThatComeWithTheMediaCountFromThenOn() {
        PacketFeed both = new PacketFeed(new H264Depacketizer(outOfBand("6742e01fbb", PPS)));
        both.push(1, SETS);
        assertFrame(SETS_OUT + IDR_OUT, true, both.pushLast(1, IDR));
        assertFrame(IDR_OUT, true, both.pushLast(2, IDR));
    }

    @Test
    void halfOfThemAreNone() {
        for (String set : List.of(SPS, PPS)) {
            PacketFeed half = new PacketFeed(new H264Depacketizer(outOfBand(set)));
            assertNull(half.pushLast(1, IDR));
            assertTrue(half.depacketizer.needsKeyFrame());
        }
    }

    private void pushKey(long time) {
        feed.push(time, SETS);
        assertFrame(SETS_OUT + IDR_OUT, true, feed.pushLast(time, IDR));
    }

    private static List<String> outOfBand(String... nals) {
        return List.of(nals).stream()
                .map(nal -> Base64.getEncoder().encodeToString(Hex.bytes(nal)))
                .toList();
    }
}
