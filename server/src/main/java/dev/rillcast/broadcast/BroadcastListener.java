package dev.rillcast.broadcast;

import dev.rillcast.report.Report;
import java.util.Optional;

/** Who follows a broadcast; called on the broadcast's threads, must not block for long. */
public interface BroadcastListener {
    void status(TargetStatus status);

    /** Whom the operator sees as its publisher: data of a stranger. Always the same. */
    default String publisher() {
        return "";
    }

    /**
     * The last call, made once.
     *
     * @param failure empty if the broadcast was stopped or its publisher ended it
     * @param report how it went
     */
    void ended(Optional<Failure> failure, Report report);
}
