package dev.rillcast.sound;

/** By how much too much waits in a source, but for its bursts. */
final class Surplus {
    /** 10 s, over which the mean is taken. */
    private static final double MEAN_OVER = 480_000;

    /** What is off by a smaller part of what should wait is left as it is. */
    private static final double TOLERANCE = 1 / 16.0;

    private double mean;
    private boolean correcting;

    /**
     * How many samples too many wait, or below 0 too few; 0 while that is no matter.
     *
     * @param passed samples of the line since the last call
     */
    int of(PcmSource source, int passed) {
        int waiting = source.waiting() - source.aim();
        mean += (waiting - mean) * Math.min(1, passed / MEAN_OVER);
        double share = Math.abs(mean) / Math.max(1, source.aim());
        correcting = share > (correcting ? TOLERANCE / 4 : TOLERANCE);
        return correcting ? (int) mean : 0;
    }
}
