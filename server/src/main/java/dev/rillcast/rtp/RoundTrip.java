package dev.rillcast.rtp;

/**
 * How long a packet takes that was asked for again, as RFC 6298 2 measures it. Owned by the UDP
 * door's thread.
 */
final class RoundTrip {
    /**
     * What is assumed before anything was measured: more than within a country, less than across an
     * ocean.
     */
    private static final long ASSUMED = 80_000_000;

    private static final long SHORTEST = 1_000_000;
    private static final long LONGEST = 3_000_000_000L;

    /**
     * After so many answers in a row that came to a second request, the first was asked too soon.
     */
    private static final int UNCLEAR_LIMIT = 4;

    private static final long MARGIN = 6_000_000;
    private long mean = ASSUMED;
    private long deviation = 10_000_000;
    private int samples;
    private int unclear;

    /**
     * What was asked for has come.
     *
     * @param took since the first request
     * @param repeated whether it was asked for again since; then nobody knows which request was
     *     answered (Karn's algorithm, RFC 6298 3)
     */
    void answered(long took, boolean repeated) {
        if (repeated && samples > 0 && ++unclear < UNCLEAR_LIMIT) {
            return;
        }
        unclear = 0;
        long sample = Math.clamp(took, SHORTEST, LONGEST);
        if (samples == 0) {
            mean = sample;
            deviation = sample / 8;
        } else {
            deviation += (Math.abs(sample - mean) - deviation) / 4;
            mean += (sample - mean) / Math.min(samples + 1, 8);
        }
        samples++;
    }

    long mean() {
        return mean;
    }

    /** What an answer takes at most, as far as is known. */
    long most() {
        return mean + Math.max(MARGIN, 2 * deviation);
    }

    boolean measured() {
        return samples > 0;
    }
}
