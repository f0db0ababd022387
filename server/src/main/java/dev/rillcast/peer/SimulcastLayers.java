package dev.rillcast.peer;

import dev.rillcast.media.Frame;
import dev.rillcast.rtp.RtpPacket;
import dev.rillcast.rtp.SenderReport;
import org.jspecify.annotations.Nullable;

/**
 * Chooses among the layers of a simulcast (RFC 8853): the largest picture that flows goes on.
 *
 * <p>From one layer to another it goes with a key frame of the other, which has to be asked for. A
 * larger layer has to flow for a while first, as bandwidth that has just been found may be lost
 * again. What the layers are called means nothing. Owned by the UDP door's thread.
 */
final class SimulcastLayers {
    /** A layer of which so long nothing came has stopped, if others go on. */
    private static final long STOPPED = 500_000_000;

    /** So many pictures of another layer show that the scene does not just stand still. */
    private static final int PICTURES_MEANWHILE = 3;

    private static final long STEADY = 1_500_000_000;

    /** A larger layer whose key frame takes longer than this has to prove itself again. */
    private static final long KEY_FRAME_LIMIT = 2_000_000_000;

    private static final long RATE_INTERVAL = 1_000_000_000;

    private static final int NONE = -1;

    private final Layer[] layers;
    private final LayerClock clock = new LayerClock();
    private int taken = NONE;
    private int next = NONE;
    private long nextSince;

    /** What is known of one layer. */
    private static final class Layer {
        long last;
        long since;
        long timestamp = -1;
        int picturesMeanwhile;
        long counted;
        long bytes;
        long rate;
        long area;
        @Nullable SenderReport report;

        void received(RtpPacket packet) {
            long now = packet.arrival();
            if (timestamp < 0 || now - last > STOPPED) {
                since = now;
                counted = now;
                bytes = 0;
                rate = 0;
            }
            last = now;
            if (timestamp != packet.timestamp()) {
                timestamp = packet.timestamp();
                picturesMeanwhile++;
            }
            bytes += packet.payloadLength();
            if (now - counted >= RATE_INTERVAL) {
                rate = bytes * RATE_INTERVAL / (now - counted);
                counted = now;
                bytes = 0;
            }
        }

        boolean flows(long now) {
            return timestamp >= 0 && now - last <= STOPPED;
        }

        /** By its picture, or else by its bit rate, if that is much higher. */
        boolean largerThan(Layer other) {
            boolean bySize = area > 0 && other.area > 0 && area != other.area;
            return bySize ? area > other.area : rate > other.rate + other.rate / 4;
        }
    }

    SimulcastLayers(int count) {
        layers = new Layer[count];
        for (int i = 0; i < count; i++) {
            layers[i] = new Layer();
        }
    }

    /** A packet of a layer came, which was not sent before. */
    void received(int index, RtpPacket packet) {
        if (packet.payloadLength() > 0) { // probes of congestion control come on any layer
            layers[index].received(packet);
            if (index == taken) {
                countAnew();
            }
        }
    }

    private void countAnew() {
        for (Layer layer : layers) {
            layer.picturesMeanwhile = 0;
        }
    }

    /** To be called every few milliseconds. */
    void tick(long now) {
        if (taken == NONE) {
            return; // the first key frame decides
        }
        if (next != NONE && (!layers[next].flows(now) || now - nextSince > KEY_FRAME_LIMIT)) {
            layers[next].since = now;
            next = NONE;
        }
        int better = next == NONE ? largest(now, hasStopped(now)) : NONE;
        if (better != NONE) {
            next = better;
            nextSince = now;
        }
    }

    private boolean hasStopped(long now) {
        if (layers[taken].flows(now)) {
            return false;
        }
        for (Layer layer : layers) {
            if (layer.picturesMeanwhile >= PICTURES_MEANWHILE) {
                return true;
            }
        }
        return false;
    }

    /**
     * @param stopped whether any other than the taken layer will do, and at once
     */
    private int largest(long now, boolean stopped) {
        int best = stopped ? NONE : taken;
        for (int i = 0; i < layers.length; i++) {
            Layer layer = layers[i];
            boolean ready = stopped || now - layer.since >= STEADY;
            if (i != taken
                    && layer.flows(now)
                    && ready
                    && (best == NONE || layer.largerThan(layers[best]))) {
                best = i;
            }
        }
        return best == taken ? NONE : best;
    }

    /**
     * Takes a layer's frame.
     *
     * @return the frame as it goes on, or null if it does not
     */
    @Nullable Frame frame(int index, Frame frame) {
        if (frame.key()) {
            layers[index].area = PictureArea.of(frame);
        }
        if (index != taken) {
            if (!wanted(index) || !frame.key()) {
                return null;
            }
            clock.change(frame, taken == NONE ? null : layers[taken].report, layers[index].report);
            taken = index;
            next = NONE;
            countAnew();
        }
        return clock.onLine(frame);
    }

    /**
     * Takes what a layer's sender says of its clocks.
     *
     * @return the same in the time of the frames that go on; null if none of this layer do
     */
    @Nullable SenderReport report(int index, SenderReport report) {
        layers[index].report = report;
        return index == taken ? clock.onLine(report) : null;
    }

    /** Whether this layer goes on, or may be the first to. */
    boolean taken(int index) {
        return taken == NONE || index == taken;
    }

    /** The same, or whether it is to go on next: then its losses matter. */
    boolean wanted(int index) {
        return taken(index) || index == next;
    }

    /** Whether this layer is to go on from its next key frame. */
    boolean awaitsKeyFrame(int index) {
        return index == next;
    }
}
