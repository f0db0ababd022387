package dev.rillcast.report;

import dev.rillcast.media.Codec;
import dev.rillcast.media.PictureSize;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How a target gets its video.
 *
 * @param from the browser's codec
 * @param to the target's
 * @param why a clause for people: {@code the browser sends VP8}
 * @param transcoding how it is made; empty: it passes through as it comes
 */
public record TargetVideo(Codec from, Codec to, String why, Optional<Transcoding> transcoding) {
    /** As docs/signalling.md calls it. */
    public String mode() {
        return transcoding.isPresent() ? "transcoding" : "passthrough";
    }

    /** A sentence for people. */
    public String sentence() {
        String how = transcoding.isPresent() ? "is transcoded to H.264" : "passes through";
        return "Video " + how + ": " + why + ".";
    }

    /**
     * How a transcoder makes it.
     *
     * @param bitrate bit/s, if one was asked for
     * @param frameRate frames per second, if one was asked for
     * @param size of the pictures that go out, once the first has come in
     * @param restarts of the child process
     * @param dropped frames that did not get into it
     * @param log the last lines that the child had to say; at most ten are kept, shortened
     */
    public record Transcoding(
            OptionalInt bitrate,
            OptionalDouble frameRate,
            Optional<PictureSize> size,
            int restarts,
            long dropped,
            List<String> log) {
        static final int MAX_LOG = 10;

        public Transcoding {
            log =
                    log.subList(Math.max(0, log.size() - MAX_LOG), log.size()).stream()
                            .map(EventLog::shortened)
                            .toList();
        }
    }
}
