package dev.rillcast.peer;

import java.time.Duration;

/**
 * What holds for the media of all clients.
 *
 * @param keyFrameInterval at most so far apart the clients' key frames should be
 * @param maxDelay so long a packet is held at most for one before it that is missing
 */
public record MediaTerms(Duration keyFrameInterval, Duration maxDelay) {}
