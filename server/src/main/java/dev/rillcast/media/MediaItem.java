package dev.rillcast.media;

/** What goes through a broadcast, in the order in which it came. */
public sealed interface MediaItem permits Frame, DataMessage, Discontinuity {
    /** In bytes. */
    int length();
}
