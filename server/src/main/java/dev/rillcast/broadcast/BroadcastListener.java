package dev.rillcast.broadcast;

import java.util.Optional;

/** Who follows a broadcast; called on the broadcast's threads, must not block for long. */
public interface BroadcastListener {
    /** The stages in their order (their numbers are those of the API's {@code BroadcastStatus}). */
    enum Stage {
        SIGNALLING(4),
        CONNECTED(5),
        BROADCASTING(6);

        private final int state;

        Stage(int state) {
            this.state = state;
        }

        public int state() {
            return state;
        }
    }

    /**
     * @param text one sentence for people
     */
    void stage(Stage stage, String text);

    /**
     * The last call, made once.
     *
     * @param failure empty if the broadcast was stopped or its publisher ended it
     */
    void ended(Optional<Failure> failure);
}
