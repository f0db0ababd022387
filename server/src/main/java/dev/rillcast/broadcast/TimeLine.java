package dev.rillcast.broadcast;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.rtp.SenderReport;
import org.jspecify.annotations.Nullable;

/**
 * Puts both tracks on one time line in milliseconds, which begins with the first frame.
 *
 * <p>Each track starts by the arrival of its first frame, so that nothing waits for the other track
 * or for a report. Audio keeps the place that it got, since its samples follow each other without a
 * gap. Video is moved towards the place that the sender reports (RFC 3550 6.4.1) give it beside the
 * audio, a little with each frame, so that nobody sees a jump. Owned by the broadcast's thread, but
 * for {@link #report}.
 */
final class TimeLine {
    /**
     * So far a frame may be moved against the one before: nobody sees it, and half a second, as a
     * sender's first packets may be held up, is gone within four.
     */
    private static final double STEP_MILLIS = 5;

    /** This part of the error goes with each frame, so that a report's own jitter is smoothed. */
    private static final double GAIN = 0.125;

    /**
     * Further than this no two clocks of one sender are apart; reports that say so are not
     * believed.
     */
    private static final double MAX_SKEW_MILLIS = 3_000;

    /** A frame so far from where its arrival puts it beside the last one begins its track anew. */
    private static final double MAX_JUMP_MILLIS = 10_000;

    private final Track audio = new Track();
    private final Track video = new Track();
    private long audioStood;
    private long epoch;
    private long latest; // the place of the last frame
    private long lastMessage;
    private boolean started;

    private static final class Track {
        volatile @Nullable SenderReport report;
        boolean started;
        double offsetMillis;
        double lastMedia;
        long lastArrival;
        long last = -1;
    }

    /** Takes a sender report; may be called on another thread. */
    void report(Codec codec, SenderReport report) {
        track(codec).report = report;
    }

    /**
     * Frames of audio come with this many ticks added from now on; the reports know nothing of it.
     */
    void audioStood(long ticks) {
        audioStood = ticks;
        audio.report = null;
    }

    /**
     * The place of a frame on the time line.
     *
     * @return milliseconds, never negative and never going back within a track
     */
    long millis(Frame frame) {
        begin(frame);
        Track track = track(frame.codec());
        if (frame.codec().video()) {
            alignVideo(frame.codec());
        }
        long place = Math.round(media(frame.codec(), frame.timestamp()) + track.offsetMillis);
        track.last = Math.max(Math.max(track.last, 0), place);
        latest = track.last;
        return track.last;
    }

    /**
     * The place of a message that came behind the last frame.
     *
     * @return milliseconds, never negative and never going back from message to message
     */
    long messageMillis() {
        lastMessage = Math.max(lastMessage, latest);
        return lastMessage;
    }

    /** Both tracks begin anew with their next frames, which come by another connection. */
    void discontinuity() {
        audio.started = false;
        audio.report = null;
        video.started = false;
        video.report = null;
    }

    /** Begins the frame's track with it, if it is its first or the first of a new count. */
    void begin(Frame frame) {
        if (!started) {
            started = true;
            epoch = frame.begun();
        }
        Track track = track(frame.codec());
        double media = media(frame.codec(), frame.timestamp());
        boolean jumped = track.started && jumped(track, media, frame.begun());
        if (!track.started || jumped) {
            track.started = true;
            track.offsetMillis = Math.max(0, frame.begun() - epoch) / 1e6 - media;
        }
        if (jumped) {
            track.report = null; // it tells of the old count
        }
        track.lastMedia = media;
        track.lastArrival = frame.begun();
        latest = Math.round(media + track.offsetMillis);
    }

    /** Whether the sender counts from another point now, as with a new source in the track. */
    private static boolean jumped(Track track, double media, long arrival) {
        double passed = (arrival - track.lastArrival) / 1e6;
        return Math.abs(media - track.lastMedia - passed) > MAX_JUMP_MILLIS;
    }

    private static double media(Codec codec, long timestamp) {
        return timestamp * 1_000.0 / codec.clockRate();
    }

    /**
     * Moves the video's offset one step towards the one at which wall times of both tracks agree.
     */
    private void alignVideo(Codec codec) {
        double skew = skewMillis(codec);
        if (Math.abs(skew) < MAX_SKEW_MILLIS) {
            video.offsetMillis += Math.clamp(skew * GAIN, -STEP_MILLIS, STEP_MILLIS);
        }
    }

    /** How much later than now the video belongs, or 0 as long as that isn't known. */
    private double skewMillis(Codec codec) {
        SenderReport a = audio.report;
        SenderReport v = video.report;
        if (a == null || v == null || !audio.started || !video.started) {
            return 0;
        }
        double audioPlace = media(Codec.OPUS, a.timestamp() + audioStood) + audio.offsetMillis;
        double videoPlace = media(codec, v.timestamp()) + video.offsetMillis;
        double wall = (v.ntp() - a.ntp()) * 1_000.0 / (1L << 32);
        return audioPlace + wall - videoPlace;
    }

    private Track track(Codec codec) {
        return codec.video() ? video : audio;
    }
}
