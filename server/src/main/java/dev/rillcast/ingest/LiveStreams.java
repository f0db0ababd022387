package dev.rillcast.ingest;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The streams that are live at this moment, by name. Thread-safe, in memory. */
public final class LiveStreams {
    private final ConcurrentMap<String, LiveStream> streams = new ConcurrentHashMap<>();

    public Optional<LiveStream> find(String name) {
        return Optional.ofNullable(streams.get(name));
    }

    /** All of them, at this moment. */
    public Collection<LiveStream> all() {
        return List.copyOf(streams.values());
    }

    /** Begins a stream; empty when the name is taken. */
    Optional<LiveStream> begin(String name) {
        LiveStream stream = new LiveStream(name);
        return streams.putIfAbsent(name, stream) == null ? Optional.of(stream) : Optional.empty();
    }

    /** Ends a stream for its viewers and frees its name. */
    void end(LiveStream stream) {
        streams.remove(stream.name(), stream);
        stream.end();
    }
}
