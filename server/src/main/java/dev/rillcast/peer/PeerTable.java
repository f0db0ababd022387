package dev.rillcast.peer;

import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the peer that a datagram or a check belongs to; a TCP connection knows its own. Owned by
 * the UDP door's thread.
 */
final class PeerTable {
    /** A client has a handful of addresses at a time; one that roams leaves old ones behind. */
    static final int MAX_ADDRESSES_PER_PEER = 16;

    private final Map<String, Peer> byUfrag = new HashMap<>();
    private final Map<SocketAddress, Peer> byAddress = new HashMap<>();
    private final Map<Peer, ArrayDeque<SocketAddress>> addresses = new HashMap<>();
    private final Map<Peer, List<String>> ufrags = new HashMap<>();

    void add(Peer peer) {
        addresses.put(peer, new ArrayDeque<>());
        renamed(peer);
    }

    /** The peer's checks name other fragments of ours than before, as an ICE restart makes them. */
    void renamed(Peer peer) {
        if (addresses.containsKey(peer)) {
            forgetUfrags(peer);
            List<String> its = peer.ice().ufrags();
            its.forEach(ufrag -> byUfrag.put(ufrag, peer));
            ufrags.put(peer, its);
        }
    }

    private void forgetUfrags(Peer peer) {
        List<String> its = ufrags.remove(peer);
        if (its != null) {
            its.forEach(byUfrag::remove);
        }
    }

    void remove(Peer peer) {
        forgetUfrags(peer);
        ArrayDeque<SocketAddress> its = addresses.remove(peer);
        if (its != null) {
            its.forEach(address -> byAddress.remove(address, peer));
        }
    }

    /**
     * Notes an address that ICE has validated; what comes from it is the peer's from now on. Of too
     * many the one that was noted first is forgotten.
     */
    void validated(SocketAddress remote, Peer peer) {
        ArrayDeque<SocketAddress> its = addresses.get(peer);
        if (its == null || byAddress.put(remote, peer) == peer) {
            return;
        }
        its.remove(remote); // it was the peer's before it was another's
        its.addLast(remote);
        if (its.size() > MAX_ADDRESSES_PER_PEER) {
            byAddress.remove(its.removeFirst(), peer);
        }
    }

    @Nullable Peer ofUfrag(String ufrag) {
        return byUfrag.get(ufrag);
    }

    @Nullable Peer ofAddress(SocketAddress remote) {
        return byAddress.get(remote);
    }

    Collection<Peer> all() {
        return addresses.keySet();
    }

    int size() {
        return addresses.size();
    }

    boolean isEmpty() {
        return addresses.isEmpty();
    }
}
