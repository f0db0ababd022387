package dev.rillcast.broadcast;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a lost ingest is tried again: after half a second first, then after twice as long each time
 * up to ten seconds, with jitter, so that the broadcasts of an ingest that has restarted do not all
 * come at once.
 */
final class Retry {
    private static final long FIRST_MILLIS = 500;

    /** With the jitter of a quarter: ten seconds at most. */
    private static final long LAST_MILLIS = 8_000;

    /** An ingest that takes the stream only to drop it at once has not come back. */
    private static final long STEADY = 10_000_000_000L;

    private final Duration limit;
    private final RandomGenerator random;
    private int attempt;
    private long since; // when the outage began
    private long publishedAt;
    private boolean published;

    /**
     * @param limit how long one outage may last; zero: nothing is tried again
     */
    Retry(Duration limit, RandomGenerator random) {
        this.limit = limit;
        this.random = random;
    }

    /** The ingest takes the stream. */
    void published(long now) {
        published = true;
        publishedAt = now;
    }

    /**
     * An attempt has failed, or the ingest was lost.
     *
     * @return how long to wait for the next attempt, or nothing when the outage has lasted too long
     */
    Optional<Duration> next(long now) {
        if (published && now - publishedAt >= STEADY) {
            attempt = 0;
        }
        published = false;
        if (attempt == 0) {
            since = now;
        }
        long left = limit.minusNanos(now - since).toMillis();
        if (left <= 0) {
            return Optional.empty();
        }
        long step = Math.min(FIRST_MILLIS << Math.min(attempt, 10), LAST_MILLIS);
        attempt++;
        return Optional.of(Duration.ofMillis(Math.min(step + random.nextLong(step / 4), left)));
    }

    /** Counts from 1 in each outage. */
    int attempt() {
        return attempt;
    }
}
