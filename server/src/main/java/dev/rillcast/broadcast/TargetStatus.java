package dev.rillcast.broadcast;

import dev.rillcast.report.TargetVideo;
import java.time.Duration;
import java.util.Optional;

/**
 * How one target of a broadcast is doing.
 *
 * @param target counts from 1, in the order in which they were given
 * @param text one sentence for people
 * @param video how it gets its video, as soon as that is decided
 * @param attempt the next attempt to reach a lost ingest, from 1; else 0
 * @param retryIn the time until that attempt begins; else zero
 */
public record TargetStatus(
        int target,
        Stage stage,
        String text,
        Optional<TargetVideo> video,
        int attempt,
        Duration retryIn) {
    /** The stages in their order (their numbers are those of the API's {@code BroadcastStatus}). */
    public enum Stage {
        SIGNALLING(4),
        CONNECTED(5),
        BROADCASTING(6),
        RECONNECTING(7),
        /** This target has ended; others go on. */
        FAILED(8);

        private final int state;

        Stage(int state) {
            this.state = state;
        }

        public int state() {
            return state;
        }
    }

    TargetStatus(int target, Stage stage, String text, Optional<TargetVideo> video) {
        this(target, stage, text, video, 0, Duration.ZERO);
    }
}
