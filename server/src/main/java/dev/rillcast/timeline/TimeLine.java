package dev.rillcast.timeline;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.report.Sync;
import dev.rillcast.rtp.SenderReport;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Puts both tracks on one time line in milliseconds, which begins with the first frame and goes on
 * with the wall time of this machine, whatever the sender's clocks do.
 *
 * <p>Each track starts by the arrival of its first frame, so that nothing waits for the other track
 * or for a report. Audio stays as near to its arrival as it was in its first seconds, and so with
 * the wall time; where its sender's clock is wrong it is moved for that, a little with each packet,
 * by 0.2 % at most. Video is moved towards the place that the sender reports (RFC 3550 6.4.1) give
 * it beside the audio, a little with each frame, so that nobody sees a jump; without reports, it is
 * kept beside the audio as it arrives. A track whose clock has jumped begins anew ({@link Track}).
 * Owned by the output's thread, but for {@link #report} and {@link #sync}.
 */
public final class TimeLine {
    /**
     * So far a frame may be moved against the one before: nobody sees it, and half a second, as a
     * sender's first packets may be held up, is gone within four.
     */
    private static final double STEP_MILLIS = 5;

    /** This part of the error goes with each frame, so that a report's own jitter is smoothed. */
    private static final double GAIN = 0.125;

    /** Reports are not believed that differ by more from what the frames' arrival says. */
    private static final double MAX_SKEW_MILLIS = 3_000;

    private final Track audio = new Track(Codec.OPUS.clockRate());
    private final Track video = new Track(Codec.H264.clockRate());
    private long epoch;
    private long latest; // the place of the last frame
    private long lastMessage;
    private boolean started;
    private double behind; // how much later than the audio, the reports say, the video arrives

    private volatile int skew;
    private volatile int maxSkew;
    private final AtomicLong corrections = new AtomicLong();
    private final AtomicLong corrected = new AtomicLong();
    private final AtomicInteger jumps = new AtomicInteger();

    /** Takes a sender report; may be called on another thread. */
    public void report(Codec codec, SenderReport report) {
        track(codec).tell(report);
    }

    /** Both tracks begin anew with their next frames, which come by another connection. */
    public void discontinuity() {
        audio.beginAnew();
        video.beginAnew();
    }

    /** How well the tracks kept together; may be called on another thread. */
    public Sync sync() {
        return new Sync(skew, maxSkew, corrections.get(), corrected.get(), jumps.get());
    }

    /**
     * The place of a frame on the time line.
     *
     * @param frame as its sender stamped it, or AAC, in {@linkplain #ticks ticks of the line}
     * @return milliseconds, never negative and never going back within a track
     */
    public long millis(Frame frame) {
        if (frame.codec() == Codec.AAC) {
            return made(audio.stamp(frame.timestamp() * 1_000.0 / Codec.AAC.clockRate()));
        }
        take(frame);
        Track track = track(frame.codec());
        if (frame.codec().video()) {
            alignVideo();
        }
        long place = track.stamp(track.place(frame.timestamp()));
        latest = place;
        return place;
    }

    /**
     * The place of a packet of audio, which need not be sent on itself.
     *
     * @return ticks of 48 kHz since the line began; packets of an unbroken track keep their
     *     distances but for 0.2 %
     */
    public long ticks(Frame packet) {
        take(packet);
        int times = Codec.AAC.clockRate() / packet.codec().clockRate();
        return audio.ticks(packet.timestamp(), times);
    }

    /** Where the audio of this moment belongs, in ticks as of {@link #ticks}. */
    public long liveTicks(long now) {
        return Math.round(live(audio, now) * Codec.OPUS.clockRate() / 1_000);
    }

    /**
     * The place of a picture that nobody sent.
     *
     * @param moment {@link System#nanoTime()} of when it is to be seen
     * @return milliseconds, as of a frame
     */
    public long stillMillis(long moment) {
        begin(moment);
        return made(video.stamp(live(video, moment)));
    }

    private long made(long place) {
        latest = Math.max(latest, place);
        return place;
    }

    boolean begun() {
        return started;
    }

    /** For how many nanoseconds no audio has come, or since the line began; 0 before. */
    public long audioPause(long now) {
        return started ? pause(audio, now) : 0;
    }

    /** For how many nanoseconds nothing has come; more than any number before the first frame. */
    public long pause(long now) {
        return started ? Math.min(pause(audio, now), pause(video, now)) : Long.MAX_VALUE;
    }

    private long pause(Track track, long now) {
        return now - epoch - (long) (track.lastArrival() * 1e6);
    }

    /**
     * The place of a message that came behind the last frame.
     *
     * @return milliseconds, never negative and never going back from message to message
     */
    public long messageMillis() {
        lastMessage = Math.max(lastMessage, latest);
        return lastMessage;
    }

    private void take(Frame frame) {
        begin(frame.begun());
        Track track = track(frame.codec());
        Track other = track == audio ? video : audio;
        double arrival = arrival(frame.begun());
        double passed = arrival - track.lastArrival();
        int rate = frame.codec().clockRate();
        if (track.take(rate, frame.timestamp(), arrival, other.lead())) {
            jumps.incrementAndGet();
        } else if (track == audio && passed > 0) {
            move(audio, audio.astray(passed));
        }
        latest = Math.max(0, Math.round(track.lastPlace()));
    }

    /** Begins the line, if nothing has yet. */
    public void begin(long moment) {
        if (!started) {
            started = true;
            epoch = moment;
        }
    }

    private double arrival(long nanos) {
        return (nanos - epoch) / 1e6;
    }

    private double live(Track track, long now) {
        Track known = track.started() ? track : track == audio ? video : audio;
        return Math.max(0, known.live(arrival(now)));
    }

    /** Moves the video one step towards where it is beside the audio. */
    private void alignVideo() {
        if (!audio.started()) {
            return;
        }
        double early = Math.clamp(earlyMillis() * GAIN, -STEP_MILLIS, STEP_MILLIS);
        move(video, early);
    }

    private void move(Track track, double by) {
        long whole = track.move(by);
        if (whole > 0) {
            corrections.incrementAndGet();
            corrected.addAndGet(whole);
        }
    }

    /** How much later than now the video belongs. */
    private double earlyMillis() {
        double byArrival = audio.lead() - video.lead();
        if (!audio.takeReport()) {
            video.forgetReports();
        }
        if (!video.takeReport()) {
            audio.forgetReports();
        }
        SenderReport a = audio.report();
        SenderReport v = video.report();
        if (a == null || v == null) {
            return byArrival - behind;
        }
        double audioPlace = audio.place(a.timestamp());
        double early = audioPlace + Track.wall(a, v) - video.place(v.timestamp());
        if (Math.abs(early - byArrival) > MAX_SKEW_MILLIS) {
            return byArrival - behind;
        }
        behind = byArrival - early;
        skew = (int) -Math.round(early);
        maxSkew = Math.max(maxSkew, Math.abs(skew));
        return early;
    }

    private Track track(Codec codec) {
        return codec.video() ? video : audio;
    }
}
