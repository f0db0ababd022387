package dev.rillcast.icecast;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The latest title, held back until the sound that came with it is heard: some seconds of it wait.
 * No more than one a second is given out, whatever a server sends. Owned by one thread.
 */
final class PendingTitle {
    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);

    private @Nullable String pending;
    private long place;
    private String told = "";
    private long toldAt;

    /**
     * Takes a title, in the place of one that still waits.
     *
     * @param at the place of its sound, in samples
     */
    void offer(String title, long at) {
        pending = title;
        place = at;
    }

    /**
     * The title that begins now, if one does that is not the one before.
     *
     * @param heard up to where the sound is heard
     * @param now of {@link System#nanoTime}
     */
    Optional<String> due(long heard, long now) {
        boolean soon = !told.isEmpty() && now - toldAt < INTERVAL;
        if (pending == null || heard < place || soon) {
            return Optional.empty();
        }
        String title = pending;
        pending = null;
        if (title.equals(told)) {
            return Optional.empty();
        }
        told = title;
        toldAt = now;
        return Optional.of(title);
    }
}
