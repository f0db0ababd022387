package dev.rillcast.peer;

import java.time.Duration;

/**
 * What holds for the media of all clients.
 *
 * @param keyFrameInterval at most so far apart the clients' key frames should be
 * @param maxDelay so long a missing packet is asked for at most, while those behind it wait
 */
public record MediaTerms(Duration keyFrameInterval, Duration maxDelay) {}
