package dev.rillcast.report;

import dev.rillcast.media.Codec;

/**
 * How a target gets its sound.
 *
 * @param to the target's codec
 * @param bitrate bit/s; 0: the browser decides
 * @param channels 1 or 2
 */
public record TargetAudio(Source source, Codec to, int bitrate, int channels) {
    /** Where it comes from; the names are those of docs/signalling.md in capitals. */
    public enum Source {
        BROWSER,
        ICECAST,
        SILENCE
    }
}
