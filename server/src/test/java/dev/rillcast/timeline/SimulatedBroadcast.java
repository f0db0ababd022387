package dev.rillcast.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.link.Impairment;
import dev.rillcast.link.Shaper;
import dev.rillcast.media.Frame;
import dev.rillcast.rtp.SenderReport;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A sender, a link and the server's way from packet to time stamp, in simulated time. Of each
 * picture it is known when it was taken, and of each AAC frame when its sound was heard: where both
 * belong together, and where they are put, is the skew.
 */
final class SimulatedBroadcast implements AutoCloseable {
    static final double SECOND = 1_000;
    private static final long NANOS = 1_000_000;

    /** When the simulation begins; nothing in it is that old. */
    private static final long EPOCH = 1_000_000_000_000L;

    private static final double TICK = 5;

    private static final int REPORT = 60; // bytes, as a request has

    /** The encoder has two frames, the resampler 16 samples of what it was given. */
    private static final double HELD_BACK = (2 * 1_024 + 16) / 48.0;

    /** Within 15 packets of 960 samples one ends where a frame of 1,024 does, or nearly so. */
    private static final int PACKETS = 30;

    /** Browsers are not exact about their reports. */
    private static final double REPORT_ERROR = 10;

    private record Event(double at, long order, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Double.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final TimeLine line = new TimeLine();
    private final AudioLine aac = new AudioLine(32_000, false, line);
    private final Deque<Double> ends = new ArrayDeque<>();
    private final SimulatedTrack sound;
    private final SimulatedTrack pictures;
    private final Shaper up;
    private final Shaper down;
    private final Impairment impairment;
    private final Random random = new Random(3);
    private final boolean encoded;
    private double now;
    private long order;
    private double soundOffset = Double.NaN; // of the time line's time and that of the sender
    private long lastEnd = -1;
    private long lastPicture = -1;
    private double from = Double.MAX_VALUE;
    private double maxSkew;
    private int measured;

    /**
     * @param soundPpm by which the sound's clock is wrong, against that of the server
     * @param picturePpm the same of the pictures
     * @param impairment of both directions
     * @param encoded whether AAC is made, which takes its time; else the packets' places count
     */
    SimulatedBroadcast(double soundPpm, double picturePpm, Impairment impairment, boolean encoded) {
        this.encoded = encoded;
        this.impairment = impairment;
        sound = SimulatedTrack.sound(soundPpm, this::hear);
        pictures = SimulatedTrack.pictures(picturePpm, this::see);
        up = new Shaper(impairment, new Random(1));
        down = new Shaper(impairment, new Random(2));
        capture(sound);
        capture(pictures);
        report(sound);
        report(pictures);
        tick();
    }

    /** From then on the skew is measured, in milliseconds since the begin. */
    void measureFrom(double millis) {
        from = millis;
    }

    /** The largest difference so far of where picture and sound of one moment are put. */
    double maxSkew() {
        return maxSkew;
    }

    int measured() {
        return measured;
    }

    SimulatedTrack sound() {
        return sound;
    }

    SimulatedTrack pictures() {
        return pictures;
    }

    /** Up to a moment, in milliseconds since the begin. */
    void run(double until) {
        while (events.element().at < until) {
            Event next = events.remove();
            now = next.at;
            next.what.run();
        }
    }

    /** For so long nothing comes through, in neither direction. */
    void interrupt(double millis) {
        up.change(Impairment.NONE.withLoss(1));
        down.change(Impairment.NONE.withLoss(1));
        in(
                millis,
                () -> {
                    up.change(impairment);
                    down.change(impairment);
                });
    }

    private void in(double millis, Runnable what) {
        events.add(new Event(now + millis, order++, what));
    }

    private void pass(Shaper shaper, int size, Runnable arrive) {
        long sent = nanos();
        shaper.pass(sent, size, at -> in((at - sent) / (double) NANOS, arrive));
    }

    private long nanos() {
        return EPOCH + Math.round(now * NANOS);
    }

    private void capture(SimulatedTrack track) {
        track.capture(number -> in(track.encoding(), () -> send(track, number)));
        in(track.interval(), () -> capture(track));
    }

    private void send(SimulatedTrack track, int number) {
        pass(up, track.size(), () -> track.arrive(number, nanos()));
    }

    private void report(SimulatedTrack track) {
        long ntp = SimulatedTrack.ntp(now);
        long timestamp = track.timestamp(now + (random.nextDouble() - 0.5) * REPORT_ERROR);
        pass(up, REPORT, () -> take(track, ntp, timestamp));
        in(track.reportInterval(), () -> report(track));
    }

    private void take(SimulatedTrack track, long ntp, long timestamp) {
        SenderReport report = track.receiver().senderReport(ntp, timestamp, nanos());
        if (report != null) {
            line.report(track.codec(), report);
        }
    }

    /** As the server's door does it, every few milliseconds. */
    private void tick() {
        for (SimulatedTrack track : new SimulatedTrack[] {sound, pictures}) {
            track.receiver().drain(nanos());
            for (int number : track.missing(nanos())) {
                pass(down, REPORT, () -> send(track, number));
            }
        }
        in(TICK, this::tick);
    }

    private void hear(Frame packet) {
        if (!encoded) {
            soundOffset = line.ticks(packet) / 48.0 - sound.captured(packet);
            return;
        }
        aac.transcode(packet).forEach(this::take);
        double heard = sound.captured(packet) + sound.interval();
        ends.addLast(lastEnd / 48.0 + HELD_BACK - heard);
        if (ends.size() > PACKETS) {
            ends.removeFirst();
        }
        soundOffset = ends.stream().mapToDouble(end -> end).max().orElseThrow();
    }

    private void take(Frame frame) {
        assertEquals(lastEnd < 0 ? frame.timestamp() : lastEnd, frame.timestamp(), "a hole");
        lastEnd = frame.timestamp() + 1_024;
        assertEquals(frame.timestamp() / 48.0, (double) line.millis(frame), 1);
    }

    private void see(Frame picture) {
        long place = line.millis(picture);
        assertTrue(place > lastPicture, "a step back");
        lastPicture = place;
        if (encoded) {
            aac.silence(picture.arrival()).forEach(this::take);
        }
        if (now >= from) {
            double skew = place - pictures.captured(picture) - soundOffset;
            maxSkew = Math.max(maxSkew, Math.abs(skew));
            measured++;
        }
    }

    @Override
    public void close() {
        aac.close();
    }
}
