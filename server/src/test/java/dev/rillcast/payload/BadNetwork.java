package dev.rillcast.payload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.rtp.Depacketizer;
import dev.rillcast.rtp.Hex;
import dev.rillcast.rtp.PacketPool;
import dev.rillcast.rtp.Packets;
import dev.rillcast.rtp.Reception;
import dev.rillcast.rtp.RtpPacket;
import dev.rillcast.rtp.RtpReceiver;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Sends pictures over a bad network and looks at what comes out behind it. */
final class BadNetwork {
    private static final long PATIENCE = 100_000_000;
    private static final long FRAME = 33_000_000;

    /** A sent picture: as it must come out, in hex, and in payloads. */
    record Sent(boolean key, List<byte[]> payloads, String bytes) {}

    /** Makes up pictures. */
    interface Sender {
        Sent picture(Random random, boolean key);
    }

    private BadNetwork() {}

    /**
     * Sends 200 pictures and demands that none comes out broken, or without its reference.
     *
     * @return the number of frames that came out
     */
    static int run(Random random, double loss, Depacketizer depacketizer, Sender sender) {
        List<Sent> sent = new ArrayList<>();
        List<Frame> given = new ArrayList<>();
        RtpReceiver receiver =
                new RtpReceiver(
                        0x01020304,
                        new Reception(Codec.H264),
                        PATIENCE,
                        true,
                        depacketizer,
                        new PacketPool(),
                        given::add);
        int sequence = random.nextInt(0x1_0000);
        long now = FRAME;
        for (int i = 0; i < 200; i++) {
            Sent picture = sender.picture(random, i == 0 || random.nextInt(20) == 0);
            sent.add(picture);
            List<RtpPacket> packets = new ArrayList<>();
            for (int k = 0; k < picture.payloads.size(); k++) {
                byte[] payload = picture.payloads.get(k);
                boolean marker = k == picture.payloads.size() - 1;
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
            Sent picture = sent.get(index);
            assertEquals(picture.bytes, Hex.text(frame.array(), frame.offset(), frame.length()));
            assertEquals(picture.key, frame.key());
            assertTrue(frame.key() || index == last + 1, "a picture without its reference");
            last = index;
        }
    }
}
