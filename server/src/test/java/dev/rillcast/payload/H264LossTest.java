package dev.rillcast.payload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.payload.BadNetwork.Sent;
import dev.rillcast.rtp.Hex;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class H264LossTest {
    @Test
    void nothingComesOutBrokenHoweverPacketsAreLost() {
        int given = 0;
        for (int seed = 0; seed < 150; seed++) {
            given += run(new Random(seed), seed % 10 * 0.02);
        }
        assertTrue(given > 5_000, given + " of 30,000");
    }

    @Test
    void withoutLossEveryFrameComesOut() {
        assertEquals(200, run(new Random(0), 0));
    }

    private static int run(Random random, double loss) {
        return BadNetwork.run(random, loss, new H264Depacketizer(), H264LossTest::picture);
    }

    /** One to three slices, small or large, before a key picture its parameter sets. */
    private static Sent picture(Random random, boolean key) {
        List<byte[]> payloads = new ArrayList<>();
        StringBuilder bytes = new StringBuilder();
        if (key) {
            payloads.add(Hex.bytes("78 0002 6742 0002 68ce"));
            bytes.append("00000002" + "6742" + "00000002" + "68ce");
        }
        int slices = 1 + random.nextInt(3);
        for (int i = 0; i < slices; i++) {
            byte[] slice = new byte[2 + random.nextInt(random.nextInt(4) == 0 ? 400 : 40)];
            random.nextBytes(slice);
            slice[0] = (byte) (key ? 0x65 : 0x41);
            slice[1] = (byte) (i == 0 ? 0x80 : 0x40);
            fragment(slice, payloads);
            bytes.append("%08x".formatted(slice.length)).append(Hex.text(slice, 0, slice.length));
        }
        return new Sent(key, payloads, bytes.toString());
    }

    private static void fragment(byte[] nalUnit, List<byte[]> payloads) {
        if (nalUnit.length <= 60) {
            payloads.add(nalUnit);
            return;
        }
        for (int at = 1; at < nalUnit.length; at += 50) {
            int count = Math.min(50, nalUnit.length - at);
            int start = at == 1 ? 0x80 : 0;
            int end = at + count == nalUnit.length ? 0x40 : 0;
            ByteArrayOutputStream payload = new ByteArrayOutputStream();
            payload.write((nalUnit[0] & 0xE0) | 28);
            payload.write(start | end | (nalUnit[0] & 0x1F));
            payload.write(nalUnit, at, count);
            payloads.add(payload.toByteArray());
        }
    }
}
