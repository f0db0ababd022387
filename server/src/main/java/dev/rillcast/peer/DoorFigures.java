package dev.rillcast.peer;

import dev.rillcast.rtp.Receptions;
import dev.rillcast.tally.Counts;
import dev.rillcast.tally.Histogram;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the media port has seen and done since it was opened, of all clients together. Any thread
 * may read.
 */
public final class DoorFigures {
    /** Why a packet of media or of its reports was not taken. */
    public enum Refused {
        /** Its authentication failed, or it is malformed. */
        FORGED,
        /** It came before. */
        REPLAYED
    }

    /** How a DTLS handshake went. */
    public enum Handshake {
        DONE,
        FAILED,
        /** A hello that found too many under way; the client says it again. */
        POSTPONED
    }

    private final Receptions received = new Receptions();
    private final Counts<Refused> refused = new Counts<>(Refused.class);
    private final Counts<Handshake> handshakes = new Counts<>(Handshake.class);
    private final AtomicInteger handshaking = new AtomicInteger();
    private final AtomicInteger peers = new AtomicInteger();

    /** Three milliseconds are the door's rest. */
    private final Histogram rounds =
            new Histogram(0.001, 0.004, 0.006, 0.008, 0.012, 0.02, 0.05, 0.1, 0.25, 1);

    DoorFigures() {}

    /** What came in, by codec. */
    public Receptions received() {
        return received;
    }

    public Counts<Refused> refused() {
        return refused;
    }

    public Counts<Handshake> handshakes() {
        return handshakes;
    }

    /** How many handshakes are under way. */
    public int handshaking() {
        return handshaking.get();
    }

    void handshakeBegins() {
        handshaking.getAndIncrement();
    }

    void handshakeEnds() {
        handshaking.getAndDecrement();
    }

    /** How many connections there are, or are about to be. */
    public int peers() {
        return peers.get();
    }

    void peers(int now) {
        peers.set(now);
    }

    /**
     * From the beginning of one round to that of the next, while there are peers: so long may a
     * packet have waited to be read.
     */
    public Histogram rounds() {
        return rounds;
    }
}
