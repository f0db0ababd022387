package dev.rillcast.peer;

import dev.rillcast.media.Frame;
import dev.rillcast.rtp.SenderReport;
import org.jspecify.annotations.Nullable;

/**
 * Brings the time stamps of a simulcast's layers onto one line, for each counts from a random point
 * of its own (RFC 3550 5.1). Owned by the UDP door's thread.
 */
final class LayerClock {
    private static final int CLOCK_RATE = 90_000;

    private static final long SECOND = 1_000_000_000;

    /** Where reports and arrivals differ more than this, the reports are wrong. */
    private static final long DOUBT = CLOCK_RATE;

    /** Pictures of one instant still follow each other. */
    private static final long LEAST_STEP = CLOCK_RATE / 1_000;

    private long shift;
    private long last = -1;
    private long begun;

    /**
     * From this key frame on, the frames and reports are another layer's.
     *
     * @param former what the layer before said last of its clock, if anything
     * @param report the same of the layer that now begins
     */
    void change(Frame key, @Nullable SenderReport former, @Nullable SenderReport report) {
        if (last < 0) {
            return;
        }
        long elapsed = (key.begun() - begun) * (CLOCK_RATE / 1_000) / (SECOND / 1_000);
        long byArrival = last + elapsed - key.timestamp();
        if (former == null || report == null) {
            shift = byArrival;
            return;
        }
        // Seconds in 32.32 fixed point, made 48.16 so that the product fits.
        long apart = (((report.ntp() - former.ntp()) >> 16) * CLOCK_RATE) >> 16;
        long byReports = former.timestamp() + shift + apart - report.timestamp();
        shift = Math.abs(byReports - byArrival) <= DOUBT ? byReports : byArrival;
    }

    /** The layer's frame at its time on the line. */
    Frame onLine(Frame frame) {
        long time = Math.max(frame.timestamp() + shift, last + (last < 0 ? 1 : LEAST_STEP));
        last = time;
        begun = frame.begun();
        return time == frame.timestamp() ? frame : frame.at(time);
    }

    /** The layer's report at its time on the line. */
    SenderReport onLine(SenderReport report) {
        return new SenderReport(report.ntp(), report.timestamp() + shift);
    }
}
