package dev.rillcast.peer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.rtp.RtpPacket;
import dev.rillcast.rtp.SenderReport;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client in simulated time: sends pictures of VP8 in layers, each on a clock of its own, makes
 * key frames when it is asked for them, and keeps what goes on.
 */
final class SimulcastSender {
    static final long MS = 1_000_000;
    private static final long ROUND_TRIP = 60 * MS;
    private static final long NTP_2026 = 3_976_214_400L << 32;

    /** What went on: of which layer, when, and at what time on the line. */
    record Sent(int layer, long at, long timestamp, boolean key) {}

    /** One layer: how large, how heavy, and whether it is sent now. */
    static final class Layer {
        final int width;
        final int height;
        final long firstTimestamp;
        int bytes;
        boolean active = true;
        boolean answering = true;
        private long keyAt = 0;
        private long asked = -1;

        Layer(int width, int height, int bytes, long firstTimestamp) {
            this.width = width;
            this.height = height;
            this.bytes = bytes;
            this.firstTimestamp = firstTimestamp;
        }
    }

    final SimulcastLayers layers;
    final List<Layer> sent;
    final List<Sent> taken = new ArrayList<>();
    final List<SenderReport> reports = new ArrayList<>();
    long interval = 40 * MS;
    long now;

    SimulcastSender(Layer... sent) {
        this.sent = List.of(sent);
        this.layers = new SimulcastLayers(sent.length);
    }

    /** Sends for so long. */
    void run(long millis) {
        for (long end = now + millis * MS; now < end; now += 10 * MS) {
            if (now % interval == 0) {
                for (int i = 0; i < sent.size(); i++) {
                    if (sent.get(i).active) {
                        picture(i, sent.get(i));
                    }
                }
            }
            layers.tick(now);
            for (int i = 0; i < sent.size(); i++) {
                ask(i, sent.get(i));
            }
        }
    }

    private void picture(int index, Layer layer) {
        boolean key = layer.answering && layer.keyAt >= 0 && now >= layer.keyAt;
        if (key) {
            layer.keyAt = -1;
            layer.asked = -1;
        }
        long timestamp = layer.firstTimestamp + now * 9 / 100_000;
        layers.received(index, packet(timestamp, layer.bytes));
        Frame frame = layers.frame(index, frame(layer, key, timestamp));
        if (frame != null) {
            taken.add(new Sent(index, now, frame.timestamp(), frame.key()));
        }
    }

    private void ask(int index, Layer layer) {
        if (layers.awaitsKeyFrame(index) && layer.asked < 0) {
            layer.asked = now;
            layer.keyAt = now + ROUND_TRIP;
        }
    }

    /** The senders of all layers say what their clocks are, as they do every second. */
    void report() {
        for (int i = 0; i < sent.size(); i++) {
            long ntp = NTP_2026 + (now << 20) / 1_000_000_000 * (1L << 12);
            SenderReport report =
                    layers.report(
                            i,
                            new SenderReport(ntp, sent.get(i).firstTimestamp + now * 9 / 100_000));
            if (report != null) {
                reports.add(report);
            }
        }
    }

    private RtpPacket packet(long timestamp, int length) {
        RtpPacket packet = new RtpPacket();
        ByteBuffer.wrap(packet.buffer()).putInt(0x80600001).putInt((int) timestamp).putInt(7);
        assertTrue(packet.parse(12 + length, now));
        return packet;
    }

    private Frame frame(Layer layer, boolean key, long timestamp) {
        ByteBuffer bytes = ByteBuffer.allocate(16);
        bytes.put((byte) (key ? 0x10 : 0x11)).putShort((short) 0); // RFC 6386 9.1
        bytes.put(new byte[] {(byte) 0x9D, 0x01, 0x2A});
        bytes.putShort(Short.reverseBytes((short) layer.width));
        bytes.putShort(Short.reverseBytes((short) layer.height));
        return new Frame(Codec.VP8, key, timestamp, now, now + 5 * MS, bytes.array(), 0, 16);
    }

    /** The layer that went on last, or null if nothing did since then. */
    @Nullable Integer takenSince(long time) {
        return taken.isEmpty() || taken.getLast().at < time ? null : taken.getLast().layer;
    }
}
