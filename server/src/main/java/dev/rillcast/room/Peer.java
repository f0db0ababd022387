package dev.rillcast.room;

/**
 * A member as the others of the room see it.
 *
 * @param userName as the user gave it: data of a stranger
 */
public record Peer(
        String userId, String userName, PeerState state, boolean audioMuted, boolean videoMuted) {}
