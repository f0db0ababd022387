package dev.rillcast.broadcast;

import java.time.Duration;

/**
 * How long a broadcast bears with what goes wrong.
 *
 * @param retry how long a lost ingest is tried again; zero: not at all
 * @param stall an ingest that takes nothing for so long is lost
 * @param gap how long the targets are held for a publisher whose connection was lost
 * @param slate whether the last key frame is shown meanwhile
 * @param silence whether there is silence where the publisher sends no sound
 * @param titles whether those who watch are told those of an Icecast stream
 */
public record BroadcastTerms(
        Duration retry,
        Duration stall,
        Duration gap,
        boolean slate,
        boolean silence,
        boolean titles) {
    private static final Duration STALL = Duration.ofSeconds(10);
    private static final Duration GAP = Duration.ofSeconds(30);

    /** With the bounds that are not configured. */
    public BroadcastTerms(Duration retry, boolean slate, boolean silence, boolean titles) {
        this(retry, STALL, GAP, slate, silence, titles);
    }

    /** The same, with neither silence nor titles. */
    public BroadcastTerms(Duration retry, boolean slate) {
        this(retry, slate, false, false);
    }

    /** The same for publishers who can't come back. */
    BroadcastTerms withoutGap() {
        return new BroadcastTerms(retry, stall, Duration.ZERO, slate, silence, titles);
    }
}
