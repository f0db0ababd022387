package dev.rillcast.auth;

import java.time.Duration;
import java.util.Optional;

/**
 * What somebody who was let in may do. What is empty is free.
 *
 * @param room the only room that may be entered
 * @param streamName the only name that a stream may have
 * @param output the only RTMP URL, without the stream's name, that a broadcast may go to
 * @param lifetime how long the session may last
 */
public record Grant(
        Optional<String> room,
        Optional<String> streamName,
        Optional<String> output,
        Optional<Duration> lifetime) {
    /** Everything, for as long as one likes. */
    public static final Grant ALL =
            new Grant(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
