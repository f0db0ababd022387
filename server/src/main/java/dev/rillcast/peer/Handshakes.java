package dev.rillcast.peer;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Bounds the handshakes under way, as they are the dearest thing that a client may ask for. Who
 * finds no room is not refused: DTLS says its hello again until there is some (RFC 6347 4.2.4).
 * Owned by the UDP door's thread.
 */
final class Handshakes {
    static final int MAX = 256;

    /** An office behind one address comes in together at most so fast. */
    static final int MAX_PER_ADDRESS = 32;

    /** Whoever has one IPv6 address has all with this prefix, of 64 bits. */
    private static final int PREFIX = 8;

    private final Map<String, Integer> byAddress = new HashMap<>();
    private int underWay;

    /**
     * @return false if there are too many; else {@link #end} has to be called once it is over
     */
    boolean begin(InetAddress remote) {
        String key = key(remote);
        int same = byAddress.getOrDefault(key, 0);
        if (underWay >= MAX || same >= MAX_PER_ADDRESS) {
            return false;
        }
        underWay++;
        byAddress.put(key, same + 1);
        return true;
    }

    void end(InetAddress remote) {
        underWay--;
        byAddress.computeIfPresent(key(remote), (_, same) -> same == 1 ? null : same - 1);
    }

    /** What addresses have in common that are one party's. */
    static String key(InetAddress remote) {
        byte[] bytes = remote.getAddress();
        return HexFormat.of().formatHex(Arrays.copyOf(bytes, Math.min(PREFIX, bytes.length)));
    }
}
