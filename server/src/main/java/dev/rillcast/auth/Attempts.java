package dev.rillcast.auth;

import dev.rillcast.auth.RefusedException.Reason;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slows down who guesses: after five wrong attempts in a row an address has to wait, 1 s, then 2, 4
 * and so on up to 60. An IPv6 address stands for its /64, which is what one host can choose from.
 *
 * <p>Times are those of {@link System#nanoTime()}. Safe for many threads.
 */
final class Attempts {
    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
    static final int FREE = 5;
    static final int MAX_AT_ONCE = 32;
    static final int MAX_ADDRESSES = 10_000;
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration FORGOTTEN = Duration.ofMinutes(15);
    private static final int NETWORK_BYTES = 8;

    /** The one that tried least lately comes first, and has to go when there are too many. */
    private final Map<ByteBuffer, Tries> table =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Tries> eldest) {
                    return size() > MAX_ADDRESSES;
                }
            };

    private static final class Tries {
        int wrong;
        int running;
        long lastWrong;
    }

    /** How an attempt ended. */
    enum Outcome {
        RIGHT,
        WRONG,
        /** Nobody could tell. */
        UNKNOWN
    }

    /**
     * Begins an attempt, which must be ended.
     *
     * @throws RefusedException if the address has to wait; nothing was begun then
     */
    synchronized void begin(InetAddress address, long now) throws RefusedException {
        Tries tries = table.computeIfAbsent(key(address), _ -> new Tries());
        long sinceWrong = now - tries.lastWrong;
        if (tries.wrong > 0 && sinceWrong >= FORGOTTEN.toNanos()) {
            tries.wrong = 0;
        }
        long left = tries.wrong < FREE ? 0 : wait(tries.wrong).toNanos() - sinceWrong;
        if (left > 0) {
            long seconds = Math.ceilDiv(left, Duration.ofSeconds(1).toNanos());
            throw new RefusedException(
                    Reason.TOO_MANY_ATTEMPTS,
                    "too many wrong attempts from your address; try again in " + seconds + " s");
        }
        // Otherwise a thousand guesses at the same moment would all be the first.
        if (tries.running >= (tries.wrong < FREE ? MAX_AT_ONCE : 1)) {
            throw new RefusedException(
                    Reason.TOO_MANY_ATTEMPTS,
                    "too many attempts from your address at the same time; try again in 1 s");
        }
        tries.running++;
    }

    /** Ends an attempt. */
    synchronized void end(InetAddress address, Outcome outcome, long now) {
        Tries tries = table.computeIfAbsent(key(address), _ -> new Tries());
        tries.running = Math.max(0, tries.running - 1);
        switch (outcome) {
            case RIGHT -> tries.wrong = 0;
            case WRONG -> {
                tries.wrong++;
                tries.lastWrong = now;
                if (tries.wrong == FREE) {
                    LOG.info(
                            "{} wrong attempts from {}: the next ones have to wait",
                            FREE,
                            address.getHostAddress());
                }
            }
            case UNKNOWN -> {}
        }
        if (tries.wrong == 0 && tries.running == 0) {
            table.remove(key(address));
        }
    }

    private static Duration wait(int wrong) {
        int doublings = Math.min(wrong - FREE, 6);
        Duration wait = Duration.ofSeconds(1L << doublings);
        return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
    }

    private static ByteBuffer key(InetAddress address) {
        byte[] bytes = address.getAddress();
        return ByteBuffer.wrap(Arrays.copyOf(bytes, Math.min(bytes.length, NETWORK_BYTES)));
    }

    synchronized int addresses() {
        return table.size();
    }
}
