package dev.rillcast.report;

import java.time.Duration;
import java.util.Optional;

/**
 * Something that happened to a broadcast or to one of its targets.
 *
 * @param at since the broadcast's start
 * @param text a sentence for people
 */
public record Event(Duration at, Kind kind, Optional<String> text) {
    /** What it was; the names are those of docs/signalling.md in capitals. */
    public enum Kind {
        // of a broadcast
        STARTED,
        CONNECTED,
        FIRST_FRAME,
        PUBLISHER_LOST,
        PUBLISHER_BACK,
        /** By another way, with the connection that it had: an ICE restart. */
        PUBLISHER_MOVED,
        ENDED,
        // of a target
        PUBLISHED,
        LOST,
        /** Its transcoder, after the child process died or hung. */
        RESTARTED,
        /** Video is dropped, as it takes less than comes. */
        SLOW,
        SOURCE_LOST,
        SOURCE_BACK,
        FAILED,
        // of either: what follows is not told
        MORE
    }
}
