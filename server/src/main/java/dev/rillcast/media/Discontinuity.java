package dev.rillcast.media;

/** The frames behind it come by another connection, so that both tracks count anew. */
public record Discontinuity() implements MediaItem {
    @Override
    public int length() {
        return 0;
    }
}
