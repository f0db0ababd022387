package dev.rillcast.broadcast;

import dev.rillcast.broadcast.NotStartedException.Reason;
import dev.rillcast.media.Codec;
import dev.rillcast.peer.BadOfferException;
import dev.rillcast.peer.Peer;
import dev.rillcast.peer.UdpDoor;
import dev.rillcast.sdp.Offer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** The broadcasts that run. Safe for all threads. */
public final class Broadcasts implements AutoCloseable {
    private static final Duration END_LIMIT = Duration.ofMillis(1_500);

    /** More than one machine can carry; a flood of offers must end somewhere. */
    private static final int MAX_RUNNING = 1_000;

    private final UdpDoor door;
    private final OutputPolicy policy;
    private final Map<String, Broadcast> running = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final ReentrantLock admission = new ReentrantLock();
    private boolean closed; // guarded by admission

    public Broadcasts(UdpDoor door, OutputPolicy policy) {
        this.door = door;
        this.policy = policy;
    }

    /** A broadcast that has begun, and the SDP answer for its publisher. */
    public record Started(Broadcast broadcast, String answer) {}

    /**
     * Begins a broadcast; its peer waits for the publisher while the ingest is being reached.
     *
     * @throws NotStartedException if the offer's ICE or DTLS part can't be, as many run as may, or
     *     the server stops
     */
    public Started start(Offer offer, Target target, BroadcastListener listener)
            throws NotStartedException {
        String id = newId();
        boolean video = offer.tracks().stream().anyMatch(t -> t.codec().video());
        boolean audio = offer.tracks().stream().anyMatch(t -> t.codec() == Codec.OPUS);
        Broadcast broadcast = new Broadcast(id, target, policy, video, audio, listener);
        Peer peer = admit(offer, broadcast);
        Thread.ofVirtual()
                .name("broadcast-" + id)
                .start(
                        () -> {
                            try {
                                broadcast.run(peer);
                            } finally {
                                running.remove(id); // before anybody hears that it is over
                                broadcast.end();
                            }
                        });
        return new Started(broadcast, peer.answer());
    }

    private Peer admit(Offer offer, Broadcast broadcast) throws NotStartedException {
        admission.lock();
        try {
            if (closed) {
                throw new NotStartedException(Reason.UNAVAILABLE, "the server stops");
            }
            if (running.size() >= MAX_RUNNING) {
                throw new NotStartedException(
                        Reason.UNAVAILABLE, "the server has no room for another broadcast");
            }
            Peer peer = door.accept(offer, broadcast);
            running.put(broadcast.id(), broadcast);
            return peer;
        } catch (BadOfferException e) {
            throw new NotStartedException(Reason.BAD_OFFER, String.valueOf(e.getMessage()));
        } finally {
            admission.unlock();
        }
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

    private void refuseOthers() {
        admission.lock();
        try {
            closed = true;
        } finally {
            admission.unlock();
        }
    }

    /** Ends all, so that no ingest is left with a stream that just stops; no other begins. */
    @Override
    public void close() {
        refuseOthers();
        List<Broadcast> ending = List.copyOf(running.values());
        ending.forEach(broadcast -> broadcast.stop("the server stops"));
        long deadline = System.nanoTime() + END_LIMIT.toNanos();
        for (Broadcast broadcast : ending) {
            try {
                broadcast.awaitEnd(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
