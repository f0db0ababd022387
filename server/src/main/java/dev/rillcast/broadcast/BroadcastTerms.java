package dev.rillcast.broadcast;

import java.time.Duration;

/**
 * How long a broadcast bears with what goes wrong.
 *
 * @param retry how long a lost ingest is tried again; zero: not at all
 * @param stall an ingest that takes nothing for so long is lost
 * @param gap how long the targets are held for a publisher whose connection was lost
 * @param slate whether the last key frame is shown meanwhile
 * @param titles whether those who watch are told those of an Icecast stream
 */
public record BroadcastTerms(
        Duration retry, Duration stall, Duration gap, boolean slate, boolean titles) {
    private static final Duration STALL = Duration.ofSeconds(10);
    private static final Duration GAP = Duration.ofSeconds(30);

    /** With the bounds that are not configured. */
    public BroadcastTerms(Duration retry, boolean slate, boolean titles) {
        this(retry, STALL, GAP, slate, titles);
    }

    /** The same, without titles. */
    public BroadcastTerms(Duration retry, boolean slate) {
        this(retry, slate, false);
    }

    /** The same for publishers who can't come back. */
    BroadcastTerms withoutGap() {
        return new BroadcastTerms(retry, stall, Duration.ZERO, slate, titles);
    }
}
