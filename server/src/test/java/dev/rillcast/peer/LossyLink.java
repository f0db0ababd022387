package dev.rillcast.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.link.Impairment;
import dev.rillcast.link.Shaper;
import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.rtp.PacketPool;
import dev.rillcast.rtp.Receptions;
import dev.rillcast.rtp.RtpPacket;
import dev.rillcast.rtp.TrackFigures;
import dev.rillcast.sdp.AgreedTrack;
import dev.rillcast.sdp.HeaderExtensions;
import dev.rillcast.sdp.Sources;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A sender and a receiver on a bad link, in simulated time. What comes out is looked at as it
 * comes: no picture may be broken or without its reference.
 */
final class LossyLink {
    static final long MS = 1_000_000;
    static final long REST = 3 * MS;
    private static final long TICK = 5 * MS;
    private static final long WRAP = 1L << 32;
    private static final int TICKS = 3_000;

    /** A packet on its way. */
    private static final class Arriving implements Comparable<Arriving> {
        final long at;
        final long order;
        final byte[] bytes;

        Arriving(long at, long order, byte[] bytes) {
            this.at = at;
            this.order = order;
            this.bytes = bytes;
        }

        @Override
        public int compareTo(Arriving other) {
            return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
        }
    }

    private final class Looking extends Heard {
        @Override
        public void frame(Frame frame) {
            look(frame);
        }
    }

    private final PriorityQueue<Arriving> up = new PriorityQueue<>();
    private final PriorityQueue<Arriving> down = new PriorityQueue<>();
    private final Shaper upward;
    private final Shaper downward;
    private final VideoSender sender;
    private final ReceiveBuffer inbox;
    private final PacketPool pool = new PacketPool();
    private final MediaReceiver media;
    private final Feedback feedback;
    private long now = 1_000 * MS;
    private long order;
    private long nextTick;
    private long lastFrame;
    private long base = -1;
    private int last = -1;
    private int given;
    private int asked;
    private long longestGap;
    private int waits;
    private boolean capturing = true;

    LossyLink(
            VideoSender sender, Impairment up, Impairment down, Duration maxDelay, Random random) {
        this(sender, up, down, maxDelay, random, new ReceiveBuffer(Integer.MAX_VALUE));
    }

    /**
     * @param inbox where packets wait for the door
     */
    LossyLink(
            VideoSender sender,
            Impairment up,
            Impairment down,
            Duration maxDelay,
            Random random,
            ReceiveBuffer inbox) {
        this.sender = sender;
        this.inbox = inbox;
        this.upward = new Shaper(up, new Random(random.nextLong()));
        this.downward = new Shaper(down, new Random(random.nextLong()));
        AgreedTrack track =
                new AgreedTrack(
                        Codec.H264,
                        VideoSender.TYPE,
                        OptionalInt.of(VideoSender.REPAIR_TYPE),
                        OptionalInt.empty(),
                        true,
                        false,
                        HeaderExtensions.NONE,
                        List.of(),
                        List.of(),
                        Sources.NONE);
        Receptions all = new Receptions();
        this.media = new MediaReceiver(List.of(track), maxDelay, pool, all, new Looking(), now);
        this.feedback = new Feedback(media, 600_000 * MS, this::send, now);
    }

    /** Both directions are others from now on. */
    void change(Impairment upOther, Impairment downOther) {
        upward.change(upOther);
        downward.change(downOther);
    }

    private void send(byte[] buffer, int length) {
        if ((buffer[8] & 0xFF) == 0x81 && (buffer[9] & 0xFF) == 205) { // NACK, RFC 4585 6.2.1
            for (int at = 20; at < length; at += 4) {
                asked +=
                        1
                                + Integer.bitCount(
                                        (buffer[at + 2] & 0xFF) << 8 | (buffer[at + 3] & 0xFF));
            }
        }
        byte[] copy = Arrays.copyOf(buffer, length);
        downward.pass(now, length, at -> down.add(new Arriving(at, order++, copy)));
    }

    /** Lets that much time pass, in steps of a millisecond. */
    LossyLink run(Duration time) {
        long end = now + time.toNanos();
        while (now < end) {
            step();
            if (now % REST == 0) {
                inbox.drain(Integer.MAX_VALUE);
                tick();
            }
        }
        return this;
    }

    /** Lets a millisecond pass for sender and link; what arrives waits for the door. */
    void step() {
        now += MS;
        if (capturing && (now / MS % 100 == 0 || now / MS % 100 == 33 || now / MS % 100 == 67)) {
            sender.capture();
        }
        while (!down.isEmpty() && down.element().at <= now) {
            sender.rtcp(down.remove().bytes, now);
        }
        for (byte[] b = sender.next(now); b != null; b = sender.next(now)) {
            byte[] packet = b;
            upward.pass(now, b.length, at -> up.add(new Arriving(at, order++, packet)));
        }
        while (!up.isEmpty() && up.element().at <= now) {
            byte[] bytes = up.remove().bytes;
            inbox.arrive(() -> take(bytes));
        }
    }

    /** Sends no more pictures, and lets come what is under way. */
    LossyLink finish() {
        capturing = false;
        return run(Duration.ofSeconds(1));
    }

    private void take(byte[] bytes) {
        RtpPacket packet = pool.take();
        System.arraycopy(bytes, 0, packet.buffer(), 0, bytes.length);
        assertTrue(packet.parse(bytes.length, now));
        if (!media.receive(packet)) {
            pool.give(packet);
        }
    }

    /** What the door does after each round. */
    void tick() {
        if (now >= nextTick) {
            nextTick = now + TICK;
            feedback.tick(now);
        }
    }

    private void look(Frame frame) {
        base = base < 0 ? frame.timestamp() / WRAP * WRAP : base;
        int number = (int) ((frame.timestamp() - base) / TICKS);
        VideoSender.Sent sent = sender.pictures().get(number);
        int end = frame.offset() + frame.length();
        assertArrayEquals(sent.bytes, Arrays.copyOfRange(frame.array(), frame.offset(), end));
        assertEquals(sent.key, frame.key());
        assertTrue(sent.key || number == last + 1, "a picture without its reference");
        if (last >= 0) {
            longestGap = Math.max(longestGap, now - lastFrame);
            waits += now - lastFrame > 300 * MS ? 1 : 0;
        }
        last = number;
        lastFrame = now;
        given++;
    }

    /** How many pictures came out. */
    int given() {
        return given;
    }

    /** The longest time between two, in nanoseconds. */
    long longestGap() {
        return longestGap;
    }

    /** How often that was over 300 ms. */
    int held() {
        return waits;
    }

    int sent() {
        return sender.pictures().size();
    }

    /** How many packets were asked for, each time counted. */
    int asked() {
        return asked;
    }

    int sentAgain() {
        return sender.sentAgain();
    }

    TrackFigures figures() {
        return media.figures().getFirst();
    }
}
