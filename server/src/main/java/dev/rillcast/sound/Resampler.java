package dev.rillcast.sound;

/**
 * Makes sound longer or shorter by a few samples without cutting it: while it is told of an error,
 * it runs by 0.1 to 0.4 % too slow or too fast, each sample being made of those around its moment.
 * Else it passes on what it gets, to the bit. Both go over into each other without a step, since a
 * correction ends with a whole sample. Owned by one thread at a time.
 */
final class Resampler {
    /** Samples on each side that go into one, and that wait for the next sound. */
    private static final int HALF = 16;

    /** Moments between two samples; at the smallest speed each is used once. */
    private static final int PHASES = 1_024;

    private static final float[][] FILTERS = Sinc.phases(PHASES, HALF, 1);

    /** 2.5 ms: less is left as it is. */
    private static final int TOLERANCE = 120;

    /** From 10 ms on it goes twice as fast, from 50 ms on four times. */
    private static final int FAST = 480;

    private static final int FASTER = 2_400;

    private final Samples heard = new Samples();
    private final Samples out = new Samples();
    private int channels = 1;
    private int at; // where in what was heard the next sample is to be made
    private int phase; // and how far behind it
    private int step; // in phases, for each sample; above 0 too fast
    private int error;

    Resampler() {
        reset();
    }

    /** Forgets what was heard. */
    void reset() {
        heard.clear(HALF);
        at = HALF;
        phase = 0;
        step = 0;
        error = 0;
    }

    /** Has two channels from now on; what was heard is in both. */
    void stereo() {
        channels = 2;
        heard.spread();
    }

    /** How many samples were heard and not yet given out. */
    int held() {
        return heard.count() - at;
    }

    /** By how many samples the sound should become longer, or shorter. */
    void error(int samples) {
        error = samples;
    }

    /** The sound that follows with what is heard now; valid until the next call. */
    Samples hear(Samples samples, int from, int count) {
        heard.drop(at - HALF);
        at = HALF;
        heard.append(samples, from, count, channels);
        int last = heard.count() - HALF; // there must be as many behind
        out.clear(0);
        while (at < last) {
            if (phase == 0) {
                choose();
            }
            if (step == 0) {
                out.append(heard, at, last - at, channels);
                at = last;
            } else {
                between(last);
            }
        }
        return out;
    }

    /** Between whole samples only, so that what follows may be passed on as it is. */
    private void choose() {
        int size = Math.abs(error);
        boolean goesOn = step != 0 && (error < 0) == (step > 0) && size > 0;
        if (!goesOn && size < TOLERANCE) {
            step = 0;
            return;
        }
        int speed = size < FAST ? 1 : size < FASTER ? 2 : 4;
        step = error < 0 ? speed : -speed;
        error += Integer.signum(step); // with the sample that is now left out or put in
    }

    /** Up to the next whole sample, or the end. */
    private void between(int last) {
        do {
            int to = out.count();
            out.count(to + 1);
            for (int channel = 0; channel < channels; channel++) {
                out.plane(channel)[to] =
                        Sinc.dot(FILTERS[phase], heard.plane(channel), at - HALF + 1);
            }
            phase += step;
            at += 1 + Math.floorDiv(phase, PHASES);
            phase = Math.floorMod(phase, PHASES);
        } while (phase != 0 && at < last);
    }
}
