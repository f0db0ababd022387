package dev.rillcast.sound;

import java.util.Arrays;

/** Sound at 48 kHz, one array per channel, from -1 to 1; mono sound is in the first one. */
final class Samples {
    static final int CHANNELS = 2;

    /** 20 ms, what nearly every packet holds. */
    private static final int USUAL = 960;

    private final float[][] planes = new float[CHANNELS][USUAL];
    private int count;

    float[] plane(int channel) {
        return planes[channel];
    }

    float[][] planes() {
        return planes;
    }

    int count() {
        return count;
    }

    /** Makes room for so many samples; what was there stays. */
    void count(int samples) {
        for (int channel = 0; channel < CHANNELS; channel++) {
            if (samples > planes[channel].length) {
                planes[channel] = Arrays.copyOf(planes[channel], samples);
            }
        }
        count = samples;
    }

    /** Becomes so much silence. */
    void clear(int samples) {
        count(samples);
        for (float[] plane : planes) {
            Arrays.fill(plane, 0, samples, 0f);
        }
    }

    /** Adds some of another's, of so many channels. */
    void append(Samples other, int from, int samples, int channels) {
        int end = count;
        count(end + samples);
        for (int channel = 0; channel < channels; channel++) {
            System.arraycopy(other.planes[channel], from, planes[channel], end, samples);
        }
    }

    /** Forgets the first so many. */
    void drop(int samples) {
        count -= samples;
        for (float[] plane : planes) {
            System.arraycopy(plane, samples, plane, 0, count);
        }
    }

    /** Has mono sound in both channels. */
    void spread() {
        System.arraycopy(planes[0], 0, planes[1], 0, count);
    }

    /** Has both channels' mean in the first. */
    void mixDown() {
        for (int i = 0; i < count; i++) {
            planes[0][i] = (planes[0][i] + planes[1][i]) / 2;
        }
    }

    /** Cuts what is louder than full scale; the encoder refuses what is not a number. */
    void clip() {
        for (float[] plane : planes) {
            for (int i = 0; i < count; i++) {
                float sample = plane[i];
                plane[i] = Float.isNaN(sample) ? 0f : Math.clamp(sample, -1f, 1f);
            }
        }
    }
}
