package dev.rillcast.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Frame;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sends pictures over a bad network and looks at what comes out behind it. */
class H264LossTest {
    private static final long PATIENCE = 100_000_000;
    private static final long FRAME = 33_000_000;

    /** A sent access unit: as it must come out, and in payloads. */
    private record Sent(boolean key, List<byte[]> payloads, String bytes) {}

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

    /** Sends 200 pictures; gives the number of frames that came out. */
    private static int run(Random random, double loss) {
        List<Sent> sent = new ArrayList<>();
        List<Frame> given = new ArrayList<>();
        RtpReceiver receiver =
                new RtpReceiver(
                        0x01020304,
                        90_000,
                        PATIENCE,
                        new H264Depacketizer(),
                        new PacketPool(),
                        given::add);
        int sequence = random.nextInt(0x1_0000);
        long now = FRAME;
        for (int i = 0; i < 200; i++) {
            Sent unit = picture(random, i == 0 || random.nextInt(20) == 0);
            sent.add(unit);
            List<RtpPacket> packets = new ArrayList<>();
            for (int k = 0; k < unit.payloads.size(); k++) {
                byte[] payload = unit.payloads.get(k);
                boolean marker = k == unit.payloads.size() - 1;
                packets.add(Packets.of(sequence++ & 0xFFFF, i, marker, now, payload));
            }
            if (random.nextInt(30) == 0) { // a probe of the sender's congestion control
                packets.add(Packets.of(sequence++ & 0xFFFF, i, false, now, new byte[0]));
            }
            deliver(receiver, packets, random, i == 0 ? 0 : loss);
            now += FRAME;
            receiver.drain(now);
        }
        receiver.drain(now + PATIENCE);
        assertUnbroken(sent, given);
        return given.size();
    }

    private static void deliver(
            RtpReceiver receiver, List<RtpPacket> packets, Random random, double loss) {
        for (int k = 1; k + 1 < packets.size(); k++) {
            if (random.nextInt(8) == 0) {
                packets.set(k, packets.set(k + 1, packets.get(k)));
            }
        }
        for (RtpPacket packet : packets) {
            if (random.nextDouble() >= loss) {
                receiver.receive(packet);
            }
        }
    }

    private static void assertUnbroken(List<Sent> sent, List<Frame> given) {
        long base = 0x1_0000_0000L; // where the unwrapped time of the first picture lies
        int last = -1;
        for (Frame frame : given) {
            int index = (int) (frame.timestamp() - base);
            Sent unit = sent.get(index);
            H264DepacketizerTest.assertWellFormed(frame);
            assertEquals(unit.bytes, Hex.text(frame.array(), frame.offset(), frame.length()));
            assertEquals(unit.key, frame.key());
            assertTrue(frame.key() || index == last + 1, "a picture without its reference");
            last = index;
        }
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
