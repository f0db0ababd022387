package dev.rillcast.peer;

import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the peer that a datagram belongs to. Owned by the UDP door's thread. */
final class PeerTable {
    /** A client has a handful of addresses; more is somebody playing. */
    private static final int MAX_ADDRESSES_PER_PEER = 16;

    private final Map<String, Peer> byUfrag = new HashMap<>();
    private final Map<SocketAddress, Peer> byAddress = new HashMap<>();

    void add(Peer peer) {
        byUfrag.put(peer.ice().local().ufrag(), peer);
    }

    void remove(Peer peer) {
        byUfrag.remove(peer.ice().local().ufrag());
        byAddress.values().removeIf(p -> p == peer);
    }

    /** Notes an address that ICE has validated; what comes from it is the peer's from now on. */
    void validated(SocketAddress remote, Peer peer) {
        if (byAddress.get(remote) == peer) {
            return;
        }
        if (byAddress.values().stream().filter(p -> p == peer).count() < MAX_ADDRESSES_PER_PEER) {
            byAddress.put(remote, peer);
        }
    }

    @Nullable Peer ofUfrag(String ufrag) {
        return byUfrag.get(ufrag);
    }

    @Nullable Peer ofAddress(SocketAddress remote) {
        return byAddress.get(remote);
    }

    Iterable<Peer> all() {
        return byUfrag.values();
    }

    boolean isEmpty() {
        return byUfrag.isEmpty();
    }
}
