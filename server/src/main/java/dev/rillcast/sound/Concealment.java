package dev.rillcast.sound;

/** Sound in place of packets that did not come: the last one, fading away, then silence. */
final class Concealment {
    /** 60 ms: longer sounds like a stuck record. */
    static final int FADE = 2_880;

    /** The most that {@link #next} gives at once. */
    static final int PIECE = 960;

    private final Samples last;
    private final Samples piece = new Samples();
    private int concealed;

    /** {@code last} is the most recent decoded packet. */
    Concealment(Samples last) {
        this.last = last;
    }

    /** To be called when {@code last} was filled anew. */
    void reset() {
        concealed = 0;
    }

    /**
     * The next {@code count} samples of the gap, {@link #PIECE} at most; valid until the next call.
     */
    Samples next(int count) {
        piece.count(count);
        for (int channel = 0; channel < Samples.CHANNELS; channel++) {
            float[] from = last.plane(channel);
            float[] to = piece.plane(channel);
            for (int i = 0; i < count; i++) {
                int age = concealed + i;
                to[i] =
                        last.count() == 0 || age >= FADE
                                ? 0f
                                : from[age % last.count()] * (1f - (float) age / FADE);
            }
        }
        concealed = Math.min(concealed + count, FADE);
        return piece;
    }
}
