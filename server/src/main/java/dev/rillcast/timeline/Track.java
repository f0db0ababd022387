package dev.rillcast.timeline;

import dev.rillcast.rtp.SenderReport;
import org.jspecify.annotations.Nullable;

/**
 * One track's way onto the time line: a frame's place is its media time and an offset. All times
 * are in milliseconds, those of arrival counted from where the line begins.
 *
 * <p>Where a frame arrives otherwise than its media time says, it was held up on the way, or the
 * sender's clock has jumped or stood still meanwhile. What was held up is followed by more of it at
 * once, keeps its distances and needs nothing. After a clock's jump the track begins anew: where a
 * frame arrives that was not held up. Owned by the time line's thread, but for {@link #tell}.
 */
final class Track {
    /** So much later or earlier than any other frame: at once the track begins anew. */
    private static final double LATE_MILLIS = 10_000;

    /**
     * Nothing comes earlier than it was made, but the frames to measure it by may have been late.
     */
    private static final double EARLY_MILLIS = 1_000;

    /** Later by so much from one frame to the next: the clock stood, or the frame was held up. */
    private static final double STOOD_MILLIS = 900;

    /** Frames that were held up come faster than so many milliseconds in this time. */
    private static final double CATCHING_UP_MILLIS = 100;

    private static final double WATCHED_MILLIS = 300;

    /** Milliseconds in one, so that an audio clock that runs slow is no delay: 2,000 ppm. */
    private static final double DRIFT = 0.002;

    /** Reports further from the frames, or from each other, tell nothing of now. */
    private static final double REPORT_LIFE_MILLIS = 30_000;

    /** As far as reports of one sender may disagree as to its own clocks. */
    private static final double REPORT_JITTER_MILLIS = 100;

    /** After so long the lead is known that the track keeps. */
    private static final double SETTLED_MILLIS = 10_000;

    /** In so many milliseconds it comes back to that, but for the last third. */
    private static final double RETURN_MILLIS = 20_000;

    private int clockRate;
    private volatile @Nullable SenderReport told;
    private @Nullable SenderReport taken; // of those told
    private @Nullable SenderReport report; // which is believed

    private boolean started;
    private boolean anew;
    private double offset;
    private double lead; // of the frame least held up: its place against its arrival
    private double maxLead;
    private double media; // of the last frame
    private double arrival;
    private double kept; // the lead to keep
    private double settled; // when that is known
    private double moved; // what is not yet a millisecond
    private double late; // against that of the lead
    private double watched; // how late the frames are that may have been held up, or 0
    private double watchedSince;
    private long millis = -1;

    Track(int clockRate) {
        this.clockRate = clockRate;
    }

    /** Takes a sender report; may be called on another thread. */
    void tell(SenderReport newest) {
        told = newest;
    }

    /** What comes next is by another connection. */
    void beginAnew() {
        anew = true;
        forgetReports();
    }

    /**
     * Takes a frame's times before it is placed.
     *
     * @param rate of its time stamp, in ticks per second
     * @param otherLead where a track belongs that begins
     * @return whether it began anew with this frame
     */
    boolean take(int rate, long timestamp, double arrived, double otherLead) {
        clockRate = rate;
        double time = media(timestamp);
        boolean again = started && (anew || jumped(time, arrived));
        if (!started || again) {
            double place = Math.max(0, arrived + (started ? lead : otherLead));
            offset = place - time;
            lead = place - arrived;
            maxLead = started ? maxLead : lead + EARLY_MILLIS;
            settled = started ? settled : arrived + SETTLED_MILLIS;
            late = 0;
            watched = 0;
            started = true;
            anew = false;
            forgetReports();
        }
        double leads = time + offset - arrived;
        double passed = Math.clamp(arrived - arrival, 0, 1_000);
        lead = Math.max(leads, lead - passed * DRIFT);
        maxLead += passed * DRIFT;
        late = lead - leads;
        media = time;
        arrival = arrived;
        return again;
    }

    /** Whether the sender counts from another point now. */
    private boolean jumped(double time, double arrived) {
        double leads = time + offset - arrived;
        double now = lead - leads;
        if (now - late > STOOD_MILLIS || watched - now > CATCHING_UP_MILLIS) {
            watched = now > STOOD_MILLIS ? now : 0;
            watchedSince = arrived;
        }
        boolean stood = watched > 0 && arrived - watchedSince >= WATCHED_MILLIS;
        return stood || now > LATE_MILLIS || leads > maxLead;
    }

    /**
     * Moves the track, but for what was placed already.
     *
     * @return milliseconds of that and of earlier moves that were not yet told
     */
    long move(double by) {
        offset += by;
        lead += by;
        maxLead += by;
        moved += by;
        long whole = Math.abs((long) moved);
        moved %= 1;
        return whole;
    }

    /** How much later than now the track belongs, if it is to stay as near to its arrival. */
    double astray(double passed) {
        if (arrival < settled) {
            kept = lead;
            return 0;
        }
        double most = Math.min(passed, 1_000) * DRIFT;
        return Math.clamp((kept - lead) * passed / RETURN_MILLIS, -most, most);
    }

    /** Where a frame belongs, from its sender's view. */
    double place(long timestamp) {
        return media(timestamp) + offset;
    }

    /** The same in ticks of a clock that is so many times as fast. */
    long ticks(long timestamp, int times) {
        return timestamp * times + Math.round(offset * clockRate * times / 1_000);
    }

    /** Where the last frame belongs. */
    double lastPlace() {
        return media + offset;
    }

    /** When the last frame came. */
    double lastArrival() {
        return arrival;
    }

    /** Where a frame belongs that comes at the given time without being held up. */
    double live(double now) {
        return now + lead;
    }

    double lead() {
        return lead;
    }

    boolean started() {
        return started;
    }

    /**
     * The time stamp for a place. It always goes on: of two in one millisecond players drop one.
     */
    long stamp(double place) {
        millis = Math.max(millis + 1, Math.round(place));
        return millis;
    }

    /**
     * Takes the newest report.
     *
     * @return false if it does not go with the one before: either this track's clock or that of all
     *     reports was set, so the other track's report can't be compared with it
     */
    boolean takeReport() {
        SenderReport newest = told;
        if (newest == null || newest.equals(taken)) {
            return true;
        }
        SenderReport before = report;
        taken = newest;
        report = newest;
        return before == null
                || Math.abs(wall(before, newest) - media(newest) + media(before))
                        < REPORT_JITTER_MILLIS;
    }

    /** Waits for a report that is yet to come. */
    void forgetReports() {
        taken = told;
        report = null;
    }

    /** The report that tells of the frames of now, if there is one. */
    @Nullable SenderReport report() {
        SenderReport known = report;
        boolean fresh =
                known != null && Math.abs(media(known.timestamp()) - media) < REPORT_LIFE_MILLIS;
        return fresh ? known : null;
    }

    /** From one report to the other, by the sender's wall clock. */
    static double wall(SenderReport from, SenderReport to) {
        return (to.ntp() - from.ntp()) * 1_000.0 / (1L << 32);
    }

    private double media(SenderReport of) {
        return media(of.timestamp());
    }

    private double media(long timestamp) {
        return timestamp * 1_000.0 / clockRate;
    }
}
