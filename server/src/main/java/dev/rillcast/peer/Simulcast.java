package dev.rillcast.peer;

import dev.rillcast.rtp.RtpPacket;
import dev.rillcast.sdp.AgreedTrack;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A track that comes in layers, each of which is a stream of its own. Owned by the UDP door's
 * thread.
 */
final class Simulcast {
    final SimulcastLayers layers;
    private final LayerSources sources;
    private final List<MediaReceiver.Stream> streams = new ArrayList<>();

    private Simulcast(AgreedTrack track) {
        layers = new SimulcastLayers(LayerSources.count(track));
        sources = new LayerSources(track);
    }

    /** Null if the track has but one layer. */
    static @Nullable Simulcast of(AgreedTrack track) {
        return LayerSources.count(track) == 1 ? null : new Simulcast(track);
    }

    /**
     * @return the index of its layer
     */
    int add(MediaReceiver.Stream stream) {
        streams.add(stream);
        return streams.size() - 1;
    }

    /** The layer that a packet is of, null if that is unknown. */
    MediaReceiver.@Nullable Stream layer(RtpPacket packet) {
        return at(sources.layer(packet));
    }

    /** The layer whose packet this one brings again (RFC 4588), null if that is unknown. */
    MediaReceiver.@Nullable Stream repaired(RtpPacket packet) {
        return at(sources.repaired(packet));
    }

    private MediaReceiver.@Nullable Stream at(int layer) {
        return layer == LayerSources.NONE ? null : streams.get(layer);
    }

    /** To be called every few milliseconds. */
    void tick(long now) {
        layers.tick(now);
        for (int i = 0; i < streams.size(); i++) {
            streams.get(i).reception.counts(layers.taken(i));
        }
    }
}
