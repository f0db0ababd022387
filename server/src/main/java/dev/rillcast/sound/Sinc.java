package dev.rillcast.sound;

/** A windowed sinc: what a signal is between its samples. */
final class Sinc {
    /** Of the Kaiser window: what is wrong is 80 dB below what is right. */
    private static final double BETA = 8;

    private Sinc() {}

    /**
     * The filters for the moments between two samples, one for each {@code 1 / count} of the
     * distance, beginning at the first of the two.
     *
     * @param half how many samples on each side go into one
     * @param cut the highest frequency that passes, against half the sample rate; with 1, the first
     *     filter leaves the signal as it is
     */
    static float[][] phases(int count, int half, double cut) {
        float[][] filters = new float[count][2 * half];
        for (int phase = 0; phase < count; phase++) {
            for (int tap = 0; tap < 2 * half; tap++) {
                double distance = tap - half + 1 - (double) phase / count;
                double window = kaiser(distance / half);
                filters[phase][tap] = (float) (cut * sinc(cut * distance) * window);
            }
        }
        return filters;
    }

    /** The sum over a filter laid on the samples from the given one on. */
    static float dot(float[] filter, float[] samples, int from) {
        float even = 0;
        float odd = 0;
        for (int tap = 0; tap < filter.length; tap += 2) {
            even += filter[tap] * samples[from + tap];
            odd += filter[tap + 1] * samples[from + tap + 1];
        }
        return even + odd;
    }

    private static double sinc(double x) {
        if (x == Math.rint(x)) { // exact, so that what is not moved does not change
            return x == 0 ? 1 : 0;
        }
        return Math.sin(Math.PI * x) / (Math.PI * x);
    }

    private static double kaiser(double x) {
        return Math.abs(x) > 1 ? 0 : bessel(BETA * Math.sqrt(1 - x * x)) / bessel(BETA);
    }

    /** The modified Bessel function of the first kind and order 0. */
    private static double bessel(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; term > sum * 1e-12; k++) {
            term *= x * x / 4 / k / k;
            sum += term;
        }
        return sum;
    }
}
