package dev.rillcast.signal;

import dev.rillcast.auth.Credentials;
import java.util.Optional;

/** What a client asks for (docs/signalling.md). */
sealed interface ClientMessage {
    long id();

    /**
     * @param version of the protocol
     */
    record SignIn(long id, int version, Credentials credentials) implements ClientMessage {}

    record SignOut(long id) implements ClientMessage {}

    /**
     * @param sdp the browser's offer
     */
    record StartBroadcast(long id, String sdp, String output, Optional<String> streamName)
            implements ClientMessage {}

    record StopBroadcast(long id) implements ClientMessage {}
}
