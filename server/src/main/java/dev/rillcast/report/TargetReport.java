package dev.rillcast.report;

import java.util.List;
import java.util.Optional;

/**
 * How one target of a broadcast did.
 *
 * @param target counts from 1
 * @param output without stream key, query, user and password
 * @param streamName masked
 * @param bytes that the ingest's connections took, of all of RTMP
 * @param dropped frames that it did not get because it was slow or away
 * @param retries attempts to reach it again
 * @param video how it gets its video, as soon as that is decided
 * @param audio the same of its sound
 * @param error why it failed, if it did
 */
public record TargetReport(
        int target,
        String output,
        String streamName,
        State state,
        long videoFrames,
        long audioFrames,
        long bytes,
        long dropped,
        long retries,
        Optional<TargetVideo> video,
        Optional<TargetAudio> audio,
        Optional<String> error,
        List<Event> events) {
    /** What it does. */
    public enum State {
        CONNECTING,
        BROADCASTING,
        RECONNECTING,
        FAILED,
        ENDED
    }

    public TargetReport {
        events = List.copyOf(events);
    }

    int eventCount() {
        int log = video.flatMap(TargetVideo::transcoding).map(how -> how.log().size()).orElse(0);
        return events.size() + log;
    }
}
