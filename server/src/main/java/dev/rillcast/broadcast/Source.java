package dev.rillcast.broadcast;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.peer.BadOfferException;
import dev.rillcast.peer.Peer;
import dev.rillcast.peer.PeerEvents;
import dev.rillcast.peer.UdpDoor;
import dev.rillcast.rtp.SenderReport;
import dev.rillcast.rtp.TrackFigures;
import dev.rillcast.sdp.IceFragment;
import dev.rillcast.sdp.Offer;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The publisher's side of a broadcast: the connection by which the media comes, and after a loss
 * the next one. A new connection takes the old one's place once its handshake is done.
 */
final class Source {
    /** What a broadcast hears; on the door's thread, so nothing here may block. */
    interface Listener {
        /**
         * Media can flow.
         *
         * @param again whether it comes by another connection than before
         */
        void connected(boolean again);

        /**
         * @return whether a key frame is wanted
         */
        boolean frame(Frame frame);

        void handOver();

        void report(Codec codec, SenderReport report);

        /** It goes on by another way, over the same connection. */
        void restarted();

        /** The connection was lost; another may come. */
        void lost(String reason);

        /**
         * The publisher has gone or never came.
         *
         * @param reason empty if it went in order
         */
        void gone(Optional<String> reason);
    }

    private final Listener listener;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Link next; // has not connected yet; guarded by lock
    private @Nullable Link last; // the one that was lost last; guarded by lock
    private boolean connected; // ever; guarded by lock
    private boolean closed; // guarded by lock

    /** What came by the connections before the present one; guarded by lock. */
    private final Map<Codec, TrackFigures> earlier = new EnumMap<>(Codec.class);

    private volatile @Nullable Link present;

    Source(Listener listener) {
        this.listener = listener;
    }

    /**
     * Lets the publisher in: by the connection that it has, if the offer is of that, which is an
     * ICE restart; else by a new one, in place of one that has not connected yet.
     *
     * @return the SDP answer
     * @throws BadOfferException if the offer can't be, or is of the connection that was lost
     */
    String connect(UdpDoor door, Offer offer) throws BadOfferException {
        Peer known = known(offer);
        if (known != null) {
            return known.restart(offer);
        }
        Link link = new Link();
        Peer peer = door.accept(offer, link);
        link.peer = peer;
        Link instead;
        lock.lock();
        try {
            count(link, earlier); // nothing yet, but from now on its tracks are known
            instead = closed ? link : next;
            next = closed ? null : link;
        } finally {
            lock.unlock();
        }
        close(instead);
        return peer.answer();
    }

    private @Nullable Peer known(Offer offer) throws BadOfferException {
        lock.lock();
        try {
            for (Link link : connections()) {
                if (link.isOf(offer)) {
                    return link.peer;
                }
            }
            if (last != null && last.isOf(offer)) {
                throw new BadOfferException(
                        "the connection of this offer is over; a new one is needed");
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** The present connection and the next; the caller has the lock. */
    private List<Link> connections() {
        return Stream.of(Optional.ofNullable(present), Optional.ofNullable(next))
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * An ICE restart of the connection that it has.
     *
     * @return our part of it; empty if there is no connection
     */
    Optional<IceFragment> restart(IceFragment client) throws BadOfferException {
        Optional<Peer> peer = peer();
        return peer.isEmpty() ? Optional.empty() : Optional.of(peer.get().restart(client));
    }

    /** Our ICE user name fragment, which tells one ICE session from the next. */
    Optional<String> iceUfrag() {
        return peer().map(Peer::iceUfrag);
    }

    private Optional<Peer> peer() {
        lock.lock();
        try {
            return connections().stream().findFirst().map(link -> link.peer);
        } finally {
            lock.unlock();
        }
    }

    /** Asks the publisher for a key frame. */
    void wantKeyFrame() {
        Link link = present;
        if (link != null) {
            link.wantKeyFrame();
        }
    }

    /** Ends all connections; nothing is told from here on. */
    void close() {
        Link first;
        Link second;
        lock.lock();
        try {
            closed = true;
            first = present;
            second = next;
            count(first, earlier);
            present = null;
            next = null;
        } finally {
            lock.unlock();
        }
        close(first);
        close(second);
    }

    /** What has come in by now, of each track, by all connections. */
    Collection<TrackFigures> figures() {
        lock.lock();
        try {
            Map<Codec, TrackFigures> sum = new EnumMap<>(earlier);
            count(present, sum);
            return List.copyOf(sum.values());
        } finally {
            lock.unlock();
        }
    }

    private static void count(@Nullable Link link, Map<Codec, TrackFigures> sum) {
        Peer peer = link == null ? null : link.peer;
        if (peer != null) {
            peer.figures().forEach(track -> sum.merge(track.codec(), track, TrackFigures::plus));
        }
    }

    private static void close(@Nullable Link link) {
        Peer peer = link == null ? null : link.peer;
        if (peer != null) {
            peer.close();
        }
    }

    /** One connection. What it tells counts only while it is the present one. */
    private final class Link implements PeerEvents {
        private volatile @Nullable Peer peer;

        boolean isOf(Offer offer) {
            Peer connection = peer;
            return connection != null && connection.isOf(offer);
        }

        @Override
        public void restarted() {
            if (present == this) {
                listener.restarted();
            }
        }

        @Override
        public void connected() {
            Link before;
            boolean again;
            lock.lock();
            try {
                if (next != this) {
                    return;
                }
                before = present;
                count(before, earlier);
                again = connected;
                present = this;
                next = null;
                connected = true;
            } finally {
                lock.unlock();
            }
            close(before);
            listener.connected(again);
        }

        @Override
        public void frame(Frame frame) {
            if (present == this && listener.frame(frame)) {
                wantKeyFrame();
            }
        }

        private void wantKeyFrame() {
            Peer connection = peer;
            if (connection != null) {
                connection.wantKeyFrame();
            }
        }

        @Override
        public void handOver() {
            if (present == this) {
                listener.handOver();
            }
        }

        @Override
        public void report(Codec codec, SenderReport report) {
            if (present == this) {
                listener.report(codec, report);
            }
        }

        @Override
        public void closed(Optional<String> reason) {
            boolean first;
            boolean awaited;
            lock.lock();
            try {
                if (this != present && this != next) {
                    return;
                }
                first = !connected;
                if (this == next) {
                    next = null;
                    if (!first) {
                        return; // the present one may still flow, or the gap goes on
                    }
                } else {
                    count(this, earlier);
                    last = this;
                    present = null;
                }
                awaited = next != null;
            } finally {
                lock.unlock();
            }
            if (!first && (awaited || reason.isPresent())) {
                listener.lost(reason.orElse("the browser closed the connection"));
            } else {
                listener.gone(reason);
            }
        }
    }
}
