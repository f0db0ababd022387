package dev.rillcast.peer;

import dev.rillcast.link.Impairment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToIntFunction;

/** Many senders at one door that does not always get the CPU that it needs; simulated time. */
final class CrowdedDoor {
    /** What Linux's default of 208 kB holds of full packets. */
    private static final int BUFFER = 185;

    private static final int PLENTY = 1_000;
    private static final int BITRATE = 1_500_000;
    private static final Duration MAX_DELAY = Duration.ofMillis(400);
    private static final Impairment LINK =
            Impairment.NONE.withDelay(Duration.ofMillis(10), Duration.ZERO);

    private final ReceiveBuffer buffer = new ReceiveBuffer(BUFFER);
    private final List<LossyLink> links = new ArrayList<>();
    private long now;

    CrowdedDoor(int senders) {
        Random random = new Random(5);
        for (int i = 0; i < senders; i++) {
            VideoSender sender = new VideoSender(random, BITRATE, 20 * LossyLink.MS, true);
            links.add(new LossyLink(sender, LINK, LINK, MAX_DELAY, random, buffer));
        }
    }

    /** Time passes in which the door takes in all that comes. */
    CrowdedDoor run(Duration time) {
        return run(time, PLENTY);
    }

    /** The same while it stands still. */
    CrowdedDoor standStill(Duration time) {
        return run(time, 0);
    }

    /**
     * The same while it can take only so much.
     *
     * @param perRound packets after each of its rests
     */
    CrowdedDoor run(Duration time, int perRound) {
        for (long end = now + time.toNanos(); now < end; now += LossyLink.MS) {
            links.forEach(LossyLink::step);
            if (perRound > 0 && now % LossyLink.REST == 0) {
                buffer.drain(perRound);
                links.forEach(LossyLink::tick);
            }
        }
        return this;
    }

    List<LossyLink> links() {
        return links;
    }

    int sum(ToIntFunction<LossyLink> figure) {
        return links.stream().mapToInt(figure).sum();
    }

    ReceiveBuffer buffer() {
        return buffer;
    }
}
