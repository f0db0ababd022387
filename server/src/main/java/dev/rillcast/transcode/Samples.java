package dev.rillcast.transcode;

/** Up to 120 ms of decoded stereo sound at 48 kHz, one array per channel, from -1 to 1. */
final class Samples {
    static final int CHANNELS = 2;

    private final float[][] planes = new float[CHANNELS][OpusPacket.MAX_SAMPLES];
    private int count;

    float[] plane(int channel) {
        return planes[channel];
    }

    int count() {
        return count;
    }

    void count(int samples) {
        count = samples;
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
