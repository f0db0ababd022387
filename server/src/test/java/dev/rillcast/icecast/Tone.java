package dev.rillcast.icecast;

import dev.rillcast.sound.PcmSource;

/** What is heard of a source that is read as fast as the wall's clock goes. */
final class Tone {
    static final int RATE = 48_000;

    /** Quieter than this is silence. */
    private static final double QUIET = 1e-4;

    private Tone() {}

    /**
     * The pitch of the next tenth of a second.
     *
     * @return hertz, to the next ten; 0: silence
     */
    static int next(PcmSource source) {
        float[][] planes = new float[2][RATE / 10];
        int count = source.read(planes, RATE / 10);
        double power = 0;
        int crossings = 0;
        for (int i = 1; i < count; i++) {
            power += planes[0][i] * planes[0][i] / RATE * 10;
            crossings += planes[0][i - 1] < 0 && planes[0][i] >= 0 ? 1 : 0;
        }
        return power < QUIET ? 0 : crossings * 10;
    }
}
