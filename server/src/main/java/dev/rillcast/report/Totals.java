package dev.rillcast.report;

import dev.rillcast.media.Frame;
import dev.rillcast.report.Event.Kind;
import dev.rillcast.tally.Counts;
import dev.rillcast.tally.Histogram;
import java.util.concurrent.atomic.LongAdder;

/**
 * What all broadcasts together did since the server's start. It does not go back when one of them
 * ends. Any thread may write and read.
 */
public final class Totals {
    /** What a frame that went out was. */
    public enum Sent {
        AUDIO,
        /** That passed through as it came. */
        VIDEO,
        TRANSCODED
    }

    /** How an attempt to reach an ingest ended. */
    public enum Attempt {
        PUBLISHED,
        /** The ingest was not reached, or did not take the stream. */
        FAILED,
        /** Nobody may send there. */
        REFUSED
    }

    /** Why an ingest was lost that had taken the stream. */
    public enum Loss {
        BROKEN,
        /** It took nothing for ten seconds. */
        STALLED
    }

    private final Counts<Kind> events = new Counts<>(Kind.class);
    private final Counts<Attempt> attempts = new Counts<>(Attempt.class);
    private final Counts<Loss> losses = new Counts<>(Loss.class);
    private final LongAdder retries = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final Histogram audio = latencies();
    private final Histogram video = latencies();
    private final Histogram transcoded = latencies();
    private final Histogram starts =
            new Histogram(0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1, 1.5, 2, 3, 5, 10, 20, 60);

    private static Histogram latencies() {
        return new Histogram(
                0.000_5, 0.001, 0.002, 0.004, 0.008, 0.016, 0.025, 0.05, 0.1, 0.2, 0.4, 1, 2.5);
    }

    /** What is in the reports' lists of events, and what those had no more room for. */
    public Counts<Kind> events() {
        return events;
    }

    public Counts<Attempt> attempts() {
        return attempts;
    }

    public Counts<Loss> losses() {
        return losses;
    }

    /** How often an ingest was tried again. */
    public long retries() {
        return retries.sum();
    }

    void retry() {
        retries.increment();
    }

    /** Bytes that ingests took, of all of RTMP. */
    public long bytes() {
        return bytes.sum();
    }

    /** Frames that a target did not get because it was slow or away. */
    public long dropped() {
        return dropped.sum();
    }

    void add(long moreBytes, long moreDropped) {
        bytes.add(moreBytes);
        dropped.add(moreDropped);
    }

    /** From a frame's last packet in to its bytes out. */
    public Histogram latency(Sent what) {
        return switch (what) {
            case AUDIO -> audio;
            case VIDEO -> video;
            case TRANSCODED -> transcoded;
        };
    }

    /** Of each frame, so nothing is allocated here. */
    void sent(Frame frame, boolean made, long now) {
        Sent picture = made ? Sent.TRANSCODED : Sent.VIDEO;
        latency(frame.codec().video() ? picture : Sent.AUDIO).record(now - frame.arrival());
    }

    /** From a broadcast's offer to the first frame that its target took. */
    public Histogram starts() {
        return starts;
    }
}
