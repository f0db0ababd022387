package dev.rillcast.media;

/**
 * The frames behind it come by another connection, so that both tracks count anew.
 *
 * @param moment when that began, as {@link Frame#arrival()} counts
 */
public record Discontinuity(long moment) implements MediaItem {
    @Override
    public int length() {
        return 0;
    }
}
