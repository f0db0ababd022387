package dev.rillcast.transcode;

import java.util.Arrays;

/** Decoded stereo sound at 48 kHz, one array per channel, from -1 to 1. */
final class Samples {
    static final int CHANNELS = 2;

    /** 20 ms, what nearly every packet holds. */
    private static final int USUAL = 960;

    private final float[][] planes = new float[CHANNELS][USUAL];
    private int count;

    float[] plane(int channel) {
        return planes[channel];
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

    float[][] planes() {
        return planes;
    }

    /** Has mono sound, which is in the first channel, in both. */
    void spread(int channels) {
        if (channels == 1) {
            System.arraycopy(planes[0], 0, planes[1], 0, count);
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
