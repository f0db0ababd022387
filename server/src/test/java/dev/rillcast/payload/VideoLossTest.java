package dev.rillcast.payload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Codec;
import dev.rillcast.payload.BadNetwork.Sent;
import dev.rillcast.rtp.Hex;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** VP8, VP9 and AV1 over a bad network. */
class VideoLossTest {
    private static final int MAX_PIECE = 50;

    @ParameterizedTest
    @EnumSource(
            value = Codec.class,
            names = {"VP8", "VP9", "AV1"})
    void nothingComesOutBrokenHoweverPacketsAreLost(Codec codec) {
        int given = 0;
        for (int seed = 0; seed < 150; seed++) {
            given += run(codec, new Random(seed), seed % 10 * 0.02);
        }
        assertTrue(given > 5_000, given + " of 30,000");
    }

    @ParameterizedTest
    @EnumSource(
            value = Codec.class,
            names = {"VP8", "VP9", "AV1"})
    void withoutLossEveryFrameComesOut(Codec codec) {
        assertEquals(200, run(codec, new Random(0), 0));
    }

    private static int run(Codec codec, Random random, double loss) {
        BadNetwork.Sender sender =
                switch (codec) {
                    case VP8 -> VideoLossTest::vp8;
                    case VP9 -> VideoLossTest::vp9;
                    default -> VideoLossTest::av1;
                };
        return BadNetwork.run(random, loss, PayloadFormat.depacketizer(codec), sender);
    }

    private static byte[] frame(Random random, String start) {
        byte[] head = Hex.bytes(start);
        byte[] frame = new byte[head.length + random.nextInt(random.nextInt(4) == 0 ? 400 : 40)];
        random.nextBytes(frame);
        System.arraycopy(head, 0, frame, 0, head.length);
        return frame;
    }

    private static String hex(byte[] bytes) {
        return Hex.text(bytes, 0, bytes.length);
    }

    private static Sent vp8(Random random, boolean key) {
        byte[] frame = frame(random, key ? "500600 9d012a 4001b400" : "b10200");
        List<byte[]> payloads = new ArrayList<>();
        for (int at = 0; at < frame.length; at += MAX_PIECE) {
            payloads.add(piece(at == 0 ? "90 80 11" : "80 80 11", frame, at));
        }
        return new Sent(key, payloads, hex(frame));
    }

    /** Two spatial layers. */
    private static Sent vp9(Random random, boolean key) {
        List<byte[]> payloads = new ArrayList<>();
        byte[] lower = frame(random, key ? "82" : "86");
        byte[] upper = frame(random, "86");
        for (int layer = 0; layer < 2; layer++) {
            byte[] frame = layer == 0 ? lower : upper;
            for (int at = 0; at < frame.length; at += MAX_PIECE) {
                int begin = at == 0 ? 0x08 : 0;
                int end = at + MAX_PIECE >= frame.length ? 0x04 : 0;
                int layers = layer << 1;
                payloads.add(
                        piece("%02x 11 %02x 07".formatted(0xA0 | begin | end, layers), frame, at));
            }
        }
        String index =
                lower.length < 256 && upper.length < 256
                        ? "c1%02x%02xc1".formatted(lower.length, upper.length)
                        : "c9%s%sc9".formatted(littleEndian(lower), littleEndian(upper));
        return new Sent(key, payloads, hex(lower) + hex(upper) + index);
    }

    private static String littleEndian(byte[] frame) {
        return "%02x%02x".formatted(frame.length & 0xFF, frame.length >> 8);
    }

    /** A frame in pieces of its own; in front of a key frame the sequence header. */
    private static Sent av1(Random random, boolean key) {
        byte[] frame = frame(random, key ? "30 10" : "30 30");
        List<byte[]> payloads = new ArrayList<>();
        if (key) {
            payloads.add(Hex.bytes("18 08 000a01"));
        }
        for (int at = 0; at < frame.length; at += MAX_PIECE) {
            int continued = at > 0 ? 0x80 : 0;
            int continues = at + MAX_PIECE < frame.length ? 0x40 : 0;
            payloads.add(piece("%02x".formatted(0x10 | continued | continues), frame, at));
        }
        int size = frame.length - 1;
        String sizeField =
                frame.length > MAX_PIECE
                        ? "%02x%02x8000".formatted(0x80 | (size & 0x7F), 0x80 | (size >> 7))
                        : "%02x".formatted(size);
        String out = "32" + sizeField + Hex.text(frame, 1, frame.length);
        return new Sent(key, payloads, key ? "0a03000a01" + out : out);
    }

    private static byte[] piece(String descriptor, byte[] frame, int at) {
        return Hex.bytes(descriptor, Hex.text(frame, at, Math.min(frame.length, at + MAX_PIECE)));
    }
}
