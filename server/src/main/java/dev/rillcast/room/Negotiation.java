package dev.rillcast.room;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What two browsers tell each other to come together (RFC 9429). It is passed on as it is. */
public sealed interface Negotiation {
    /** An offer, an answer, or a rollback. */
    record Description(String type, String sdp) implements Negotiation {}

    /** Candidates as they are found (RFC 8838); an empty one says that there are no more. */
    record Candidates(List<IceCandidate> candidates) implements Negotiation {
        public Candidates {
            candidates = List.copyOf(candidates);
        }
    }

    /** The fields of the browser's own {@code RTCIceCandidateInit}. */
    record IceCandidate(
            String candidate,
            Optional<String> sdpMid,
            OptionalInt sdpMLineIndex,
            Optional<String> usernameFragment) {}
}
