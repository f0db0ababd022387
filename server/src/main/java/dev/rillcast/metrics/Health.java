package dev.rillcast.metrics;

import dev.rillcast.peer.UdpDoor;
import dev.rillcast.transcode.Transcoders;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whether the server does what it is there for, for those who start it anew or send it work. Safe
 * for all threads.
 */
public final class Health {
    /** A round of the door takes milliseconds; one of so long will not end. */
    private static final long STUCK = Duration.ofSeconds(10).toNanos();

    private enum Phase {
        STARTING,
        SERVING,
        STOPPING
    }

    private final UdpDoor door;
    private final Transcoders transcoders;
    private volatile Phase phase = Phase.STARTING;

    /**
     * An answer.
     *
     * @param good whether it is yes
     * @param status in a word
     * @param parts the same of each part
     */
    public record Answer(boolean good, String status, Map<String, String> parts) {}

    public Health(UdpDoor door, Transcoders transcoders) {
        this.door = door;
        this.transcoders = transcoders;
    }

    /** All is open. */
    public void serving() {
        phase = Phase.SERVING;
    }

    /** The end has begun: broadcasts are being ended, and no other begins. */
    public void stopping() {
        phase = Phase.STOPPING;
    }

    /**
     * Whether it makes sense to let the process run: if not, only a new one helps.
     *
     * @param now {@link System#nanoTime()}
     */
    public Answer live(long now) {
        boolean good = phase != Phase.SERVING || media(now).equals("up");
        return new Answer(good, good ? "up" : "down", Map.of());
    }

    /**
     * Whether it takes broadcasts.
     *
     * @param now {@link System#nanoTime()}
     */
    public Answer ready(long now) {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("media", media(now));
        parts.put("transcoding", transcoding());
        return switch (phase) {
            case STARTING -> new Answer(false, "starting", parts);
            case STOPPING -> new Answer(false, "stopping", parts);
            case SERVING -> {
                boolean up = media(now).equals("up");
                boolean whole = !transcoding().equals("down");
                yield new Answer(up, up ? whole ? "up" : "degraded" : "down", parts);
            }
        };
    }

    private String media(long now) {
        return door.open() && door.behind(now) < STUCK ? "up" : "down";
    }

    /** Without it, H.264 still passes through. */
    private String transcoding() {
        if (transcoders.max() == 0) {
            return "off";
        }
        return transcoders.broken() ? "down" : "up";
    }
}
