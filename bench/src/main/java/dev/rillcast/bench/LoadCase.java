package dev.rillcast.bench;

/** What becomes of the sound under load. */
enum LoadCase {
    AAC("H.264 + AAC", 6.5, true),
    VIDEO("video only", 1.2, false),
    OPUS("H.264 + Opus passed through", 1.8, true);

    private final String title;
    private final double cpuAim;
    private final boolean sound;

    LoadCase(String title, double cpuAim, boolean sound) {
        this.title = title;
        this.cpuAim = cpuAim;
        this.sound = sound;
    }

    String title() {
        return title;
    }

    /** In milliseconds per stream-second. */
    double cpuAim() {
        return cpuAim;
    }

    /** Whether the publisher sends any. */
    boolean sound() {
        return sound;
    }
}
