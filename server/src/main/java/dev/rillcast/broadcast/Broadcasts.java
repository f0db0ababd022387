package dev.rillcast.broadcast;

import dev.rillcast.media.Codec;
import dev.rillcast.peer.Peer;
import dev.rillcast.peer.UdpDoor;
import dev.rillcast.sdp.Offer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The broadcasts that run. Safe for all threads. */
public final class Broadcasts implements AutoCloseable {
    private static final Duration END_LIMIT = Duration.ofSeconds(2);

    private final UdpDoor door;
    private final OutputPolicy policy;
    private final Map<String, Broadcast> running = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();

    public Broadcasts(UdpDoor door, OutputPolicy policy) {
        this.door = door;
        this.policy = policy;
    }

    /** A broadcast that has begun, and the SDP answer for its publisher. */
    public record Started(Broadcast broadcast, String answer) {}

    /** Begins a broadcast; its peer waits for the publisher while the ingest is being reached. */
    public Started start(Offer offer, Target target, BroadcastListener listener) {
        String id = newId();
        boolean video = offer.tracks().stream().anyMatch(t -> t.codec().video());
        boolean audio = offer.tracks().stream().anyMatch(t -> t.codec() == Codec.OPUS);
        Broadcast broadcast = new Broadcast(id, target, policy, video, audio, listener);
        Peer peer = door.accept(offer, broadcast);
        running.put(id, broadcast);
        Thread.ofVirtual()
                .name("broadcast-" + id)
                .start(
                        () -> {
                            try {
                                broadcast.run(peer);
                            } finally {
                                running.remove(id);
                            }
                        });
        return new Started(broadcast, peer.answer());
    }

    private String newId() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    public Optional<Broadcast> find(String id) {
        return Optional.ofNullable(running.get(id));
    }

    public int count() {
        return running.size();
    }

    /** Ends all, so that no ingest is left with a stream that just stops. */
    @Override
    public void close() {
        running.values().forEach(b -> b.stop("the server stops"));
        long deadline = System.nanoTime() + END_LIMIT.toNanos();
        for (Broadcast broadcast : running.values()) {
            try {
                broadcast.awaitEnd(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
