package dev.rillcast.timeline;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.payload.PayloadFormat;
import dev.rillcast.rtp.PacketPool;
import dev.rillcast.rtp.Reception;
import dev.rillcast.rtp.RtpPacket;
import dev.rillcast.rtp.RtpReceiver;
import dev.rillcast.rtp.TrackFigures;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.function.IntConsumer;

/**
 * One track of a {@link SimulatedBroadcast}: what its sender makes, by a clock that is wrong, and
 * the receiver of it. Times are in milliseconds since the begin, by the server's clock.
 */
final class SimulatedTrack {
    /** The longest wait for a packet that media.maxDelay allows by itself. */
    private static final long MAX_DELAY = 400_000_000;

    /** Unwrapped times begin with one wrap. */
    private static final long WRAP = 1L << 32;

    /** 20 ms of silence. */
    private static final byte[] OPUS = HexFormat.of().parseHex("f8fffe");

    private static final byte[] KEY_FRAME = HexFormat.of().parseHex("0000009d012a40014001");
    private static final byte[] INTER_FRAME = HexFormat.of().parseHex("01000000");
    private static final byte FIRST = 0x10;

    private final Codec codec;
    private final int frameTicks;
    private final int packetsPerFrame;
    private final double speed;
    private final double encoding;
    private final Reception reception;
    private final PacketPool pool = new PacketPool();
    private final RtpReceiver receiver;
    private final int[] numbers = new int[64];
    private final BitSet keys = new BitSet(); // which frames are that
    private boolean keyFrameDue = true;
    private int captured;

    private SimulatedTrack(
            Codec codec,
            int frameTicks,
            int packetsPerFrame,
            double ppm,
            double encoding,
            RtpReceiver.FrameSink sink) {
        this.codec = codec;
        this.frameTicks = frameTicks;
        this.packetsPerFrame = packetsPerFrame;
        this.speed = 1 + ppm / 1e6;
        this.encoding = encoding;
        this.reception = new Reception(codec);
        this.receiver =
                new RtpReceiver(
                        7,
                        reception,
                        MAX_DELAY,
                        true,
                        PayloadFormat.depacketizer(codec),
                        pool,
                        sink);
    }

    static SimulatedTrack sound(double ppm, RtpReceiver.FrameSink sink) {
        return new SimulatedTrack(Codec.OPUS, 960, 1, ppm, 25, sink);
    }

    static SimulatedTrack pictures(double ppm, RtpReceiver.FrameSink sink) {
        return new SimulatedTrack(Codec.VP8, 3_000, 2, ppm, 60, sink);
    }

    Codec codec() {
        return codec;
    }

    RtpReceiver receiver() {
        return receiver;
    }

    TrackFigures figures() {
        return reception.figures();
    }

    /** From one frame to the next. */
    double interval() {
        return frameTicks * SimulatedBroadcast.SECOND / codec.clockRate() / speed;
    }

    /** From the first sample or the picture to its packets. */
    double encoding() {
        return encoding;
    }

    double reportInterval() {
        return codec.video() ? 1_000 : 5_000;
    }

    int size() {
        return codec.video() ? 1_100 : 100;
    }

    /** Makes the next frame; {@code send} is told the number of each of its packets. */
    void capture(IntConsumer send) {
        keys.set(captured, keyFrameDue);
        keyFrameDue = false;
        for (int i = 0; i < packetsPerFrame; i++) {
            send.accept(captured * packetsPerFrame + i);
        }
        captured++;
    }

    /** When a frame was captured. */
    double captured(Frame frame) {
        return (frame.timestamp() - WRAP) * interval() / frameTicks;
    }

    /** What the sender's clock shows. */
    long timestamp(double now) {
        return Math.round(now * speed * codec.clockRate() / SimulatedBroadcast.SECOND);
    }

    /** The wall clock of the sender, as a report has it. */
    static long ntp(double now) {
        double seconds = 3_900_000_000.0 + now / SimulatedBroadcast.SECOND;
        long whole = (long) seconds;
        return whole << 32 | Math.round((seconds - whole) * (1L << 32));
    }

    /** The numbers to ask for now, and a key frame if that is needed. */
    int[] missing(long now) {
        keyFrameDue |= codec.video() && receiver.needsKeyFrame();
        if (!receiver.order().waiting()) {
            return new int[0];
        }
        int count = receiver.order().missing(now, numbers);
        int recent = captured * packetsPerFrame;
        return Arrays.stream(numbers, 0, count)
                .map(number -> recent + (short) (number - recent))
                .toArray();
    }

    /** A packet reaches the server. */
    void arrive(int number, long now) {
        int frame = number / packetsPerFrame;
        int part = number % packetsPerFrame;
        boolean last = part == packetsPerFrame - 1;
        RtpPacket packet = pool.take();
        ByteBuffer bytes = ByteBuffer.wrap(packet.buffer());
        bytes.put((byte) 0x80).put((byte) (codec.video() && last ? 0xE0 : 0x60));
        bytes.putShort((short) number).putInt(frame * frameTicks).putInt(7);
        if (codec.video()) {
            byte[] start = keys.get(frame) ? KEY_FRAME : INTER_FRAME;
            bytes.put(part == 0 ? FIRST : 0).put(part == 0 ? start : INTER_FRAME);
        } else {
            bytes.put(OPUS);
        }
        if (!packet.parse(bytes.position(), now) || !receiver.receive(packet)) {
            pool.give(packet);
        }
    }
}
