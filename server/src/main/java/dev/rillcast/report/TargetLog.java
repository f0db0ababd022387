package dev.rillcast.report;

import dev.rillcast.media.Frame;
import dev.rillcast.report.Event.Kind;
import dev.rillcast.report.TargetReport.State;
import dev.rillcast.report.Totals.Attempt;
import dev.rillcast.report.Totals.Loss;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Writes down how a target does. Its own thread writes, any thread may read. */
public final class TargetLog {
    /** What a target can tell of itself at any moment, on any thread. */
    public interface Gauges {
        /** Frames that were dropped so far. */
        long dropped();

        /** Frames that wait. */
        int waiting();

        /** How old the oldest of them is, in nanoseconds. */
        long waiting(long now);

        Sync sync();

        /** Empty before it is decided, or without video. */
        Optional<TargetVideo> video();

        /** Empty before it is decided, or without sound. */
        Optional<TargetAudio> audio();
    }

    private final int target;
    private final String output;
    private final String streamName;
    private final Gauges gauges;
    private final long start;
    private final Totals totals;
    private final EventLog events;
    private final AtomicLong videoFrames = new AtomicLong();
    private final AtomicLong audioFrames = new AtomicLong();
    // Guarded by this:
    private State state = State.CONNECTING;
    private Optional<String> error = Optional.empty();
    private long retries;
    private long bytes; // of the connections that are over
    private LongSupplier present = () -> 0;
    private int width;
    private int height;
    private boolean begun;
    private long settledBytes; // of which the totals know
    private long settledDropped;

    TargetLog(
            int target,
            String output,
            String streamName,
            Gauges gauges,
            long start,
            Totals totals) {
        this.target = target;
        this.output = output;
        this.streamName = streamName;
        this.gauges = gauges;
        this.start = start;
        this.totals = totals;
        this.events = new EventLog(start, totals.events());
    }

    /**
     * The ingest takes the stream.
     *
     * @param bytesWritten what this connection has taken so far; asked until {@link #disconnected}
     */
    public synchronized void published(LongSupplier bytesWritten, long now) {
        present = bytesWritten;
        totals.attempts().add(Attempt.PUBLISHED);
        events.add(Kind.PUBLISHED, now);
    }

    /** The ingest was not reached, or did not take the stream. */
    public void failed() {
        totals.attempts().add(Attempt.FAILED);
    }

    /** Nobody may send there. */
    public void refused() {
        totals.attempts().add(Attempt.REFUSED);
    }

    /**
     * The ingest was lost that had taken the stream.
     *
     * @param stalled whether it took nothing any more
     */
    public void lost(boolean stalled) {
        totals.losses().add(stalled ? Loss.STALLED : Loss.BROKEN);
    }

    /** A frame went out for the first time, or again. */
    public synchronized void broadcasting(long now) {
        state = State.BROADCASTING;
        if (!begun) {
            begun = true;
            totals.starts().record(now - start);
        }
    }

    /**
     * A frame went out.
     *
     * @param transcoded whether it is of a transcoder
     * @param now the present of the frame's arrival, {@link System#nanoTime()}
     */
    public void sent(Frame frame, boolean transcoded, long now) {
        (frame.codec().video() ? videoFrames : audioFrames).incrementAndGet();
        totals.sent(frame, transcoded, now);
        FrameSent.record(frame, now);
    }

    /** The latest picture's size in pixels. */
    public synchronized void picture(int newWidth, int newHeight) {
        width = newWidth;
        height = newHeight;
    }

    /** The connection to the ingest is over. */
    public synchronized void disconnected() {
        bytes += present.getAsLong();
        present = () -> 0;
    }

    /**
     * The ingest was lost, or not reached. Attempts that fail in a row are one event.
     *
     * @param why without any secret
     */
    public synchronized void lost(String why, long now) {
        error = Optional.of(EventLog.shortened(why));
        if (state != State.RECONNECTING) {
            state = State.RECONNECTING;
            events.add(Kind.LOST, why, now);
        }
    }

    /** Its transcoder goes on after a failure. */
    public void restarted(String why, long now) {
        events.add(Kind.RESTARTED, why, now);
    }

    /**
     * It takes less than comes.
     *
     * @param what a sentence for people
     */
    public void slow(String what, long now) {
        events.add(Kind.SLOW, what, now);
    }

    /** The Icecast stream that it hears has no sound. */
    public void sourceLost(String why, long now) {
        events.add(Kind.SOURCE_LOST, why, now);
    }

    /** That has sound, for the first time or again. */
    public void sourceBack(long now) {
        events.add(Kind.SOURCE_BACK, now);
    }

    /** It is tried again. */
    public synchronized void retry() {
        retries++;
        totals.retry();
    }

    /**
     * No more goes out.
     *
     * @param failure why, if it ended by itself; without any secret
     */
    public synchronized void ended(Optional<String> failure, long now) {
        state = failure.isPresent() ? State.FAILED : State.ENDED;
        failure.ifPresent(
                why -> {
                    error = Optional.of(EventLog.shortened(why));
                    events.add(Kind.FAILED, why, now);
                });
    }

    /** Tells the totals what is new: at each scrape and at the end, not with each frame. */
    synchronized TargetMoment settle(long now) {
        long nowBytes = bytes + present.getAsLong();
        long nowDropped = gauges.dropped();
        totals.add(nowBytes - settledBytes, nowDropped - settledDropped);
        settledBytes = nowBytes;
        settledDropped = nowDropped;
        return new TargetMoment(state, gauges.waiting(), gauges.waiting(now));
    }

    synchronized int width() {
        return width;
    }

    synchronized int height() {
        return height;
    }

    Sync sync() {
        return gauges.sync();
    }

    synchronized TargetReport report() {
        return new TargetReport(
                target,
                output,
                streamName,
                state,
                videoFrames.get(),
                audioFrames.get(),
                bytes + present.getAsLong(),
                gauges.dropped(),
                retries,
                gauges.video(),
                gauges.audio(),
                error,
                events.events());
    }
}
