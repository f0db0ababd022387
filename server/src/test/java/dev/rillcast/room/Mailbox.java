package dev.rillcast.room;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps what each user is told, in order. */
final class Mailbox implements Post {
    private Map<String, List<RoomEvent>> told = new HashMap<>();

    @Override
    public synchronized void deliver(String userId, RoomEvent event) {
        told.computeIfAbsent(userId, _ -> new ArrayList<>()).add(event);
    }

    /** What all were told since this was asked the last time. */
    synchronized Map<String, List<RoomEvent>> takeAll() {
        Map<String, List<RoomEvent>> taken = told;
        told = new HashMap<>();
        return taken;
    }

    /** What one was told since this was asked the last time. */
    synchronized List<RoomEvent> take(String userId) {
        return Optional.ofNullable(told.remove(userId)).orElse(List.of());
    }

    /** The same without the lists of peers. */
    List<RoomEvent> takeCalls(String userId) {
        return take(userId).stream()
                .filter(event -> !(event instanceof RoomEvent.PeersChanged))
                .toList();
    }

    /** The list of peers that one was told last; nothing else is kept for it. */
    List<Peer> takePeers(String userId) {
        return take(userId).stream()
                .filter(RoomEvent.PeersChanged.class::isInstance)
                .map(event -> ((RoomEvent.PeersChanged) event).peers())
                .toList()
                .getLast();
    }
}
