package dev.rillcast.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Codec;
import dev.rillcast.rtp.PacketPool;
import dev.rillcast.rtp.Receptions;
import dev.rillcast.rtp.RtpPacket;
import dev.rillcast.rtp.TrackFigures;
import dev.rillcast.sdp.AgreedTrack;
import dev.rillcast.sdp.HeaderExtensions;
import dev.rillcast.sdp.Sources;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Packets of a simulcast, from the wire to the frames that go on, in simulated time. */
class SimulcastTest {
    private static final long MS = 1_000_000;
    private static final int SMALL = 0x51;
    private static final int LARGE = 0x52;
    private static final int NACK = 205;

    private static final AgreedTrack TRACK =
            new AgreedTrack(
                    Codec.VP8,
                    96,
                    OptionalInt.of(97),
                    OptionalInt.empty(),
                    true,
                    false,
                    new HeaderExtensions(0, 0, 10, 11, 0),
                    List.of("q", "f"),
                    List.of(),
                    Sources.NONE);

    private final Heard heard = new Heard();
    private final Set<Integer> asked = new HashSet<>();
    private final MediaReceiver media =
            new MediaReceiver(
                    List.of(TRACK),
                    Duration.ofMillis(400),
                    new PacketPool(),
                    new Receptions(),
                    heard,
                    0);
    private final Feedback feedback = new Feedback(media, 60_000 * MS, this::sent, 0);
    private int sequence;

    /** Keeps whose packets are asked for; each RTCP packet begins with an empty receiver report. */
    private void sent(byte[] buffer, int length) {
        if (length > 16 && (buffer[9] & 0xFF) == NACK) {
            asked.add(ByteBuffer.wrap(buffer).getInt(16));
        }
    }

    /** A picture of VP8 in one packet, with its layer's name in extension 10 (RFC 7741 4.2). */
    private void picture(int ssrc, char rid, boolean key, int width, long now) {
        RtpPacket packet = new RtpPacket();
        ByteBuffer bytes = ByteBuffer.wrap(packet.buffer());
        bytes.putShort((short) 0x90E0).putShort((short) sequence).putInt((int) (now * 9 / 100_000));
        bytes.putInt(ssrc).putInt(0xBEDE0001).put((byte) 0xA0).put((byte) rid).putShort((short) 0);
        bytes.put((byte) 0x10).put((byte) (key ? 0x10 : 0x11)).putShort((short) 0);
        bytes.put((byte) 0x9D).putShort((short) 0x012A).putShort(Short.reverseBytes((short) width));
        bytes.putShort(Short.reverseBytes((short) width)).putInt(7);
        assertTrue(packet.parse(bytes.position(), now));
        media.receive(packet);
    }

    /** Both layers for so long; the large one begins a key frame when it is asked for it. */
    private void run(long from, long to) {
        for (long now = from * MS; now < to * MS; now += 5 * MS) {
            if (now % (40 * MS) == 0) {
                boolean first = sequence++ == 0;
                picture(SMALL, 'q', first, 160, now);
                picture(LARGE, 'f', first || now % (1_000 * MS) == 0, 640, now);
            }
            feedback.tick(now);
        }
    }

    @Test
    void oneLayerGoesOnAndIsCountedAsOneTrack() {
        run(0, 4_000);
        assertEquals(101, heard.frames.size(), "100 pictures, one of them of both layers");
        TrackFigures figures = media.figures().getFirst();
        assertEquals(1, media.figures().size());
        assertTrue(figures.frames() >= 98 && figures.frames() <= 102, figures::toString);
    }

    @Test
    void onlyLossesOfTheTakenLayerAreAskedFor() {
        run(0, 4_000);
        assertTrue(asked.isEmpty());
        sequence++; // a packet of either is lost
        run(4_000, 4_200);
        assertEquals(Set.of(LARGE), asked);
    }
}
