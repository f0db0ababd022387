package dev.rillcast.bench;

/** What a server must not have more of when all who used it have gone. */
enum SoakMeasure {
    /** After a collection; the margin is for what is told of broadcasts that have ended. */
    HEAP("heap after a collection, MB", 8),

    /** By the JVM's account of what it calls other: direct buffers, and little else. */
    DIRECT("direct memory, MB", 1),

    /**
     * In use by the JVM and by native libraries; compiled code and its making vary by megabytes.
     */
    NATIVE("native heap in use, MB", 24),

    RESIDENT("resident memory, MB", 60),
    PLATFORM("platform threads", 4),
    VIRTUAL("virtual threads", 2),
    HANDLES("file handles", 4),
    CHILDREN("children", 0);

    private final String title;
    private final double margin;

    SoakMeasure(String title, double margin) {
        this.title = title;
        this.margin = margin;
    }

    /** With its unit. */
    String title() {
        return title;
    }

    /** By how much it may have grown. */
    double margin() {
        return margin;
    }
}
