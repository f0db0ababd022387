package dev.rillcast.link;

import java.time.Duration;

/**
 * What one direction of a link does to its packets.
 *
 * @param loss the share of packets that are lost, 0 to 1
 * @param burst how many packets a loss takes on average; 1: each is lost or not by itself
 * @param delay of each packet
 * @param jitter added to the delay, from nothing to this, evenly, and another each 20 ms; packets
 *     keep their order
 * @param reordered the share of packets that overtake those before them, as they are not delayed
 * @param duplicated the share of packets that come twice
 * @param rate in bit/s, of UDP's payload; 0: without a limit
 * @param queue so long a packet may wait for the rate before what follows is lost
 */
public record Impairment(
        double loss,
        double burst,
        Duration delay,
        Duration jitter,
        double reordered,
        double duplicated,
        long rate,
        Duration queue) {
    /** A link that does nothing to its packets. */
    public static final Impairment NONE =
            new Impairment(0, 1, Duration.ZERO, Duration.ZERO, 0, 0, 0, Duration.ofMillis(200));

    /** The same with packets lost, each by itself. */
    public Impairment withLoss(double share) {
        return withBursts(share, 1);
    }

    /** The same with packets lost, so many at once on average. */
    public Impairment withBursts(double share, double length) {
        return new Impairment(share, length, delay, jitter, reordered, duplicated, rate, queue);
    }

    /** The same with each packet delayed. */
    public Impairment withDelay(Duration fixed, Duration varying) {
        return new Impairment(loss, burst, fixed, varying, reordered, duplicated, rate, queue);
    }

    /** The same with no more than this, in bit/s. */
    public Impairment withRate(long limit) {
        return new Impairment(loss, burst, delay, jitter, reordered, duplicated, limit, queue);
    }
}
