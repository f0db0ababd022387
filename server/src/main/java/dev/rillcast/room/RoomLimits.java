package dev.rillcast.room;

import java.time.Duration;

/**
 * What a room may hold.
 *
 * @param members in one room at once
 * @param calls of one member at once, those that ring included
 * @param ringing so long a call waits for its answer
 */
public record RoomLimits(int members, int calls, Duration ringing) {
    public RoomLimits {
        if (members < 1 || calls < 1) {
            throw new IllegalArgumentException("a room without members or calls is of no use");
        }
    }
}
