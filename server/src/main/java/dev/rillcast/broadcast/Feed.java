package dev.rillcast.broadcast;

import dev.rillcast.media.Codec;
import dev.rillcast.media.PictureSize;
import dev.rillcast.output.OutputPolicy;
import dev.rillcast.report.BroadcastLog;
import dev.rillcast.transcode.Transcoders;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * What all outputs of a broadcast share.
 *
 * @param codecs of the publisher's tracks
 * @param stereo whether the publisher says that its sound is
 * @param policy where outputs may go
 * @param clock of the frames' arrival: {@link System#nanoTime()}
 * @param log takes what is told of them
 * @param transcoders who make H.264 of the publisher's video
 * @param camera what it gives, if that is told
 */
record Feed(
        Set<Codec> codecs,
        boolean stereo,
        OutputPolicy policy,
        BroadcastTerms terms,
        LongSupplier clock,
        BroadcastLog log,
        Transcoders transcoders,
        Optional<PictureSize> camera) {
    Optional<Codec> video() {
        return codecs.stream().filter(Codec::video).findFirst();
    }

    boolean hasVideo() {
        return video().isPresent();
    }

    boolean hasAudio() {
        return !codecs.stream().allMatch(Codec::video);
    }
}
